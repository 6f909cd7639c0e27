import { module } from "#core/module.ts";
import { catalogues } from "./contract.ts";
import * as service from "./service.ts";

/** Its permissions are those of the standards. */
export const cataloguesModule = module({
  name: "catalogues",
  contract: catalogues,
  service: { ...service },
  roles: {},
});
