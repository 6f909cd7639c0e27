import { module } from "#core/module.ts";
import { engagements } from "./contract.ts";
import * as engaged from "./engaged.ts";
import * as firms from "./firms.ts";
import * as ordering from "./ordering.ts";
import * as people from "./people.ts";
import * as reading from "./reading.ts";

const manages = ["engagement.read", "engagement.manage"] as const;

export const engagementsModule = module({
  name: "engagements",
  contract: engagements,
  service: { ...firms, ...people, ...reading, ...ordering, ...engaged },
  // Whoever runs the system does not open its answers to others either.
  roles: {
    group_office: manages,
    division_secretary: manages,
    security_officer: manages,
    company_executive: ["engagement.read"],
    auditor: ["engagement.read"],
    assessor: ["engaged.read", "engaged.read_answers", "engaged.read_evidence", "engaged.read_papers"],
    adviser: ["engaged.read", "engaged.read_answers"],
  },
});
