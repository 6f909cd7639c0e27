// Links that are mailed or handed over: to come in once, or to set a new password.
import { contract, Id, Language, nullable, oneOf, text } from "#core/contract.ts";
import Type from "typebox";
import { Owed, Password, permissions } from "./words.ts";

const Token = text(100, 20);
/** Random, kept by the browser that asked: the link opens in it alone. */
const BrowserKey = Type.Optional(text(100, 20));
const Opened = Type.Object({ personId: Id, language: Language, owes: nullable(Owed) });
const opens = ["session.opened", "session.begun"];

export const links = contract({
  askForLink: {
    method: "POST",
    path: "/links",
    summary: "Ask for a mailed link; the answer is the same whether there is such an account or not",
    permission: "public",
    limitPerMinute: 6,
    body: Type.Object({
      loginName: text(254, 1),
      purpose: oneOf("sign_in", "password"),
      browserKey: BrowserKey,
    }),
    output: Type.Object({ isAsked: Type.Boolean() }),
    noEventBecause: "what it names is looked up later, and told when a mail is ordered",
  },
  signInByLink: {
    method: "POST",
    path: "/links/session",
    summary: "Come in by a link, once",
    permission: "public",
    limitPerMinute: 20,
    body: Type.Object({ token: Token, browserKey: BrowserKey }),
    output: Opened,
    events: opens,
    errors: ["link.not_valid", "link.other_browser", "sign_in.refused"],
  },
  readPasswordLink: {
    method: "POST",
    path: "/links/password/reading",
    summary: "Whose password a link would set",
    permission: "public",
    limitPerMinute: 30,
    readOnly: true,
    body: Type.Object({ token: Token }),
    output: Type.Object({ loginName: text(254), language: Language }),
    errors: ["link.not_valid"],
  },
  resetPassword: {
    method: "POST",
    path: "/links/password",
    summary: "Set a new password by a link; every sign-in ends, second factors stay",
    permission: "public",
    limitPerMinute: 20,
    body: Type.Object({ token: Token, password: Password, browserKey: BrowserKey }),
    output: Opened,
    events: ["password.reset", ...opens],
    errors: ["link.not_valid", "link.other_browser", "password.too_easy", "password.too_common"],
  },
  makeSignInLink: {
    method: "POST",
    path: "/accounts/:id/link",
    summary: "A link to come in once, to be handed over; only of accounts that come in by link",
    permission: permissions.manageAccounts,
    confirms: true,
    params: Type.Object({ id: Id }),
    output: Type.Object({ token: text(100), minutes: Type.Integer() }),
    events: ["account.link_made"],
    errors: ["account.beyond_own_rights", "account.no_link_way"],
  },
});
