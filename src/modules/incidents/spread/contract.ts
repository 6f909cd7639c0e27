import Type from "typebox";
import { contract, Day, Id, list, Moment, nullable, oneOf, optional, text } from "#core/contract.ts";
import { ledgerNames } from "#modules/ledgers/declared/ledgers.ts";
import { ById, Kind as IncidentKind, permissions, Severity, workers } from "../contract/words.ts";
import { indicatorKinds, markings } from "./rules.ts";

const LedgerName = oneOf(...ledgerNames);

/** One product, service or supplier, and who has it. */
const Alike = Type.Object({
  ledger: LedgerName,
  words: text(200),
  companies: Type.Integer(),
  entries: Type.Integer(),
});
const Things = list(Type.Object({ ledger: LedgerName, words: text(200, 1) }), 20);
const WarningWords = Type.Object({ title: text(200), why: text(4000), look: text(4000) });

export const Request = Type.Object({
  id: Id,
  said: text(2000),
  things: Things,
  askedAt: Moment,
  askedByName: nullable(text(201)),
  /** Of the review that it comes from; null while the incident runs. */
  lessonId: nullable(Id),
  /** Null as well where the reader may not read the check. */
  checkId: nullable(Id),
  checkNumber: nullable(text(60)),
  declinedBecause: nullable(text(2000)),
  answeredAt: nullable(Moment),
  answeredByName: nullable(text(201)),
});

const Kind = oneOf(...indicatorKinds);
const Marking = oneOf(...markings);

export const spread = contract({
  getSpread: {
    method: "GET",
    path: "/incidents/:id/spread",
    summary:
      "Who else than the incident's own company has what it is about, by the ledgers, and what gives the attack away",
    permission: permissions.read,
    params: ById,
    output: Type.Object({
      /** By what the things concerned are, the most widespread first. */
      alike: list(Alike, 20),
      /** That others should be asked, and what became of it. */
      requests: list(Request, 50),
      indicators: list(
        Type.Object({
          id: Id,
          kind: Kind,
          value: text(2000),
          note: text(500),
          marking: Marking,
          seenAt: Moment,
          addedByName: nullable(text(201)),
          withdrawnBecause: nullable(text(500)),
        }),
        500,
      ),
      mayChange: Type.Boolean(),
    }),
  },
  findSpread: {
    method: "GET",
    path: "/incidents/:id/spread/found",
    summary: "Who else has a product, service or supplier of this name, by every ledger",
    permission: permissions.read,
    params: ById,
    query: Type.Object({ words: text(100, 2) }),
    output: Type.Object({ alike: list(Alike, 20) }),
  },
  draftWarning: {
    method: "GET",
    path: "/incidents/:id/warning",
    summary:
      "A warning to others, ready to be looked at: what was found, what to look at and by when, in three languages, naming nobody",
    permission: permissions.read,
    params: ById,
    query: Type.Object({ words: optional(text(200)) }),
    output: Type.Object({
      ja: WarningWords,
      en: WarningWords,
      zh: WarningWords,
      severity: Severity,
      dueOn: Day,
      isExercise: Type.Boolean(),
      /** Whose incident it is: it need not be asked. Null where nothing may lead there, because it is kept from some. */
      foundAtId: nullable(Id),
    }),
  },
  askToWarn: {
    method: "POST",
    path: "/incidents/:id/check-requests",
    summary:
      "Ask whoever may to warn and ask the others: it is owed by the division, else by the group office",
    permission: workers,
    params: ById,
    body: Type.Object({ said: text(2000, 1), things: Things }),
    output: Type.Object({ id: Id }),
    events: ["incident.check_asked"],
    errors: ["incident.not_now"],
  },
  getCheckRequest: {
    method: "GET",
    path: "/incident-check-requests/:id",
    summary: "One request to ask others: from which incident, what is to be sought, what became of it",
    permission: permissions.read,
    params: ById,
    output: Type.Intersect([
      Request,
      Type.Object({
        incidentId: Id,
        reference: text(80),
        title: text(300),
        kind: IncidentKind,
        companyName: text(200),
        isExercise: Type.Boolean(),
        mayAnswer: Type.Boolean(),
      }),
    ]),
  },
  answerCheckRequest: {
    method: "POST",
    path: "/incident-check-requests/:id/answer",
    summary: "Say which lateral check asks the others now, or why none does: whoever asked for it is told",
    permission: "lateral.open",
    params: ById,
    body: Type.Object({ checkId: nullable(Id), because: text(2000) }),
    output: Type.Object({ id: Id }),
    events: ["incident.check_opened", "incident.check_declined"],
    errors: ["incident.answered_already", "incident.decline_because", "incident.no_such_check"],
  },
  addIndicators: {
    method: "POST",
    path: "/incidents/:id/indicators",
    summary:
      "Add what gives the attack away, with how far it may be passed on; what is known already stays as it is",
    permission: workers,
    params: ById,
    body: Type.Object({
      lines: list(text(2000, 1), 200),
      note: text(500),
      marking: Marking,
    }),
    output: Type.Object({
      added: Type.Integer(),
      known: Type.Integer(),
      unread: list(Type.Object({ line: Type.Integer(), said: text(2000) }), 200),
    }),
    events: ["incident.indicators_added"],
    errors: ["incident.no_indicator"],
  },
  withdrawIndicator: {
    method: "POST",
    path: "/incident-indicators/:id/withdrawal",
    summary: "Take an indicator back, with the reason: it stays to be read and is passed on no more",
    permission: workers,
    params: ById,
    body: Type.Object({ because: text(500, 1) }),
    output: Type.Object({ id: Id }),
    events: ["incident.indicator_withdrawn"],
    errors: ["incident.withdrawn_already"],
  },
  downloadIndicators: {
    method: "GET",
    path: "/incidents/:id/indicators/file",
    summary: "The indicators up to a marking as a STIX 2.1 bundle that names neither company nor incident",
    permission: permissions.read,
    params: ById,
    query: Type.Object({ upTo: Marking }),
    output: Type.Object({ count: Type.Integer() }),
    carries: "download",
    events: ["incident.indicators_taken"],
  },
});
