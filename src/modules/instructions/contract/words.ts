import { Day, Id, Language, nullable, oneOf, optional, text } from "#core/contract.ts";
import Type from "typebox";

export const permissions = {
  read: "instruction.read",
  issue: "instruction.issue",
  carryOut: "instruction.carry_out",
} as const;

export { Audience } from "./audience.ts";

export const State = oneOf("draft", "issued", "closed", "withdrawn");
export const Progress = oneOf("sent", "acknowledged", "done", "accepted", "late", "left");
export const Origin = oneOf("committee", "management", "finding", "incident", "other");
export const Proof = oneOf("none", "words", "file");
export const UnitKind = oneOf("division", "company", "department");
export const IssuerKind = oneOf("group", "division", "company");

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

const Words = Type.Object({ title: text(200, 1), body: text(8000, 1) });
export const Translations = Type.Object({ ja: optional(Words), en: optional(Words), zh: optional(Words) });

/** What is told, as its issuer writes it. */
export const Content = {
  originalLanguage: Language,
  title: text(200, 1),
  body: text(8000, 1),
  translations: Translations,
  why: text(4000),
  originKind: Origin,
  originOn: nullable(Day),
  originWords: text(1000),
  acknowledgeBy: Day,
  dueOn: Day,
  riseDays: Type.Integer({ minimum: 0, maximum: 90 }),
  proof: Proof,
  contact: text(200),
};

/** How many of those who were told stand where. */
export const Counts = {
  told: Type.Integer(),
  acknowledged: Type.Integer(),
  done: Type.Integer(),
  late: Type.Integer(),
  left: Type.Integer(),
};
