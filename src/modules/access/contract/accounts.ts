import {
  contract,
  Id,
  Language,
  Moment,
  nullable,
  oneOf,
  optional,
  page,
  paging,
  RowVersion,
  text,
} from "#core/contract.ts";
import Type from "typebox";
import { LoginName, Owed, Password, permissions } from "./words.ts";

const Account = Type.Object({
  id: Id,
  personId: Id,
  companyId: Id,
  companyName: text(200),
  familyName: text(100),
  givenName: text(100),
  loginName: text(254),
  language: Language,
  state: text(20),
  lastSignInAt: nullable(Moment),
  lockedUntil: nullable(Moment),
  rowVersion: RowVersion,
});

const Refusal = oneOf(
  "permission.missing",
  "account.closed",
  "account.own",
  "account.beyond_own_rights",
  "grant.last_administrator",
);

/** The one-time link goes to the person's own address, where mail leaves and there is one. */
const ByMail = optional(Type.Boolean());

const Invited = Type.Object({
  accountId: Id,
  /** Null where it was mailed: then nobody else has it. */
  invitationToken: nullable(text(100)),
  mailedTo: nullable(text(254)),
  expiresAt: Moment,
});

export const accounts = contract({
  listAccounts: {
    method: "GET",
    path: "/accounts",
    summary: "Accounts within one's scope",
    permission: permissions.readAccounts,
    query: Type.Object({
      ...paging,
      search: optional(text(100)),
      companyId: optional(Id),
      personId: optional(Id),
      state: optional(text(20)),
    }),
    output: page(Account),
  },
  getAccount: {
    method: "GET",
    path: "/accounts/:id",
    summary: "One account, and why the reader may not renew its link or close it",
    permission: permissions.readAccounts,
    params: Type.Object({ id: Id }),
    output: Type.Object({
      id: Id,
      state: text(20),
      rowVersion: RowVersion,
      /** Until when a one-time link is open; null where none is. */
      linkUntil: nullable(Moment),
      signInWay: oneOf("password", "link", "provider"),
      lockedUntil: nullable(Moment),
      totp: Type.Integer(),
      passkeys: Type.Integer(),
      openSessions: Type.Integer(),
      /** Whether a link can go to the person by mail. */
      isMailable: Type.Boolean(),
      /** Codes of refusals; null where nothing stands against it. */
      renewOffBecause: nullable(Refusal),
      closeOffBecause: nullable(Refusal),
    }),
  },
  inviteAccount: {
    method: "POST",
    path: "/accounts",
    summary: "Open an account for a person and make a one-time link to set its password",
    permission: permissions.manageAccounts,
    body: Type.Object({ personId: Id, loginName: LoginName, language: Language, byMail: ByMail }),
    output: Invited,
    events: ["account.invited"],
    errors: ["accounts_login_name_unique", "account.exists_already", "account.beyond_own_rights"],
  },
  renewInvitation: {
    method: "POST",
    path: "/accounts/:id/invitation",
    summary: "A new one-time link; the one before stops working. Also the way back after a lost password",
    permission: permissions.manageAccounts,
    confirms: true,
    params: Type.Object({ id: Id }),
    body: Type.Object({ byMail: ByMail }),
    output: Invited,
    events: ["account.invitation_renewed"],
    errors: ["account.closed", "account.beyond_own_rights"],
  },
  closeAccount: {
    method: "PUT",
    path: "/accounts/:id/closure",
    summary: "Close an account: its sessions end at once",
    permission: permissions.manageAccounts,
    confirms: true,
    params: Type.Object({ id: Id }),
    body: Type.Object({ reason: text(500, 1), rowVersion: RowVersion }),
    output: Type.Object({ id: Id }),
    events: ["account.closed"],
    errors: [
      "account.changed_meanwhile",
      "account.own",
      "account.beyond_own_rights",
      "grant.last_administrator",
    ],
  },
  readInvitation: {
    method: "POST",
    path: "/invitations/reading",
    summary: "Whom a one-time link invites",
    permission: "public",
    limitPerMinute: 30,
    readOnly: true,
    body: Type.Object({ token: text(100, 20) }),
    output: Type.Object({ loginName: text(254), language: Language, groupName: text(200) }),
    errors: ["invitation.not_valid"],
  },
  acceptInvitation: {
    method: "POST",
    path: "/invitations/acceptance",
    summary: "Set the password by a one-time link and sign in",
    permission: "public",
    limitPerMinute: 20,
    body: Type.Object({ token: text(100, 20), password: Password }),
    output: Type.Object({ personId: Id, owes: nullable(Owed) }),
    events: ["account.activated", "session.opened", "session.begun"],
    errors: ["invitation.not_valid", "password.too_easy", "password.too_common"],
  },
});
