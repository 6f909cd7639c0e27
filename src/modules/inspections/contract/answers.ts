import {
  contract,
  Day,
  Id,
  Language,
  list,
  Moment,
  nullable,
  oneOf,
  optional,
  RowVersion,
  text,
} from "#core/contract.ts";
import Type from "typebox";
import { Corrected } from "./errata.ts";
import { Measured } from "./measured.ts";
import { ById, ControlId, EvidenceKind, permissions, readers, State, Verdict, writers } from "./words.ts";
import { Answer, Assurance, Became, LongWords, Words } from "./answer.ts";

const Backing = oneOf("stands", "changed", "returned", "gone");

/** One line of the answering page's list. */
const AskedControl = Type.Object({
  controlId: ControlId,
  area: text(20),
  topic: text(40),
  title: text(300),
  isMandatory: Type.Boolean(),
  weight: Type.Integer(),
  need: oneOf("required", "recommended"),
  asksCoverage: Type.Boolean(),
  appliesWhen: text(40),
  verdict: nullable(Verdict),
  assurance: nullable(Assurance),
  naIsAllowed: nullable(Type.Boolean()),
  rowVersion: nullable(Type.Integer()),
  evidenceCount: Type.Integer(),
  evidenceUntil: nullable(Day),
  /** Of an inherited answer: whether the provider's answer still stands. */
  backing: nullable(Backing),
  /** Codes of what keeps the answer from being submitted. */
  problems: list(text(60), 12),
  /** last year's verdict where the control is unchanged, or a shared service's */
  proposal: nullable(
    Type.Object({
      from: oneOf("last_year", "service"),
      verdict: Verdict,
      service: nullable(text(60)),
      /** The beginning of what was said then, so that a list can be confirmed without opening each. */
      said: nullable(text(300)),
      /** What it would still lack if it were taken over today, e.g. a due day that has passed. */
      lacks: list(text(60), 12),
    }),
  ),
  /** What the company's own ledgers say of it today. */
  measured: nullable(Measured),
  lastVerdict: nullable(Verdict),
  review: nullable(Type.Object({ decision: oneOf("accepted", "returned"), verdict: Verdict })),
  talkCount: Type.Integer(),
  isMine: Type.Boolean(),
});

export const AnswerBody = {
  verdict: Verdict,
  how: optional(nullable(text(4000))),
  missing: optional(nullable(text(4000))),
  owner: optional(nullable(text(200))),
  dueOn: optional(nullable(Day)),
  reason: optional(nullable(text(4000))),
  coveragePercent: optional(nullable(Type.Number({ minimum: 0, maximum: 100 }))),
  exceptions: optional(nullable(text(4000))),
  maturity: optional(nullable(Type.Integer({ minimum: 0, maximum: 5 }))),
};

const EvidenceRow = Type.Object({
  id: Id,
  title: text(200),
  kind: EvidenceKind,
  place: nullable(text(1000)),
  fileId: nullable(Id),
  fileName: nullable(text(255)),
  sizeBytes: nullable(Type.Integer()),
  validFrom: Day,
  validUntil: Day,
  /** A reading or a rule: its day is nobody's to correct. */
  isFixed: Type.Boolean(),
  rowVersion: RowVersion,
});

const ByControl = Type.Object({ id: Id, controlId: ControlId });

/** One control with everything its page shows. */
const WholeControl = Type.Object({
  controlId: ControlId,
  texts: Type.Object({
    title: Words,
    requirement: Words,
    evidence: list(Words, 30),
    auditTest: LongWords,
    guidance: optional(LongWords),
    examples: optional(list(Words, 50)),
  }),
  /** The language the standard is written in first, and those whose words were not looked at since it changed. */
  original: Language,
  behind: list(Language, 3),
  harms: list(Type.Object({ id: text(40), name: text(200) }), 10),
  functions: list(Type.Object({ id: text(40), name: text(200) }), 10),
  cadence: text(40),
  references: list(Type.Object({ set: text(60), item: text(60) }), 200),
  answer: nullable(Answer),
  /** What an inherited answer rests on: whether the provider's answer still stands, since when, until which day. */
  backing: nullable(Type.Object({ state: Backing, since: Moment, until: nullable(Day) })),
  demanded: Type.Record(text(20), list(text(20), 12)),
  last: nullable(
    Type.Object({
      fiscalYear: Type.Integer(),
      answer: Answer,
      isSameControl: Type.Boolean(),
      /** The erratum whose corrected words it was never given to: shown, not proposed. */
      correctedSince: nullable(Type.Integer({ minimum: 1 })),
      /** The question is the same, the translation in which it was answered is not: shown, not proposed. */
      isTranslatedAnew: Type.Boolean(),
    }),
  ),
  /** What became of it since last year's edition; null where it asks the same. */
  change: nullable(Became),
  /** The last correction of its words while the edition is in force. */
  corrected: nullable(Corrected),
  measured: nullable(Measured),
  inherited: nullable(
    Type.Object({
      service: text(60),
      providerName: text(200),
      sharePercent: Type.Number(),
      /** The last day on which the provider's proof counts. */
      validUntil: nullable(Day),
      /** The provider's inspection, for whoever may open it. */
      inspectionId: nullable(Id),
      answer: Answer,
    }),
  ),
  review: nullable(
    Type.Object({
      decision: oneOf("accepted", "returned"),
      verdict: Verdict,
      reasonKind: nullable(text(40)),
      reason: nullable(text(2000)),
      reviewedByName: nullable(text(201)),
      reviewedAt: Moment,
    }),
  ),
  evidence: list(EvidenceRow, 200),
  talks: list(
    Type.Object({
      id: Id,
      body: text(4000),
      asksDivision: Type.Boolean(),
      saidByName: nullable(text(201)),
      saidAt: Moment,
      /** Of a question to the division: who answered it, when. */
      answeredAt: nullable(Moment),
      answeredByName: nullable(text(201)),
      isReply: Type.Boolean(),
    }),
    500,
  ),
  delegatedTo: list(
    Type.Object({ id: Id, personId: Id, personName: text(201), area: nullable(text(20)) }),
    100,
  ),
});

