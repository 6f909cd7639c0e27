// Merges the English source of a standard with its overlays. Overlays are keyed by the ids of the source; what one of
// them lacks, or has too much, is a problem with its path.
import { asksCoverageOf } from "./rules.ts";

type Raw = Record<string, unknown>;
/** Of the files that the product ships: told to its developers. */
export type SourceProblem = { path: string; reason: string };
type Overlays = { ja: unknown; zh: unknown };
type Merge = { source: Raw; overlays: Record<"ja" | "zh", Raw>; problems: SourceProblem[] };

export function mergeLanguages(
  source: unknown,
  overlays: Overlays,
): { content: unknown; problems: SourceProblem[] } {
  const merge: Merge = {
    source: raw(source),
    overlays: { ja: raw(overlays.ja), zh: raw(overlays.zh) },
    problems: [],
  };
  const content = {
    ...standardOf(merge),
    ...listsOf(merge),
    ...scalesOf(merge),
    controls: controlsOf(merge),
  };
  return { content, problems: merge.problems };
}

const raw = (value: unknown): Raw => (typeof value === "object" && value !== null ? (value as Raw) : {});
const rows = (value: unknown): Raw[] => (Array.isArray(value) ? value.map(raw) : []);
const string = (value: unknown) => (typeof value === "string" ? value : "");
/** Members without a value are left out, because an edition's optional fields are absent, never empty. */
const present = (value: Raw): Raw =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));

/** The text at `path` of an overlay; a map of plain texts (`topics.rules: ...`) has no field of its own. */
function overlayText(merge: Merge, language: "ja" | "zh", path: readonly string[]): string | undefined {
  let node: unknown = merge.overlays[language];
  for (const step of path) node = typeof node === "string" ? node : raw(node)[step];
  if (typeof node === "string" && node.trim() !== "") return node;
  merge.problems.push({ path: `${language}: ${path.join(".")}`, reason: "is missing" });
  return undefined;
}

function texts(merge: Merge, en: unknown, ...path: string[]): Raw {
  if (typeof en !== "string" || en.trim() === "")
    merge.problems.push({ path: `en: ${path.join(".")}`, reason: "is missing" });
  return present({ en, ja: overlayText(merge, "ja", path), zh: overlayText(merge, "zh", path) });
}

/** An overlay must not translate what the source does not have: it would be a text nobody ever sees. */
function refuseStrangers(merge: Merge, section: string, ids: readonly string[]): void {
  for (const language of ["ja", "zh"] as const) {
    const node = section
      .split(".")
      .reduce<unknown>((value, step) => raw(value)[step], merge.overlays[language]);
    for (const id of Object.keys(raw(node))) {
      if (!ids.includes(id))
        merge.problems.push({ path: `${language}: ${section}.${id}`, reason: "is not in the source" });
    }
  }
}

function standardOf(merge: Merge): Raw {
  const standard = raw(merge.source["standard"]);
  const text = (name: string) => texts(merge, standard[`${name}_en`], "standard", name);
  return {
    standard: {
      code: standard["code"],
      edition: standard["edition"],
      date: standard["edition_date"],
      name: text("name"),
      purpose: text("purpose"),
      revisionRule: text("revision_rule"),
      parametersNote: text("parameters_note"),
      reviewCycleMonths: standard["review_cycle_months"],
    },
    tierRule: texts(merge, merge.source["tier_rule_en"], "tier_rule"),
    inheritanceRule: texts(merge, merge.source["inheritance_rule_en"], "inheritance_rule"),
    evidenceValidityRule: texts(merge, merge.source["evidence_validity_rule_en"], "evidence_validity_rule"),
  };
}

/** A section of the source that is a map: id -> row. */
function mapped(merge: Merge, section: string, row: (id: string, value: Raw) => Raw): Raw[] {
  const entries = Object.entries(raw(merge.source[section]));
  refuseStrangers(
    merge,
    section,
    entries.map(([id]) => id),
  );
  return entries.map(([id, value]) => ({ id, ...row(id, raw(value)) }));
}

/** A section of the source that is a list of rows with an id. */
function listed(merge: Merge, section: string, row: (id: string, value: Raw) => Raw, key = "id"): Raw[] {
  const list = rows(merge.source[section]);
  refuseStrangers(
    merge,
    section,
    list.map((one) => String(one[key])),
  );
  return list.map((one) => ({ [key]: one[key], ...row(String(one[key]), one) }));
}

// The source names cadences in Japanese only.
const cadenceNames: Record<string, string> = {
  continuous: "Continuous",
  monthly: "Monthly",
  quarterly: "Quarterly",
  half_yearly: "Half-yearly",
  yearly: "Yearly",
  event: "Each time it happens",
  audit_cycle: "Audit cycle",
};

// Controls refer to clauses as a set of their own, which the source mentions only in the name of Annex A.
const clauseSet = {
  id: "iso27001_2022_clauses",
  name: {
    en: "ISO/IEC 27001:2022 clauses 4 to 10",
    ja: "ISO/IEC 27001:2022 箇条4～10",
    zh: "ISO/IEC 27001:2022第4章至第10章",
  },
};

