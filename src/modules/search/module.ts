import { module } from "#core/module.ts";
import { search } from "./contract.ts";
import * as service from "./service.ts";

export const searchModule = module({ name: "search", contract: search, service: { ...service }, roles: {} });
