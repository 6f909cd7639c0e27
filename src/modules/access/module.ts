import { module } from "#core/module.ts";
import { access } from "./contract.ts";
import * as accounts from "./accounts.ts";
import * as asking from "./asking.ts";
import * as factors from "./factors.ts";
import * as granting from "./granting.ts";
import { linkRequests } from "./links.ts";
import * as links from "./links.ts";
import { linkMails } from "./mails.ts";
import * as managing from "./managing.ts";
import * as ownDeputies from "./own-deputies.ts";
import * as passkeys from "./passkeys.ts";
import * as proposing from "./proposing.ts";
import * as roles from "./roles.ts";
import * as service from "./service.ts";
import * as signInRules from "./sign-in-rules.ts";
import * as steps from "./steps.ts";
import { doorSweep, sessionSweep } from "./sweeping.ts";
import * as totp from "./totp.ts";

export const accessModule = module({
  name: "access",
  contract: access,
  service: {
    ...service,
    ...steps,
    ...factors,
    ...totp,
    ...passkeys,
    ...links,
    ...accounts,
    ...managing,
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
    ...ownDeputies,
    ...asking,
    ...signInRules,
  },
  mails: linkMails,
  timed: [linkRequests, sessionSweep, doorSweep, proposing.proposalsExpire],
  roles: {
    administrator: [
      "account.read",
      "account.manage",
      "grant.read",
      "grant.give_any",
      "role.manage",
      "rights.ask",
      "sign_in.set_rules",
    ],
    group_office: [
      "account.read",
      "account.manage",
      "grant.read",
      "grant.give_any",
      "role.manage",
      "rights.ask",
      "sign_in.set_rules",
    ],
    division_secretary: ["account.read", "account.manage", "grant.read", "grant.give_company", "rights.ask"],
    security_officer: ["account.read", "account.manage", "grant.read", "grant.give_helpers"],
    auditor: ["rights.ask"],
  },
});
