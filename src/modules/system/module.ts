import { module } from "#core/module.ts";
import { system } from "./contract.ts";
import * as service from "./service.ts";

export const systemModule = module({
  name: "system",
  contract: system,
  service,
  roles: { administrator: ["system.read"] },
});
