// Receivers outside, and what was delivered to them.
import Type from "typebox";
import {
  contract,
  Id,
  Language,
  list,
  Moment,
  nullable,
  oneOf,
  optional,
  page,
  paging,
  RowVersion,
  text,
} from "#core/contract.ts";
import { kinds } from "../rules.ts";
import { permissions } from "./words.ts";

export const deliveryStates = ["waiting", "sending", "sent", "failed", "dropped", "expired"] as const;

const Given = {
  name: text(80, 1),
  url: Type.String({ minLength: 8, maxLength: 500, pattern: "^https?://[^\\s]+$" }),
  kinds: Type.Array(oneOf(...kinds), { minItems: 1, maxItems: kinds.length, uniqueItems: true }),
  language: Language,
  tellsCompany: Type.Boolean(),
  /** Whether it is told who is on call, with the number to ring; left out, it is not. */
  tellsOnCall: Type.Optional(Type.Boolean()),
};

const Receiver = Type.Object({
  id: Id,
  companyId: nullable(Id),
  companyName: nullable(text(200)),
  ...Given,
  isOn: Type.Boolean(),
  secretMadeAt: Moment,
  /** Until when the secret before counts as well. */
  secretBeforeUntil: nullable(Moment),
  failingSince: nullable(Moment),
  problem: nullable(text(60)),
  lastSentAt: nullable(Moment),
  waiting: Type.Integer(),
  /** Of the last thirty days: failed, or too old before they could leave. */
  failed: Type.Integer(),
  /** Where it says that it took note. */
  acknowledgeAt: text(500),
  rowVersion: RowVersion,
});

const Delivery = Type.Object({
  id: Id,
  kind: text(60),
  state: oneOf(...deliveryStates),
  madeAt: Moment,
  sendAfter: Moment,
  endedAt: nullable(Moment),
  attempts: Type.Integer(),
  status: nullable(Type.Integer()),
  problem: nullable(text(60)),
  callId: nullable(Id),
});

const one = {
  permission: permissions.manageReceivers,
  params: Type.Object({ id: Id }),
  confirms: true,
} as const;
const Secret = Type.Object({
  id: Id,
  /** Shown this once. */
  secret: text(100),
  rowVersion: RowVersion,
});
const outgoing = ["outgoing.address", "outgoing.plain_http", "outgoing.private_address"];

export const receivers = contract({
  listReceivers: {
    method: "GET",
    path: "/receivers",
    summary: "Receivers outside within one's scope, and how each is doing",
    permission: permissions.readReceivers,
    output: Type.Object({
      rows: list(Receiver, 500),
      /** Where the reader may add one: companies, and the group itself (null). */
      addable: list(Type.Object({ companyId: nullable(Id), name: text(200) }), 2000),
    }),
  },
  addReceiver: {
    method: "POST",
    path: "/receivers",
    summary: "Set up a receiver of hard clocks; its secret is shown once",
    permission: permissions.manageReceivers,
    confirms: true,
    body: Type.Object({ companyId: nullable(Id), ...Given }),
    output: Secret,
    events: ["receiver.added"],
    errors: [...outgoing, "receiver.group_only", "receiver.too_many"],
  },
  changeReceiver: {
    ...one,
    method: "PUT",
    path: "/receivers/:id",
    summary: "How a receiver is called, what it is told, and whether it is on",
    body: Type.Object({ rowVersion: RowVersion, ...Given, isOn: Type.Boolean() }),
    output: Type.Object({ id: Id, rowVersion: RowVersion }),
    events: ["receiver.changed"],
    errors: [...outgoing, "receiver.changed_meanwhile", "receiver.group_only"],
  },
  changeReceiverSecret: {
    ...one,
    method: "PUT",
    path: "/receivers/:id/secret",
    summary: "Make a new secret; the one before counts beside it for so many hours",
    body: Type.Object({ rowVersion: RowVersion, overlapHours: Type.Integer({ minimum: 0, maximum: 168 }) }),
    output: Secret,
    events: ["receiver.secret_changed"],
    errors: ["receiver.changed_meanwhile", "receiver.group_only"],
  },
  removeReceiver: {
    ...one,
    method: "PUT",
    path: "/receivers/:id/removal",
    summary: "Take a receiver away for good: what waits for it is not sent",
    body: Type.Object({ rowVersion: RowVersion }),
    output: Type.Object({ id: Id }),
    events: ["receiver.removed"],
    errors: ["receiver.changed_meanwhile", "receiver.group_only"],
  },
  testReceiver: {
    method: "POST",
    path: "/receivers/:id/tests",
    summary: "Send a receiver a test call the way all calls go",
    permission: permissions.manageReceivers,
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id }),
    events: ["receiver.tested"],
    errors: ["receiver.is_off", "receiver.group_only"],
    limitPerMinute: 10,
  },
  listDeliveries: {
    method: "GET",
    path: "/receivers/:id/deliveries",
    summary: "What was sent to a receiver, the newest first; neither its words nor the answer's are kept",
    permission: permissions.readReceivers,
    params: Type.Object({ id: Id }),
    query: Type.Object({ ...paging, state: optional(oneOf(...deliveryStates)) }),
    output: page(Delivery),
  },
  retryDelivery: {
    method: "POST",
    path: "/deliveries/:id/sending",
    summary:
      "Send one that waits now, or one that failed or was too old once more, under the same webhook-id",
    permission: permissions.manageReceivers,
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id }),
    events: ["receiver.delivery_retried"],
    errors: ["receiver.is_off", "receiver.delivery_done", "receiver.group_only"],
    limitPerMinute: 60,
  },
});
