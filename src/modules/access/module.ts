import { module } from "#core/module.ts";
import { access } from "./contract.ts";
import * as accounts from "./accounts.ts";
import * as granting from "./granting.ts";
import * as service from "./service.ts";

export const accessModule = module({
  name: "access",
  contract: access,
  service: { ...service, ...accounts, ...granting },
  roles: {
    administrator: ["account.read", "account.manage", "grant.read", "grant.give_any"],
    group_office: ["account.read", "account.manage", "grant.read", "grant.give_any"],
    division_secretary: ["account.read", "account.manage", "grant.read", "grant.give_company"],
    security_officer: ["account.read", "account.manage", "grant.read", "grant.give_helpers"],
  },
});
