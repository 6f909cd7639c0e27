// A case as it is tried: kept in the address of the page, so that it can be come back to and handed on.
import type { CaseFact, FactValue } from "../mechanism/facts.ts";
import { fits } from "../mechanism/facts.ts";
import { type Anchor, anchors } from "../mechanism/rules.ts";
import type { CaseTried } from "./rows.ts";

export type CompanyDraft = { id: string; name: string; isEntrusted: boolean | null };
export type PeopleDraft = { country: string; count: number | null };
export type MomentDraft = {
  anchor: Anchor;
  of: string | null;
  /** The name of the rule that was submitted. */
  ofName: string | null;
  companyId: string | null;
  /** YYYY-MM-DDTHH:mm in the reader's zone; empty while it is being entered. */
  at: string;
};
export type CaseDraft = {
  companies: CompanyDraft[];
  people: PeopleDraft[] | null;
  moments: MomentDraft[];
  facts: Partial<Record<CaseFact, FactValue>>;
};

export const emptyCase: CaseDraft = {
  companies: [],
  people: null,
  moments: [
    { anchor: "discovered", of: null, ofName: null, companyId: null, at: "" },
    { anchor: "aware", of: null, ofName: null, companyId: null, at: "" },
  ],
  facts: {},
};

/** What stands in the address may be anything: whatever is no case is an empty one. */
export function readCase(given: unknown): CaseDraft {
  try {
    const read = (typeof given === "string" ? JSON.parse(given) : given) as Partial<CaseDraft> | null;
    if (!read || !Array.isArray(read.companies) || !Array.isArray(read.moments)) return emptyCase;
    const facts = Object.entries(read.facts ?? {}).filter(([id, value]) => fits(id, value));
    return {
      companies: read.companies.filter((one) => typeof one?.id === "string"),
      people: Array.isArray(read.people) ? read.people : null,
      moments: read.moments.filter((one) => anchors.includes(one?.anchor)),
      facts: Object.fromEntries(facts),
    };
  } catch {
    return emptyCase; // no JSON
  }
}

export function sentCase(
  draft: CaseDraft,
  toInstant: (local: string) => string,
  withDrafts: boolean,
): CaseTried {
  return {
    facts: Object.entries(draft.facts).map(([fact, value]) => ({
      fact: fact as CaseFact,
      value: (Array.isArray(value) ? [...value] : value) as CaseTried["facts"][number]["value"],
    })),
    people:
      draft.people
        ?.filter((one) => one.country !== "")
        .map((one) => ({ country: one.country, count: one.count, isEstimate: false })) ?? null,
    companies: draft.companies.map((one) => ({ companyId: one.id, isEntrusted: one.isEntrusted })),
    moments: draft.moments
      .filter((one) => one.at !== "")
      .map((one) => ({
        anchor: one.anchor,
        of: one.of,
        companyId: one.companyId,
        at: toInstant(one.at),
      })),
    ...(withDrafts ? { withDrafts } : {}),
  };
}
