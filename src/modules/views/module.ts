import { module } from "#core/module.ts";
import { views } from "./contract.ts";
import * as service from "./service.ts";

export const viewsModule = module({ name: "views", contract: views, service, roles: {} });