export const answers = contract({
  listAskedControls: {
    method: "GET",
    path: "/inspections/:id/controls",
    summary: "The controls that apply, with answer, proposal, proof and review in short",
    permission: readers,
    params: ById,
    query: Type.Object({ language: optional(oneOf("ja", "en", "zh")) }),
    output: Type.Object({ rows: list(AskedControl, 1000) }),
  },
  getAskedControl: {
    method: "GET",
    path: "/inspections/:id/controls/:controlId",
    summary: "One control to answer: what is asked, what counts as proof, last year, evidence, talk",
    permission: readers,
    params: ByControl,
    output: WholeControl,
  },
  listWholeControls: {
    method: "GET",
    path: "/inspections/:id/whole-controls",
    summary:
      "Every control to answer with all that its page shows: read once, so that the work goes on without a connection",
    permission: readers,
    params: ById,
    output: Type.Object({ rows: list(WholeControl, 1000) }),
  },
  getProvided: {
    method: "GET",
    path: "/inspections/:id/provided",
    summary:
      "What a provider of shared services is asked first: by when, which controls, who rests on its answers, what came back",
    permission: permissions.read,
    params: ById,
    output: Type.Object({
      state: State,
      /** By when it answers; null once it has handed in, and where nobody rests on it. */
      dueAt: nullable(Moment),
      timeZone: nullable(text(60)),
      services: list(Type.Object({ service: text(60), name: text(200), connected: Type.Integer() }), 40),
      controls: list(
        Type.Object({
          controlId: ControlId,
          title: text(300),
          service: text(60),
          verdict: nullable(Verdict),
          proofUntil: nullable(Day),
          /** The words with which the desk returned it; null where it did not. */
          returned: nullable(text(2000)),
          /** Answers of other companies that rest on it, and those of them that have nobody behind them now. */
          resting: Type.Integer(),
          unbacked: Type.Integer(),
        }),
        1000,
      ),
      consumers: list(
        Type.Object({
          code: text(40),
          name: text(200),
          nameEn: nullable(text(200)),
          nameJa: nullable(text(200)),
          nameZh: nullable(text(200)),
          resting: Type.Integer(),
          unbacked: Type.Integer(),
        }),
        5000,
      ),
      /** Companies outside the reader's view, which are counted and not named. */
      elsewhere: Type.Object({
        companies: Type.Integer(),
        resting: Type.Integer(),
        unbacked: Type.Integer(),
      }),
    }),
  },
  answerScope: {
    method: "PUT",
    path: "/inspections/:id/scope/:condition",
    summary: "Whether a scope condition is true of the company: controls appear or disappear in this round",
    permission: permissions.answer,
    params: Type.Object({ id: Id, condition: text(40, 1) }),
    body: Type.Object({
      isTrue: Type.Boolean(),
      /** Why; a "no" that takes mandatory controls out needs it. */
      note: optional(nullable(text(1000))),
      /** The version the writer saw; null where the question was open. */
      rowVersion: nullable(RowVersion),
    }),
    output: Type.Object({ id: Id, added: Type.Integer(), removed: Type.Integer() }),
    events: ["inspection.scope_answered", "inspection.begun", "inspection.asked_again"],
    errors: ["inspection.not_now", "scope.unknown", "scope.needs_reason", "scope.changed_meanwhile"],
  },
  saveAnswer: {
    method: "PUT",
    path: "/inspections/:id/answers/:controlId",
    summary: "Save an answer, complete or not; the fields it still lacks come back",
    permission: writers,
    params: ByControl,
    body: Type.Object({
      ...AnswerBody,
      rowVersion: nullable(RowVersion),
      origin: optional(oneOf("entered", "carried_over", "inherited")),
      /**
       * The number of the last erratum in the words that the writer read, 0 for none: what was answered to older words than those
       * in force is asked again. Left out: a first answer is one to the words in force, a later one to those it was given to.
       */
      errata: optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
    }),
    output: Type.Object({ rowVersion: RowVersion, problems: list(text(60), 12), state: State }),
    events: ["answer.saved", "inspection.begun", "inspection.asked_again"],
    errors: ["answer.changed_meanwhile", "inspection.not_now", "control.not_asked", "control.not_delegated"],
  },
  takeOverProposals: {
    method: "POST",
    path: "/inspections/:id/proposals",
    summary:
      "Confirm several proposals as still true, each by name: last year's answers or a shared service's",
    permission: permissions.answer,
    params: ById,
    body: Type.Object({
      from: oneOf("last_year", "service"),
      controlIds: Type.Array(ControlId, { minItems: 1, maxItems: 500 }),
    }),
    output: Type.Object({ saved: Type.Integer() }),
    events: ["answers.taken_over", "inspection.begun"],
    errors: ["inspection.not_now"],
  },
});
