import { module } from "#core/module.ts";
import { tokens } from "./contract.ts";
import * as service from "./service.ts";

export const tokensModule = module({
  name: "tokens",
  contract: tokens,
  service,
  roles: {
    administrator: ["token.make"],
    group_office: ["token.make", "token.rule"],
    division_secretary: ["token.make"],
  },
});