function listsOf(merge: Merge): Raw {
  const named = (section: string) =>
    mapped(merge, section, (id, one) => ({ name: texts(merge, one["name_en"], section, id, "name") }));
  return {
    areas: listed(merge, "areas", (id, one) => ({
      name: texts(merge, one["name_en"], "areas", id, "name"),
      question: texts(merge, one["question_en"], "areas", id, "question"),
    })),
    topics: named("topics"),
    functions: named("functions"),
    harms: named("harms"),
    sharedServices: named("shared_services"),
    tiers: listed(merge, "tiers", (id, one) => ({
      name: texts(merge, one["name_en"], "tiers", id, "name"),
      criteria: texts(merge, one["criteria_en"], "tiers", id, "criteria"),
      onSiteAuditEveryYears: one["on_site_audit_every_years"],
    })),
    scopeConditions: mapped(merge, "scope_conditions", (id, one) => ({
      question: texts(merge, one["question_en"], "scope_conditions", id, "question"),
    })),
    cadences: mapped(merge, "cadences", (id, one) => ({
      name: texts(merge, cadenceNames[id] ?? id, "cadences", id, "name"),
      evidenceValidDays: one["evidence_valid_days"],
    })),
    referenceSets: [
      ...mapped(merge, "reference_sets", (id, one) =>
        present({
          name: texts(merge, one["name"], "reference_sets", id, "name"),
          note:
            one["note_en"] === undefined
              ? undefined
              : texts(merge, one["note_en"], "reference_sets", id, "note"),
        }),
      ),
      clauseSet,
    ],
  };
}

function scalesOf(merge: Merge): Raw {
  const scoring = raw(merge.source["scoring"]);
  const results = rows(scoring["results"]);
  refuseStrangers(
    merge,
    "scoring.results",
    results.map((one) => String(one["id"])),
  );
  const rule = (name: string) => texts(merge, scoring[`${name}_en`], "scoring", name);
  const meaning = (section: string) => (id: string, one: Raw) => ({
    name: texts(merge, one["name_en"], section, id, "name"),
    meaning: texts(merge, one["meaning_en"], section, id, "meaning"),
  });
  return {
    answerScale: listed(merge, "answer_scale", (id, one) => ({
      name: texts(merge, one["name_en"], "answer_scale", id, "name"),
      needs: texts(merge, one["needs"], "answer_scale", id, "needs"),
      halfPoints: typeof one["value"] === "number" ? one["value"] * 2 : null,
    })),
    maturity: {
      levels: listed(merge, "maturity_scale", meaning("maturity_scale"), "level"),
      rule: texts(merge, merge.source["maturity_rule_en"], "maturity_rule"),
      ...maturityAskedOf(string(merge.source["maturity_rule_en"])),
    },
    assuranceLevels: listed(merge, "assurance_levels", meaning("assurance_levels")),
    scoring: {
      meetsFromPercent: thresholdOf(merge, results, "meets"),
      seriousBelowPercent: thresholdOf(merge, results, "improve"),
      results: results.map((one) => ({
        id: one["id"],
        name: texts(merge, one["name_en"], "scoring", "results", String(one["id"]), "name"),
        rule: texts(merge, one["rule_en"], "scoring", "results", String(one["id"]), "rule"),
      })),
      companyScore: rule("company_score"),
      mandatoryRule: rule("mandatory_rule"),
      missingAnswers: rule("missing_answers"),
      groupView: rule("group_view"),
    },
  };
}

// The source states thresholds and the reach of maturity in its rules only: they are read from those sentences, so
// that number and sentence cannot differ.
function thresholdOf(merge: Merge, results: readonly Raw[], id: string): number {
  const rule = string(results.find((one) => one["id"] === id)?.["rule_en"]);
  const share = /score at least (\d(?:\.\d+)?)/.exec(rule)?.[1];
  if (share === undefined)
    merge.problems.push({
      path: `en: scoring.results.${id}.rule`,
      reason: "does not say 'score at least ...'",
    });
  return Math.round(Number(share ?? 0) * 100);
}

function maturityAskedOf(rule: string): Raw {
  const asked = rule.split(".")[0] ?? "";
  return {
    weights: [...asked.matchAll(/weight (\d+)/g)].map((found) => Number(found[1])),
    tiers: [...asked.matchAll(/\bT\d\b/g)].map((found) => found[0]),
  };
}

function controlsOf(merge: Merge): Raw[] {
  const controls = rows(merge.source["controls"]);
  refuseStrangers(
    merge,
    "controls",
    controls.map((one) => String(one["id"])),
  );
  return controls.map((one) => controlOf(merge, one));
}

function controlOf(merge: Merge, one: Raw): Raw {
  const id = String(one["id"]);
  const text = (field: string) => texts(merge, one[`${field}_en`], "controls", id, field);
  const metric = typeof one["metric"] === "string" ? one["metric"] : undefined;
  return present({
    id,
    area: one["area"],
    topic: one["topic"],
    title: text("title"),
    requirement: text("requirement"),
    evidence: evidenceOf(merge, id, one["evidence"]),
    auditTest: text("audit_test"),
    tiers: one["tiers"],
    mandatory: one["mandatory"],
    weight: one["weight"],
    functions: one["function"],
    harms: one["counters"],
    appliesWhen: one["applies_when"],
    cadence: one["cadence"],
    metric,
    inheritsFrom: one["inheritable_from"],
    asksCoverage: asksCoverageOf(metric),
    references: one["references"],
  });
}

function evidenceOf(merge: Merge, id: string, source: unknown): Raw[] {
  const [en, ja, zh] = [
    source,
    raw(raw(merge.overlays.ja["controls"])[id])["evidence"],
    raw(raw(merge.overlays.zh["controls"])[id])["evidence"],
  ].map((list) => (Array.isArray(list) ? list.map(string) : [])) as [string[], string[], string[]];
  for (const [language, list] of [
    ["ja", ja],
    ["zh", zh],
  ] as const) {
    if (list.length !== en.length) {
      merge.problems.push({
        path: `${language}: controls.${id}.evidence`,
        reason: `has ${list.length} entries where the source has ${en.length}`,
      });
    }
  }
  return en.map((text, index) => present({ en: text, ja: ja[index], zh: zh[index] }));
}
