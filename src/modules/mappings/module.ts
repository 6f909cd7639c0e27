import { module } from "#core/module.ts";
import { mappings } from "./contract.ts";
import * as service from "./service.ts";

/** Its permissions are those of the standards and of the figures. */
export const mappingsModule = module({
  name: "mappings",
  contract: mappings,
  service: { ...service },
  roles: {},
});
