// What an instruction and each of its recipients is, from the facts of its row; on which days a late one rises. Pure.
import type { Level, Rule as DutyRule } from "#modules/duties/kinds.ts";

/** Ways to pick units below the issuer, in the order in which they are offered. */
export const ruleKinds = [
  "all",
  "divisions",
  "division_offices",
  "tiers",
  "relations",
  "countries",
  "regions",
  "results",
  "ledgers",
  "departments",
  "units",
] as const;
export type RuleKind = (typeof ruleKinds)[number];

export type InstructionState = "draft" | "issued" | "closed" | "withdrawn";

export const stateOf = (one: {
  issuedAt: string | null;
  closedAt: string | null;
  withdrawnAt: string | null;
}): InstructionState =>
  one.withdrawnAt ? "withdrawn" : one.closedAt ? "closed" : one.issuedAt ? "issued" : "draft";

/** Null where it may be done, else the key of the words that say why not. */
export function canOf(state: InstructionState, isOwnUnit: boolean) {
  const running = !isOwnUnit
    ? "instruction.not_own_unit"
    : state === "draft"
      ? "instruction.not_issued"
      : state === "issued"
        ? null
        : "instruction.over";
  const drafted = !isOwnUnit
    ? "instruction.not_own_unit"
    : state === "draft"
      ? null
      : "instruction.issued_already";
  const open = running === "instruction.not_issued" ? null : running;
  return { change: drafted, issue: drafted, correct: running, close: running, withdraw: open };
}

/** As people quote it: whose, of which year, the how many-th. */
export const numberOf = (code: string, fiscalYear: number | null, serial: number | null): string | null =>
  fiscalYear === null || serial === null ? null : `${code}-${fiscalYear}-${String(serial).padStart(3, "0")}`;

type UnitKind = "division" | "company" | "department";
type IssuerKind = "group" | "division" | "company";

/** How long after the division the group office is told, where the group instructed. */
const groupAfter = 7;

/**
 * On which days after the due day one that is not done rises, and to whom. The set day is the division's; the executive hears a
 * day after it is due, never later than the division. What a division asked of its own stays with it, and what a company asked
 * within itself with its executive.
 */
export function risesOf(
  issuer: IssuerKind,
  unit: UnitKind,
  isUnderDivision: boolean,
  setDays: number,
): DutyRule["rise"] {
  const rises: [number, Level][] = [];
  if (issuer === "company") return [[setDays, 2]];
  if (unit === "company") rises.push([Math.min(1, setDays), 2]);
  if (unit !== "division" && (issuer === "division" || isUnderDivision)) rises.push([setDays, 3]);
  if (issuer === "group")
    rises.push([unit === "division" || !isUnderDivision ? setDays : setDays + groupAfter, 4]);
  return rises;
}

/** Of the acknowledgement the same way, two days after its day: who has not read it does not begin either. */
export const risesOfAcknowledgement = (issuer: IssuerKind, unit: UnitKind, isUnderDivision: boolean) =>
  risesOf(issuer, unit, isUnderDivision, 2);

export type Said = { words: string; files: number; hasChildren: boolean; areChildrenDone: boolean };

/** What a report lacks to count as done. */
export function lackOfReport(proof: "none" | "words" | "file", said: Said): string | null {
  // Earlier than those it was passed on to: somebody reads why.
  if (said.hasChildren && !said.areChildrenDone && said.words.trim() === "")
    return "instruction.reason_needed";
  if (said.hasChildren) return null;
  if (proof === "file" && said.files === 0) return "instruction.file_needed";
  return proof === "words" && said.words.trim() === "" && said.files === 0
    ? "instruction.words_needed"
    : null;
}
