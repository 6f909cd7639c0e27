// A call of a hard clock: who was told of it, and saying that one has taken note.
import Type from "typebox";
import { contract, Id, list, Moment, nullable, oneOf, optional, page, paging, text } from "#core/contract.ts";

const Told = Type.Object({
  channel: oneOf("inbox", "mail", "receiver"),
  /** The person or the receiver; null where the reader may not be told who. */
  name: nullable(text(201)),
  level: Type.Integer(),
  at: Moment,
  state: oneOf("waiting", "sending", "sent", "failed", "dropped", "expired", "read", "unread"),
  /** When it was read or arrived. */
  doneAt: nullable(Moment),
});

const Round = Type.Object({
  id: Id,
  level: Type.Integer(),
  nth: Type.Integer(),
  openedAt: Moment,
  answerBy: Moment,
  state: oneOf("open", "acknowledged", "risen", "unanswered", "ended"),
  endedAt: nullable(Moment),
  /** Null where nobody has, or the reader may not be told who. */
  acknowledgedBy: nullable(text(300)),
});

const Listed = Type.Object({
  ...Round.properties,
  dutyKind: text(60),
  companyId: Id,
  companyName: text(200),
  dueAt: Moment,
  timeZone: text(60),
  isDutyOpen: Type.Boolean(),
  isExercise: Type.Boolean(),
  offBecause: nullable(text(60)),
});

export const calls = contract({
  listCalls: {
    method: "GET",
    path: "/calls",
    summary:
      "Calls of hard clocks within one's scope: what waits first, then the newest, with who took note and when",
    permission: "inspection.read",
    query: Type.Object({
      ...paging,
      /** `unanswered`: asked again or passed on because nobody took note in time. */
      show: optional(oneOf("open", "acknowledged", "unanswered")),
      companyId: optional(Id),
      kind: optional(text(60)),
      search: optional(text(100)),
    }),
    output: page(Listed),
  },
  countCalls: {
    method: "GET",
    path: "/calls/count",
    summary:
      "How many calls of hard clocks wait within one's scope, and how many of them ask oneself; up to a thousand",
    permission: "inspection.read",
    output: Type.Object({ open: Type.Integer(), mine: Type.Integer() }),
  },
  getCall: {
    method: "GET",
    path: "/calls/:id",
    summary: "A call of a hard clock: what is owed, who was told over which channel, and who took note",
    permission: "signed_in",
    byViewer: true,
    params: Type.Object({ id: Id }),
    output: Type.Object({
      id: Id,
      dutyKind: text(60),
      company: text(200),
      dueAt: Moment,
      timeZone: text(60),
      isDutyOpen: Type.Boolean(),
      isExercise: Type.Boolean(),
      /** Receivers outside are told of it as well; an exercise does so where it tries that out. */
      ringsOutside: Type.Boolean(),
      level: Type.Integer(),
      state: Round.properties.state,
      answerBy: Moment,
      /** Why the reader may not take note; null where they may. */
      offBecause: nullable(text(60)),
      path: text(300),
      /** Every call of this duty, the newest first. */
      rounds: list(Round, 50),
      told: list(Told, 200),
    }),
  },
  acknowledgeCall: {
    method: "POST",
    path: "/calls/:id/acknowledgement",
    summary: "Say that one has taken note of a hard clock: nobody else is called for it",
    permission: "signed_in",
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id }),
    events: ["duty.call_acknowledged"],
    errors: ["call.not_asked", "call.over"],
  },
  acknowledgeByReceiver: {
    method: "POST",
    path: "/receivers/:id/signed-acknowledgements",
    summary: "A receiver's signed word that somebody there has taken note (Standard Webhooks)",
    permission: "public",
    limitPerMinute: 600,
    params: Type.Object({ id: Id }),
    body: Type.Object({
      /** As it was sent: the signature is over its bytes. */
      payload: text(4000, 2),
      webhookId: text(200, 1),
      webhookTimestamp: text(20, 1),
      webhookSignature: text(1000, 1),
    }),
    output: Type.Object({ state: oneOf("acknowledged", "over") }),
    events: ["duty.call_acknowledged"],
    errors: ["receiver.not_signed", "receiver.payload"],
  },
});

/** What a receiver signs and sends back. */
export const Acknowledgement = Type.Object({
  type: Type.Literal("clock.acknowledged"),
  data: Type.Object({ id: Id, by: optional(text(100, 1)) }),
});
