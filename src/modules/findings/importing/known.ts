// What is known for a list of findings: the words of a row, the finding that it is about, and what the list said of it before. Pure.
import { foldWidth } from "#core/sheets/normalise.ts";
import type { Companies } from "#modules/organization/importing/company-named.ts";
import type { Severity, SeverityRule, Source, State } from "../rules.ts";

export type KnownCompany = { id: string; code: string; names: readonly string[] };
export type ListWorld = Companies<KnownCompany> & {
  controls: ReadonlySet<string>;
  rules: ReadonlyMap<Severity, SeverityRule>;
  today: string;
};

/** What a list says of one finding. */
export type Said = {
  headline: string;
  detail: string;
  severity: Severity;
  foundOn: string;
  /** Null: by the severity. */
  dueOn: string | null;
  controls: string[];
  saidSource: string;
  cause: string;
  state: "open" | "closed" | "accepted";
  closedOn: string | null;
  closedBy: string;
  acceptedUntil: string | null;
  answerable: string;
  email: string;
  /** Whom of the company those words name; null where nobody is known by them. */
  ownerId: string | null;
  place: string;
  siteIds: string[];
};
export type FindingKey = { companyId: string; source: Source; number: string };
export type ListedFinding = FindingKey & { said: Said; before: Said | null };
/** @property now what the finding says here today, in the words of the list. */
export type HeldOrigin = {
  id: string;
  said: Said;
  now: Omit<Said, "closedOn" | "closedBy" | "acceptedUntil" | "place" | "email">;
};
export const folded = (text: string) => foldWidth(text).toLowerCase().replace(/\s/g, "");
export const numberKey = (number: string) => folded(number);

export const keyText = ({ companyId, source, number }: FindingKey) =>
  `${companyId}\u001f${source}\u001f${numberKey(number)}`;

/** The state as a list would say it; null where it has gone further than any list says. */
export function listedState(state: State, byList: string | null): Said["state"] | null {
  if (state === "open") return "open";
  return (state === "closed" || state === "accepted") && byList === state ? state : null;
}
