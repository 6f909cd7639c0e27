import { module } from "#core/module.ts";
import { access } from "./contract.ts";
import * as accounts from "./accounts.ts";
import * as asking from "./asking.ts";
import * as granting from "./granting.ts";
import * as proposing from "./proposing.ts";
import * as roles from "./roles.ts";
import * as service from "./service.ts";

export const accessModule = module({
  name: "access",
  contract: access,
  service: {
    ...service,
    ...accounts,
    listGrants: granting.listGrants,
    giveGrant: granting.giveGrant,
    confirmGrant: granting.confirmGrant,
    endGrant: granting.endGrant,
    listRoles: roles.listRoles,
    addRole: roles.addRole,
    previewRole: roles.previewRole,
    changeRole: roles.changeRole,
    endRole: roles.endRole,
    markRole: roles.markRole,
    listProposals: proposing.listProposals,
    decideProposal: proposing.decideProposal,
    withdrawProposal: proposing.withdrawProposal,
    ...asking,
  },
  timed: [proposing.proposalsExpire],
  roles: {
    administrator: [
      "account.read",
      "account.manage",
      "grant.read",
      "grant.give_any",
      "role.manage",
      "rights.ask",
    ],
    group_office: [
      "account.read",
      "account.manage",
      "grant.read",
      "grant.give_any",
      "role.manage",
      "rights.ask",
    ],
    division_secretary: ["account.read", "account.manage", "grant.read", "grant.give_company", "rights.ask"],
    security_officer: ["account.read", "account.manage", "grant.read", "grant.give_helpers"],
    auditor: ["rights.ask"],
  },
});
