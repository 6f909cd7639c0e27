import { contract, Id, oneOf, RowVersion } from "#core/contract.ts";
import Type from "typebox";
import { permissions } from "./words.ts";

const ById = Type.Object({ id: Id });

export const managing = contract({
  setSignInWay: {
    method: "PUT",
    path: "/accounts/:id/way",
    summary: "Whether an account comes in by its password or by a mailed link; its sign-ins end",
    permission: permissions.manageAccounts,
    confirms: true,
    params: ById,
    body: Type.Object({ way: oneOf("password", "link"), rowVersion: RowVersion }),
    output: ById,
    events: ["account.way_changed"],
    errors: ["account.beyond_own_rights", "account.closed", "account.changed_meanwhile", "account.own_way"],
  },
  unlockAccount: {
    method: "PUT",
    path: "/accounts/:id/unlocking",
    summary: "Let somebody try again at once after too many misses",
    permission: permissions.manageAccounts,
    params: ById,
    output: ById,
    events: ["account.unlocked"],
  },
  endAccountSessions: {
    method: "DELETE",
    path: "/accounts/:id/sessions",
    summary: "End every sign-in of an account",
    permission: permissions.manageAccounts,
    confirms: true,
    params: ById,
    output: Type.Object({ endedSessions: Type.Integer() }),
    events: ["account.sessions_ended"],
  },
});
