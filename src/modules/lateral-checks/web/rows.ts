import type { Output } from "#core/contract.ts";
import { nameFor } from "#web/text/names.ts";
import { lateralChecks } from "../contract.ts";

export type Listed = Output<typeof lateralChecks.listLateralChecks>["rows"][number];
export type Check = Output<typeof lateralChecks.getLateralCheck>;
export type Member = Output<typeof lateralChecks.listLateralMembers>["rows"][number];
export type Asked = Output<typeof lateralChecks.getLateralMember>;
export type Issuers = Output<typeof lateralChecks.listLateralIssuers>["issuers"];
export type Preview = Output<typeof lateralChecks.previewLateralCheck>;
export type Question = Check["questions"][number];
export type Language = Check["originalLanguage"];
export type Counted = Pick<
  Listed,
  "asked" | "affected" | "notAffected" | "fixed" | "notKnown" | "open" | "left" | "late"
>;

export const languages = ["ja", "en", "zh"] as const;

type UnitNames = {
  unitName: string;
  unitNameEn: string | null;
  unitNameJa: string | null;
  unitNameZh: string | null;
};
export const unitOf = ({ unitName, unitNameEn, unitNameJa, unitNameZh }: UnitNames) =>
  nameFor({ name: unitName, nameEn: unitNameEn, nameJa: unitNameJa, nameZh: unitNameZh });

type IssuerNames = {
  issuerName: string;
  issuerNameEn: string | null;
  issuerNameJa: string | null;
  issuerNameZh: string | null;
};
export const issuerOf = ({ issuerName, issuerNameEn, issuerNameJa, issuerNameZh }: IssuerNames) =>
  nameFor({ name: issuerName, nameEn: issuerNameEn, nameJa: issuerNameJa, nameZh: issuerNameZh });

/** In the reader's language where it was written in it, else as it was written first. */
export const saidIn = (
  words: { ja?: string; en?: string; zh?: string },
  language: Language,
  original: Language,
): string => words[language] || words[original] || Object.values(words).find(Boolean) || "";

type Worded = Pick<Check, "title" | "why" | "look" | "translations" | "originalLanguage">;
export const wordsOf = (of: Worded, language: Language) =>
  language === of.originalLanguage ? of : (of.translations[language] ?? of);
export const tongueOf = (of: Worded, language: Language): Language =>
  language === of.originalLanguage || of.translations[language] ? language : of.originalLanguage;

/** What an act on either side may change. */
export const refreshed = [
  lateralChecks.getLateralCheck,
  lateralChecks.getLateralMember,
  lateralChecks.listLateralChecks,
  lateralChecks.listLateralMembers,
];
