// A rule while it is written.
import type { Input } from "#core/contract.ts";
import type { clockRules } from "../contract.ts";
import type { Leaf } from "../mechanism/conditions.ts";
import { caseFacts, companyLaws, type FactKind } from "../mechanism/facts.ts";
import type { RuleOf } from "./rows.ts";

type Sent = Input<typeof clockRules.writeClockRule>;
/** With the name of the rule that it counts from, which is only shown. */
export type RuleDraft = Sent & { anchorName: string | null };
export type Words = RuleDraft["words"];
export const languages = ["ja", "en", "zh"] as const;

export const noWords = { name: "", duty: "", recipient: "", notes: "" };

export const emptyRule = (today: string): RuleDraft => ({
  companyId: null,
  subject: "company",
  jurisdiction: "CONTRACT",
  stage: "first",
  status: "in_force",
  anchor: "discovered",
  anchorOf: null,
  anchorName: null,
  amount: 48,
  unit: "hour",
  dayStart: "next",
  calendar: "company",
  softFrom: null,
  extension: null,
  mayPause: false,
  whose: [],
  when: [],
  words: {},
  effectiveFrom: today,
  effectiveTo: null,
  sourceTitle: "",
  sourceAddress: "",
  moreSources: [],
  readOn: today,
  sure: "high",
});

/** A new version begins as the one before; when its source was read is to be said anew. */
export const versionFrom = (of: RuleOf, today: string): RuleDraft => ({
  companyId: of.companyId,
  versionOf: of.id,
  subject: of.subject,
  jurisdiction: of.jurisdiction,
  stage: of.stage,
  status: of.status,
  anchor: of.anchor,
  // What named a stage alone names its rule now.
  anchorOf: of.anchor === "submitted" && !of.anchorRule ? null : of.anchorOf,
  anchorName: of.anchorRule?.name ?? null,
  amount: of.amount,
  unit: of.unit,
  dayStart: of.dayStart,
  calendar: of.calendar,
  softFrom: of.softFrom,
  extension: of.extension,
  mayPause: of.mayPause,
  whose: of.whose,
  when: of.when,
  words: of.words,
  effectiveFrom: today,
  effectiveTo: null,
  sourceTitle: of.sourceTitle,
  sourceAddress: of.sourceAddress,
  moreSources: of.moreSources,
  readOn: today,
  sure: of.sure,
});

/** Languages in which nothing was written are left out, and sources without a title. */
export const sentRule = ({ anchorName: _anchorName, ...draft }: RuleDraft): Sent => ({
  ...draft,
  moreSources: draft.moreSources.filter((one) => one.title.trim() !== ""),
  words: Object.fromEntries(Object.entries(draft.words).filter(([, words]) => words.name.trim() !== "")),
});

/** What is compared, as one word of a list: `fact:…`, `law:…`, `people`, `country`, `entrusted`. */
export const whatOf = (leaf: Leaf): string =>
  "fact" in leaf
    ? `fact:${leaf.fact}`
    : "law" in leaf
      ? `law:${leaf.law}`
      : "people" in leaf
        ? "people"
        : "country" in leaf
          ? "country"
          : "entrusted";

/** A comparison of this kind to begin with. */
export function leafFor(what: string): Leaf {
  if (what === "people") return { people: [], atLeast: 1 };
  if (what === "country") return { country: ["JP"] };
  if (what === "entrusted") return { entrusted: false };
  const [of, id = ""] = what.split(":");
  const kinds: Record<string, FactKind> = of === "law" ? companyLaws : caseFacts;
  const kind = kinds[id];
  const key = of === "law" ? { law: id } : { fact: id };
  const compared =
    kind?.kind === "number"
      ? { atLeast: 1 }
      : kind?.kind === "yes_no" || !kind
        ? { is: true }
        : { in: [kind.options[0] ?? ""] };
  return { ...key, ...compared } as Leaf;
}

/** Codes as people type them. */
export const readPlaces = (typed: string): string[] => [
  ...new Set(
    typed
      .normalize("NFKC")
      .toUpperCase()
      .split(/[\s,、;]+/)
      .filter((one) => /^[A-Z]{2}$|^EEA$/.test(one)),
  ),
];
