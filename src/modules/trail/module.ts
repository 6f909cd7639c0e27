import { module } from "#core/module.ts";
import { trail } from "./contract.ts";
import * as erasing from "./erasing.ts";
import * as exporting from "./exporting.ts";
import * as service from "./service.ts";
import { indexWords } from "./wording.ts";

export const trailModule = module({
  name: "trail",
  contract: trail,
  service: { ...service, ...exporting, ...erasing },
  jobs: [exporting.exportJob, erasing.eraseJob],
  timed: [indexWords, exporting.endExports, erasing.keepRetention],
  roles: {
    // Runs the system: sees who did what, none of what they wrote, and erases nothing.
    administrator: ["trail.read"],
    group_office: ["trail.read", "trail.read_values", "trail.erase"],
    auditor: ["trail.read", "trail.read_values"],
  },
});
