import Type from "typebox";
import { Day, Id, list, Moment, nullable, oneOf, optional, text } from "#core/contract.ts";
import type { Leaf, Question } from "../mechanism/conditions.ts";
import { type CaseFact, caseFactIds, companyLawIds, type CompanyLaw } from "../mechanism/facts.ts";
import { anchors, certainties, dayCalendars, stages, statuses, subjects, units } from "../mechanism/rules.ts";

export const permissions = {
  read: "clock_rule.read",
  manage: "clock_rule.manage",
  adopt: "clock_rule.adopt",
  keepLaws: "company_law.keep",
} as const;

export const Fact = oneOf(...caseFactIds);
export const Law = oneOf(...companyLawIds);
export const Anchor = oneOf(...anchors);
export const Stage = oneOf(...stages);
export const Unit = oneOf(...units);
export const Status = oneOf(...statuses);
export const Sure = oneOf(...certainties);
export const Subject = oneOf(...subjects);
export const Jurisdiction = Type.String({ pattern: "^[A-Z]{2,12}$", maxLength: 12 });
export const Standing = oneOf("adopted", "proposed");
/** The same for all versions of a rule. */
export const RuleKey = Type.String({ pattern: "^[a-z0-9][a-z0-9-]{1,59}$", maxLength: 60 });
/** Of a moment: the key of the rule, with the number of its clock where a case has several; a determination; the number of a further fact. */
export const MomentOf = Type.String({
  pattern: "^[a-z0-9][a-z0-9-]{0,59}(/[a-z0-9]{1,19})?$",
  maxLength: 80,
});
/** The rule that a clock counts from; null where it counts from no submission, or from one that names no rule. */
export const AnchorRule = nullable(Type.Object({ id: Id, name: text(200) }));
export const mostPeople = 2_000_000_000;

const exactly = { additionalProperties: false } as const;
/** Countries (ISO 3166-1) and the areas EU and EEA. */
const Places = Type.Array(Type.String({ pattern: "^[A-Z]{2,3}$", maxLength: 3 }), { maxItems: 60 });
const Options = list(text(40, 1), 30);
const LeafSchema = Type.Unsafe<Leaf>(
  Type.Union([
    Type.Object({ fact: Fact, is: Type.Boolean() }, exactly),
    Type.Object({ fact: Fact, in: Options }, exactly),
    Type.Object({ fact: Fact, atLeast: Type.Number({ minimum: 0, maximum: 1e15 }) }, exactly),
    Type.Object({ law: Law, is: Type.Boolean() }, exactly),
    Type.Object({ law: Law, in: Options }, exactly),
    Type.Object({ people: Places, atLeast: Type.Integer({ minimum: 1, maximum: mostPeople }) }, exactly),
    Type.Object({ country: Places }, exactly),
    Type.Object({ entrusted: Type.Boolean() }, exactly),
  ]),
);
export const Term = Type.Object({ isNot: Type.Boolean(), leaf: LeafSchema });
/** Every block has to hold; of a block, one of its terms. No block at all: always. */
export const Blocks = list(Type.Array(Term, { minItems: 1, maxItems: 20 }), 20);

const InWords = Type.Object({
  name: text(200, 1),
  duty: text(1000),
  recipient: text(300),
  notes: text(2000),
});
export const Words = Type.Object({
  ja: optional(InWords),
  en: optional(InWords),
  zh: optional(InWords),
});

export const Length = nullable(
  Type.Object({
    amount: Type.Integer({ minimum: 1, maximum: 100_000 }),
    unit: oneOf("minute", "hour", "calendar_day", "business_day", "month", "year"),
  }),
);

/** What a version of a rule says; the same when it is written and when it is read. */
export const said = {
  subject: Subject,
  jurisdiction: Jurisdiction,
  stage: Stage,
  status: Status,
  anchor: Anchor,
  /** The key of the rule whose report was submitted, or which determination. */
  anchorOf: nullable(RuleKey),
  amount: nullable(Type.Integer({ minimum: 1, maximum: 100_000 })),
  unit: Unit,
  dayStart: oneOf("same", "next"),
  calendar: oneOf(...dayCalendars),
  softFrom: nullable(Type.Integer({ minimum: 1, maximum: 100_000 })),
  extension: Length,
  mayPause: Type.Boolean(),
  whose: Blocks,
  when: Blocks,
  words: Words,
  effectiveFrom: nullable(Day),
  effectiveTo: nullable(Day),
  sourceTitle: text(300, 1),
  sourceAddress: text(1000),
  moreSources: list(Type.Object({ title: text(300, 1), address: text(1000) }), 5),
  readOn: Day,
  sure: Sure,
} as const;

export const listed = {
  id: Id,
  key: text(60),
  version: Type.Integer(),
  isShipped: Type.Boolean(),
  companyId: nullable(Id),
  companyName: nullable(text(200)),
  name: text(200),
  recipient: text(300),
  subject: Subject,
  jurisdiction: Jurisdiction,
  stage: Stage,
  status: Status,
  anchor: Anchor,
  /** The key of the rule whose report was submitted, or which determination. */
  anchorOf: nullable(RuleKey),
  anchorRule: AnchorRule,
  amount: nullable(Type.Integer()),
  unit: Unit,
  softFrom: nullable(Type.Integer()),
  effectiveFrom: nullable(Day),
  effectiveTo: nullable(Day),
  sourceTitle: text(300),
  sourceAddress: text(1000),
  sure: Sure,
  /** Null where nobody has read the source, not even for the product. */
  reviewedOn: nullable(Day),
  /** Null where nobody of the group has reviewed it since it came with the product. */
  reviewedByName: nullable(text(201)),
  isReviewOld: Type.Boolean(),
  adoptedAt: nullable(Moment),
  adoptedByName: nullable(text(201)),
} as const;

export const FactValue = Type.Union([
  Type.Boolean(),
  Type.Number({ minimum: 0, maximum: 1e15 }),
  text(40, 1),
  Type.Array(text(40, 1), { maxItems: 30 }),
]);

export const PeopleOf = Type.Object({
  country: Type.String({ pattern: "^[A-Z]{2}$", maxLength: 2 }),
  count: nullable(Type.Integer({ minimum: 0, maximum: mostPeople })),
  isEstimate: Type.Boolean(),
});

export const QuestionSchema = Type.Unsafe<Question>(
  Type.Union([
    Type.Object({ of: Type.Literal("fact"), fact: Fact }),
    Type.Object({ of: Type.Literal("law"), law: Law }),
    Type.Object({ of: Type.Literal("people"), countries: Places }),
    Type.Object({ of: Type.Literal("country") }),
    Type.Object({ of: Type.Literal("entrusted") }),
  ]),
);
export const HeldSchema = Type.Object({ leaf: LeafSchema, isMet: Type.Boolean() });
export type { CaseFact, CompanyLaw };
