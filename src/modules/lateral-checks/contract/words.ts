import Type from "typebox";
import { Day, Id, Language, list, nullable, oneOf, optional, text } from "#core/contract.ts";
import { Exception, Rule } from "#modules/instructions/contract/audience.ts";
import { severities } from "#modules/findings/rules.ts";
import { answers, questionKinds, standings } from "../rules.ts";

export const permissions = {
  read: "lateral.read",
  open: "lateral.open",
  answer: "lateral.answer",
} as const;

export const State = oneOf("open", "closed", "withdrawn");
export const Answer = oneOf(...answers);
export const Standing = oneOf(...standings);
export const Severity = oneOf(...severities);
export const IssuerKind = oneOf("group", "division");

export const Names = {
  unitName: text(200),
  unitNameEn: nullable(text(200)),
  unitNameJa: nullable(text(200)),
  unitNameZh: nullable(text(200)),
};

export const Issuer = {
  issuerUnitId: Id,
  issuerKind: IssuerKind,
  issuerName: text(200),
  issuerNameEn: nullable(text(200)),
  issuerNameJa: nullable(text(200)),
  issuerNameZh: nullable(text(200)),
};

/** In the languages in which it was written; at least in the check's own. */
const InLanguages = (most: number) =>
  Type.Object({ ja: optional(text(most, 1)), en: optional(text(most, 1)), zh: optional(text(most, 1)) });

/** What is asked beside the state. */
export const Question = Type.Object({
  id: Type.String({ pattern: "^q[1-4]$", maxLength: 2 }),
  kind: oneOf(...questionKinds),
  words: InLanguages(300),
  options: list(InLanguages(120), 8),
  isRequired: Type.Boolean(),
});

const Words = Type.Object({ title: text(200, 1), why: text(4000, 1), look: text(4000, 1) });

export const Content = {
  originalLanguage: Language,
  title: text(200, 1),
  /** What was found, as those who are asked read it. */
  why: text(4000, 1),
  /** What to look at before one says whether one is affected. */
  look: text(4000, 1),
  translations: Type.Object({ ja: optional(Words), en: optional(Words), zh: optional(Words) }),
  questions: list(Question, 4),
  contact: text(200),
};

export const Audience = {
  rules: list(Rule, 20),
  /** All kinds of rules have to fit; else one of them is enough. */
  needsAll: Type.Boolean(),
  exceptions: list(Exception, 500),
};

/** How many of those who were asked stand where; late ones are among those that are open or not known. */
export const Counts = {
  asked: Type.Integer(),
  affected: Type.Integer(),
  notAffected: Type.Integer(),
  fixed: Type.Integer(),
  notKnown: Type.Integer(),
  open: Type.Integer(),
  left: Type.Integer(),
  late: Type.Integer(),
  /** Have seen it, whether they know the answer yet or not. */
  noted: Type.Integer(),
};

export const Entry = Type.Object({
  entryId: Id,
  ledger: text(40),
  name: text(255),
  about: text(400),
  says: nullable(oneOf("affected", "not_affected", "fixed")),
});

export const Said = Type.Object({
  id: Id,
  answer: Answer,
  fixedOn: nullable(Day),
  note: text(2000),
  reason: nullable(text(1000)),
  saidAt: text(40),
  saidByName: nullable(text(201)),
  files: list(Type.Object({ id: Id, name: text(255) }), 20),
});
