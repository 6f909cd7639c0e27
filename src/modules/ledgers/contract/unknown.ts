// Unknown things: what sources see and nobody has taken into a ledger, who is asked about each, and the answers.
import Type from "typebox";
import {
  contract,
  Day,
  Id,
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
import { askedLedgers, likelyRules, outcomes } from "../declared/unknown.ts";
import { permissions, Rank, ValuesOf } from "./words.ts";

const Asked = oneOf(...askedLedgers);
const Count = Type.Integer();

/** What the rule went by: the entry that it points to, how many of how many point to the person, the network. */
const Because = Type.Object({
  ledger: optional(Asked),
  entryId: optional(Id),
  name: optional(text(255)),
  count: optional(Count),
  of: optional(Count),
  network: optional(text(60)),
});

const Thing = Type.Object({
  id: Id,
  ledger: Asked,
  entryId: Id,
  /** As people quote the entry: S-000123. */
  number: text(20),
  name: text(255),
  address: nullable(text(400)),
  facesInternet: Type.Boolean(),
  companyId: Id,
  companyName: text(200),
  sourceId: Id,
  sourceName: text(120),
  foundAt: Moment,
  dueOn: nullable(Day),
  likelyId: nullable(Id),
  likelyName: nullable(text(201)),
  likelyBy: nullable(oneOf(...likelyRules)),
  likelyBecause: nullable(Because),
  /** Null: whoever keeps the ledgers of the company is asked. */
  askedId: nullable(Id),
  askedName: nullable(text(201)),
  rowVersion: RowVersion,
});

export const UnknownFilter = {
  search: optional(text(100)),
  companyId: optional(Id),
  divisionId: optional(Id),
  ledger: optional(Asked),
  sourceId: optional(Id),
  /** Why somebody is likely; `none`: nobody is. */
  likelyBy: optional(oneOf(...likelyRules, "none")),
  /** Who is asked; `none`: whoever keeps the ledgers. */
  askedId: optional(Type.Union([Type.Literal("none"), Id])),
  facesInternet: optional(Type.Boolean()),
  /** Found at least so many days ago. */
  olderThan: optional(Type.Integer({ minimum: 1, maximum: 3650 })),
  /** Of one question about very many. */
  askId: optional(Id),
};

const params = Type.Object({ id: Id });
const reason = text(500, 1);
const answered = Type.Object({ outcome: oneOf(...outcomes) });
const refusals = [
  "unknown.answered_already",
  "unknown.not_asked",
  "unknown_thing.changed_meanwhile",
] as const;

/** The same answer for many: one of the three. */
const Answer = Type.Object({
  takeIn: optional(Type.Object({ ownerId: Id, class: nullable(Rank) })),
  pass: optional(Type.Object({ toId: Id, reason })),
  dismiss: optional(Type.Object({ reason })),
});
const Which = { ids: optional(list(Id, 1000)), filter: optional(Type.Object(UnknownFilter)) };
const ofMany = [
  "unknown.one_answer",
  "unknown.several_companies",
  "unknown.too_many",
  "unknown.too_many_to_pass",
  "unknown.cannot_be_asked",
  "person.not_found",
  "ledger.no_such_class",
] as const;

export const unknown = contract({
  listUnknowns: {
    method: "GET",
    path: "/unknown-things",
    summary:
      "Unknown things that wait for an answer within one's scope, in the order in which they were found",
    permission: permissions.read,
    query: Type.Object({ ...paging, ...UnknownFilter, newestFirst: optional(Type.Boolean()) }),
    output: page(Thing),
  },
  countUnknowns: {
    method: "GET",
    path: "/unknown-things/count",
    summary:
      "How many unknown things a filter shows, up to ten thousand and one, and since when the oldest waits",
    permission: permissions.read,
    query: Type.Object(UnknownFilter),
    output: Type.Object({ count: Count, isMore: Type.Boolean(), oldestAt: nullable(Moment) }),
  },
  getUnknownAsk: {
    method: "GET",
    path: "/unknown-asks/:id",
    summary:
      "One question about very many things that one load brought to a company, and how many of them still wait",
    permission: permissions.read,
    params,
    output: Type.Object({
      id: Id,
      companyId: Id,
      companyName: text(200),
      sourceName: text(120),
      askedAt: Moment,
      things: Count,
      waiting: Count,
      endedAt: nullable(Moment),
    }),
  },
  getUnknown: {
    method: "GET",
    path: "/unknown-things/:id",
    summary:
      "One unknown thing: what is known of it, who probably answers for it and why, who is asked, and what was answered",
    permission: permissions.identify,
    params,
    output: Type.Object({
      ...Thing.properties,
      values: ValuesOf,
      seenAt: nullable(Moment),
      seenBy: list(Type.Object({ sourceName: text(120), seenAt: nullable(Moment), firstAt: Moment }), 20),
      /** The class of the entry that the rule points to, else the one that most of the company's entries there have. */
      proposedClass: nullable(Rank),
      /** The classes by their names, also for whoever may not read the ledgers. */
      classes: list(Type.Object({ rank: Rank, name: text(60) }), 6),
      passedByName: nullable(text(201)),
      passedReason: nullable(text(500)),
      outcome: nullable(oneOf(...outcomes)),
      outcomeReason: nullable(text(500)),
      endedAt: nullable(Moment),
      endedByName: nullable(text(201)),
      mergedInto: nullable(Type.Object({ id: Id, number: text(20), name: text(255) })),
      can: Type.Object({ answer: Type.Boolean(), read: Type.Boolean() }),
    }),
  },
  takeInUnknown: {
    method: "POST",
    path: "/unknown-things/:id/taking-in",
    summary: "It is ours: take it into the ledger with whoever answers for it",
    permission: permissions.identify,
    params,
    body: Type.Object({ ownerId: Id, class: nullable(Rank), rowVersion: RowVersion }),
    output: answered,
    events: ["unknown.taken_in"],
    errors: [...refusals, "person.not_found", "ledger.no_such_class"],
  },
  mergeUnknown: {
    method: "POST",
    path: "/unknown-things/:id/merging",
    summary:
      "It is the same as an entry of the company: what sources say of it is said of that entry from now on",
    permission: permissions.identify,
    params,
    body: Type.Object({ intoId: Id, rowVersion: RowVersion }),
    output: answered,
    events: ["unknown.merged"],
    errors: [...refusals, "entry.not_found", "unknown.same_thing"],
  },
  passUnknown: {
    method: "POST",
    path: "/unknown-things/:id/passing",
    summary: "It is not mine: ask somebody else of the company, or whoever keeps its ledgers",
    permission: permissions.identify,
    params,
    body: Type.Object({ toId: nullable(Id), reason, rowVersion: RowVersion }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["unknown.passed"],
    errors: [...refusals, "person.not_found", "unknown.cannot_be_asked", "unknown.asked_already"],
  },
  dismissUnknown: {
    method: "POST",
    path: "/unknown-things/:id/dismissal",
    summary: "It is not ours, or not there any more; seen again after that, it is asked about again",
    permission: permissions.identify,
    params,
    body: Type.Object({ reason, rowVersion: RowVersion }),
    output: answered,
    events: ["unknown.dismissed"],
    errors: [...refusals],
  },
  switchOffUnknown: {
    method: "POST",
    path: "/unknown-things/:id/switching-off",
    summary: "It was ours and has been switched off; seen again after that, it is asked about again",
    permission: permissions.identify,
    params,
    body: Type.Object({ on: Day, reason: text(500), rowVersion: RowVersion }),
    output: answered,
    events: ["unknown.switched_off"],
    errors: [...refusals, "ledger.day_ahead"],
  },
  previewUnknowns: {
    method: "POST",
    path: "/unknown-things/answers/preview",
    summary: "What the same answer for many would do: how many things of how many companies",
    permission: permissions.manage,
    readOnly: true,
    body: Type.Object({ ...Which, answer: Answer }),
    output: Type.Object({
      things: Count,
      companies: Count,
      samples: list(Type.Object({ id: Id, name: text(255), companyName: text(200) }), 5),
    }),
    errors: [...ofMany],
  },
  answerUnknowns: {
    method: "POST",
    path: "/unknown-things/answers",
    summary: "The same answer for many unknown things, of as many as the preview said",
    permission: permissions.manage,
    body: Type.Object({
      ...Which,
      answer: Answer,
      expected: Type.Integer({ minimum: 0, maximum: 2_000_000 }),
    }),
    output: Type.Object({ answered: Count }),
    events: ["unknown.answered"],
    errors: [...ofMany, "ledger.not_as_previewed"],
  },
});
