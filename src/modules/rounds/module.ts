import { module } from "#core/module.ts";
import { rounds } from "./contract.ts";
import { launchJob, openingDay } from "./launch.ts";
import * as service from "./service.ts";

export const roundsModule = module({
  name: "rounds",
  contract: rounds,
  service: { ...service },
  jobs: [launchJob],
  timed: [openingDay],
  roles: {
    group_office: ["round.read", "round.manage"],
    reader: ["round.read"],
    committee_member: ["round.read"],
    division_secretary: ["round.read"],
    security_officer: ["round.read"],
    contributor: ["round.read"],
    company_executive: ["round.read"],
    auditor: ["round.read"],
  },
});
