import { module } from "#core/module.ts";
import { trail } from "./contract.ts";
import * as service from "./service.ts";

export const trailModule = module({
  name: "trail",
  contract: trail,
  service,
  roles: {
    // Runs the system: sees who did what, none of what they wrote.
    administrator: ["trail.read"],
    group_office: ["trail.read", "trail.read_values"],
    auditor: ["trail.read", "trail.read_values"],
  },
});
