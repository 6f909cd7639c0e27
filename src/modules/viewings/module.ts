import { module } from "#core/module.ts";
import { viewings } from "./contract.ts";
import * as service from "./service.ts";

export const viewingsModule = module({
  name: "viewings",
  contract: viewings,
  service,
  roles: {
    administrator: ["viewing.look"],
    group_office: ["viewing.look"],
    division_secretary: ["viewing.look"],
  },
});
