// Mail for whoever keeps the system, and for whoever cares for people: what waits, what failed, whom it does not reach.
import Type from "typebox";
import { contract, Id, list, Moment, nullable, oneOf, optional, page, paging, text } from "#core/contract.ts";
import { permissions } from "./words.ts";

export const mailStates = ["waiting", "sending", "sent", "failed", "dropped", "expired"] as const;

const Mail = Type.Object({
  id: Id,
  kind: text(60),
  state: oneOf(...mailStates),
  personId: Id,
  personName: nullable(text(201)),
  address: nullable(text(254)),
  madeAt: Moment,
  sendAfter: Moment,
  endedAt: nullable(Moment),
  attempts: Type.Integer(),
  problem: nullable(text(80)),
  /** What the mail server said. */
  reply: nullable(text(500)),
  bouncedAt: nullable(Moment),
});

const Trouble = Type.Object({
  personId: Id,
  personName: text(201),
  companyId: Id,
  companyName: text(200),
  address: text(254),
  problem: text(80),
  reply: nullable(text(500)),
  beganAt: Moment,
});

export const mails = contract({
  getMailState: {
    method: "GET",
    path: "/mails/state",
    summary: "Whether mail is set up, how the mail server does, and how many mails wait or failed",
    permission: permissions.readMail,
    output: Type.Object({
      isConfigured: Type.Boolean(),
      server: nullable(text(300)),
      from: nullable(text(300)),
      failingSince: nullable(Moment),
      problem: nullable(text(80)),
      reply: nullable(text(500)),
      lastSentAt: nullable(Moment),
      waiting: Type.Integer(),
      /** Of the last thirty days. */
      failed: Type.Integer(),
      unsent: Type.Integer(),
      troubles: Type.Integer(),
    }),
  },
  listMails: {
    method: "GET",
    path: "/mails",
    summary: "Mails by state, the newest first; their words are not kept",
    permission: permissions.readMail,
    query: Type.Object({ ...paging, state: optional(oneOf(...mailStates)), personId: optional(Id) }),
    output: page(Mail),
  },
  resendMail: {
    method: "POST",
    path: "/mails/:id/sending",
    summary: "Send a mail that failed or was too old once more, written anew for what its reader may see now",
    permission: permissions.manageMail,
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id }),
    events: ["mail.resent"],
    errors: ["mail.not_ended", "mail.secret_gone"],
  },
  sendTestMail: {
    method: "POST",
    path: "/mails/test",
    summary: "Send a mail to oneself the way all mails go",
    permission: permissions.manageMail,
    output: Type.Object({ id: Id }),
    events: ["mail.tested"],
    errors: ["mail.not_configured", "mail.no_address"],
    limitPerMinute: 10,
  },
  listMailTroubles: {
    method: "GET",
    path: "/mails/troubles",
    summary: "People whom mail does not reach: it came back from their address",
    permission: "account.read",
    query: Type.Object({ ...paging, personId: optional(Id) }),
    output: page(Trouble),
  },
  clearMailTrouble: {
    method: "DELETE",
    path: "/mails/troubles/:personId",
    summary: "Say that mail reaches a person again: the next one is sent",
    permission: "account.manage",
    params: Type.Object({ personId: Id }),
    output: Type.Object({ personId: Id }),
    events: ["mail.trouble_cleared"],
  },
  recordBounce: {
    method: "POST",
    path: "/mails/bounces",
    summary: "Take in a notification of failed delivery (RFC 3464) as the mail server sends it back",
    permission: permissions.manageMail,
    body: Type.Object({ notification: text(200_000, 1) }),
    output: Type.Object({
      /** Those of our mails it told of. */
      mails: list(Id, 50),
    }),
    events: ["mail.bounced"],
    errors: ["mail.notification_unreadable"],
  },
});
