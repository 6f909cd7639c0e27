import Type from "typebox";
import { contract, Day, Id, list, Moment, nullable, oneOf, optional, text } from "#core/contract.ts";
import {
  Anchor,
  AnchorRule,
  Fact,
  FactValue,
  HeldSchema,
  Jurisdiction,
  Law,
  MomentOf,
  PeopleOf,
  permissions,
  QuestionSchema,
  RuleKey,
  Stage,
  Subject,
  Unit,
} from "./words.ts";

const byCompany = Type.Object({ id: Id });
export const mostTried = 50;

export const CaseInput = {
  facts: Type.Array(Type.Object({ fact: Fact, value: FactValue }), { maxItems: 60 }),
  /** Null while nobody has said whether people's data are concerned. */
  people: nullable(list(PeopleOf, 250)),
  companies: Type.Array(Type.Object({ companyId: Id, isEntrusted: nullable(Type.Boolean()) }), {
    minItems: 1,
    maxItems: mostTried,
  }),
  moments: list(
    Type.Object({
      anchor: Anchor,
      of: optional(nullable(MomentOf)),
      companyId: optional(nullable(Id)),
      at: Moment,
    }),
    60,
  ),
  withDrafts: optional(Type.Boolean()),
};

/** One clock as it is shown; lent to later modules. */
export const ClockShown = Type.Object({
  id: text(200),
  ruleId: Id,
  ruleKey: RuleKey,
  name: text(200),
  duty: text(1000),
  recipient: text(300),
  companyId: Id,
  companyName: text(200),
  subject: Subject,
  jurisdiction: Jurisdiction,
  stage: Stage,
  standing: oneOf("due", "proposed"),
  isDraft: Type.Boolean(),
  isReviewOld: Type.Boolean(),
  outcome: oneOf("applies", "possible"),
  state: oneOf("waits", "runs", "at_once", "paused"),
  anchor: Anchor,
  anchorOf: nullable(RuleKey),
  anchorRule: AnchorRule,
  amount: nullable(Type.Integer()),
  unit: Unit,
  startedAt: nullable(Moment),
  /** Whether it counts from a moment that nobody has said yet. */
  isAssumed: Type.Boolean(),
  dueAt: nullable(Moment),
  zone: text(60),
  softFrom: nullable(Moment),
  extendedTo: nullable(Moment),
  because: list(HeldSchema, 60),
  open: list(QuestionSchema, 60),
});

/** A question that is open; lent to later modules. */
export const QuestionShown = Type.Object({
  question: QuestionSchema,
  companyId: nullable(Id),
  companyName: nullable(text(200)),
  clocks: Type.Integer(),
  /** Names of the first few rules that the answer would help to decide. */
  rules: list(text(200), 5),
  /** That these are not all. */
  moreRules: Type.Integer(),
});

export const cases = contract({
  tryClockCase: {
    method: "POST",
    path: "/clock-rules/trial",
    summary: "Which clocks would run for a case, why, and which questions are still open; nothing is kept",
    permission: permissions.read,
    readOnly: true,
    body: Type.Object(CaseInput),
    output: Type.Object({
      clocks: list(ClockShown, 5000),
      questions: list(QuestionShown, 500),
    }),
    errors: ["clock_rule.fact_value"],
  },
  getCompanyLaws: {
    method: "GET",
    path: "/companies/:id/laws",
    summary: "What a company is in the eyes of the laws that clocks follow from, on a day, with its source",
    permission: permissions.read,
    params: byCompany,
    query: Type.Object({ asOf: optional(Day) }),
    output: Type.Object({
      country: nullable(text(2)),
      rows: list(
        Type.Object({
          law: Law,
          value: text(40),
          validFrom: Day,
          validTo: nullable(Day),
          source: text(500),
          recordedByName: nullable(text(201)),
        }),
        100,
      ),
      mayKeep: Type.Boolean(),
    }),
  },
  setCompanyLaw: {
    method: "PUT",
    path: "/companies/:id/laws",
    summary: "Say what a company is in the eyes of a law, from a day on, with where one knows it from",
    permission: permissions.keepLaws,
    params: byCompany,
    body: Type.Object({
      law: Law,
      /** Null: not known any more. */
      value: nullable(text(40, 1)),
      from: Day,
      source: text(500, 1),
    }),
    output: Type.Object({ id: Id }),
    events: ["company.law_set"],
    errors: ["clock_rule.fact_value"],
  },
});
