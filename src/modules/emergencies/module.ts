import { module } from "#core/module.ts";
import { emergencies } from "./contract.ts";
import * as service from "./service.ts";

export const emergenciesModule = module({
  name: "emergencies",
  contract: emergencies,
  service,
  roles: {
    administrator: ["emergency.take", "emergency.read"],
    group_office: ["emergency.take", "emergency.read", "emergency.review"],
    division_secretary: ["emergency.take", "emergency.read"],
    security_officer: ["emergency.read"],
    auditor: ["emergency.read", "emergency.review"],
  },
});
