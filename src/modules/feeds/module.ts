import { module } from "#core/module.ts";
import { feeds } from "./contract.ts";
import { routes } from "./routes.ts";
import * as service from "./service.ts";

export const feedsModule = module({
  name: "feeds",
  contract: feeds,
  service,
  roles: {},
  routes,
});
