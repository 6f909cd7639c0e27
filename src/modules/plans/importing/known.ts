// What is there already that rows of a list of plans are judged by, and the keys by which a row finds it. Pure.
import { foldWidth } from "#core/sheets/normalise.ts";
import type { Companies } from "#modules/organization/importing/company-named.ts";
import type { KnownOwner } from "#modules/organization/importing/owner-named.ts";
import type { State } from "../rules.ts";
import type { Unit } from "./money.ts";

export type KnownCompany = { id: string; code: string; names: readonly string[] };
/** @property costs what stands above the column of costs. */
export type ListWorld = Companies<KnownCompany> & { today: string; costs: Unit };

/** What a row says of a step and of its plan. */
export type Said = {
  findingIds: string[];
  /** As this product numbers them. */
  findingNumbers: string;
  what: string;
  answerable: string;
  email: string;
  ownerId: string | null;
  startsOn: string | null;
  dueOn: string | null;
  cost: number | null;
  currency: string | null;
  state: "open" | "done";
  doneOn: string | null;
  remarks: string;
  planTitle: string;
  planOwner: string;
  planOwnerId: string | null;
  planState: "drafting" | "submitted" | "approved";
};
/** What lists have written of the plan itself. */
export type PlanSaid = { title: string; ownerId: string | null; ownerSaid: string; isHandedIn: boolean };

export type KnownFinding = {
  id: string;
  companyId: string;
  /** By which it was asked for. */
  key: string;
  reference: string;
  title: string;
  source: string;
  isOver: boolean;
  /** The plan that it is in and that has not ended. */
  planId: string | null;
  planReference: string | null;
};
export type HeldPlan = {
  id: string;
  companyId: string;
  /** By which it was asked for; null where a finding or a step led to it. */
  key: string | null;
  reference: string;
  state: State;
  title: string;
  ownerId: string | null;
  hasLeft: boolean;
  said: PlanSaid | null;
};
export type HeldStep = {
  companyId: string;
  rowKey: string;
  planId: string;
  /** Null where somebody has taken it out of the plan here. */
  stepId: string | null;
  said: Said;
  now: Pick<
    Said,
    "findingIds" | "what" | "answerable" | "ownerId" | "startsOn" | "dueOn" | "cost" | "currency" | "doneOn"
  > & { state: string };
};
export type Known = {
  findings: readonly KnownFinding[];
  plans: readonly HeldPlan[];
  steps: ReadonlyMap<string, HeldStep>;
  owners: readonly KnownOwner[];
  twins: ReadonlySet<number>;
};

export const folded = (text: string) => foldWidth(text).toLowerCase().replace(/\s/g, "");
const mostFindings = 50;

/** 監-1、監-2 / C1-F3, C1-F4. */
export const numbersIn = (given: string): string[] =>
  [
    ...new Set(
      foldWidth(given)
        .split(/[\s,;/、，；]+/)
        .filter(Boolean),
    ),
  ].slice(0, mostFindings + 1);
export const isTooMany = (numbers: readonly string[]) => numbers.length > mostFindings;

export const planKey = (fields: Record<string, string>) => folded(fields["planNumber"] ?? "");

/** A row is known by its own number, or where it has none by the findings that it is about; null without either. */
export function rowKey(fields: Record<string, string>): string | null {
  const step = folded(fields["stepNumber"] ?? "");
  const findings = numbersIn(fields["findingNumber"] ?? "")
    .map(folded)
    .toSorted()
    .join(",");
  if (step === "" && findings === "") return null;
  return `${planKey(fields)}\u001f${step === "" ? `f:${findings}` : `n:${step}`}`;
}
export const keyText = (companyId: string, key: string) => `${companyId}\u001f${key}`;

/** A list may still write in it: it is being written, or a list has handed it in and nobody has decided yet. */
export const isOpenToList = ({ state, said, hasLeft }: HeldPlan): boolean =>
  !hasLeft &&
  (state === "drafting" || state === "returned" || (state === "submitted" && said?.isHandedIn === true));
