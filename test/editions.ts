// A small edition for tests, written straight by the owner: a few controls of every kind that rules tell apart.
import type pg from "pg";
import type { Id } from "./factories.ts";

const texts = (word: string) => ({ en: word, ja: `${word}（日本語）`, zh: `${word}（中文）` });
const named = (id: string) => ({ id, name: texts(id) });

const frame = {
  standard: { code: "TEST", edition: "1", name: texts("Test standard") },
  areas: [named("ORG"), named("TEC")],
  topics: [named("rules")],
  functions: [named("govern"), named("prevent")],
  harms: [named("attack"), named("leak")],
  tiers: ["T1", "T2", "T3", "T4"].map((id) => ({ ...named(id), onSiteAuditEveryYears: 2 })),
  scopeConditions: [
    { id: "always", question: texts("Always") },
    { id: "has_plant", question: texts("A plant?") },
  ],
  sharedServices: [named("group_identity")],
  answerScale: [
    ["met", 2],
    ["partly", 1],
    ["not_met", 0],
    ["unknown", 0],
    ["not_applicable", null],
  ].map(([id, halfPoints]) => ({ id, name: texts(String(id)), halfPoints, needs: texts("needs") })),
  maturity: { levels: [], weights: [3], tiers: ["T1", "T2"] },
  assuranceLevels: ["declared", "documented", "measured", "verified"].map((id) => ({
    ...named(id),
    meaning: texts(id),
  })),
  scoring: {
    meetsFromPercent: 90,
    seriousBelowPercent: 60,
    results: ["meets", "improve", "serious", "not_known"].map((id) => ({ ...named(id), rule: texts(id) })),
  },
  cadences: [
    { ...named("yearly"), evidenceValidDays: 395 },
    { ...named("monthly"), evidenceValidDays: 35 },
  ],
  referenceSets: [],
};

export type TestControl = {
  id: string;
  area?: string;
  mandatory?: boolean;
  weight?: number;
  appliesWhen?: string;
  asksCoverage?: boolean;
  inheritsFrom?: string;
  cadence?: string;
  /** An item of an outside set that it helps to meet. */
  refersTo?: readonly [set: string, item: string];
  /** What it asks instead of its id. */
  requirement?: { en?: string; ja?: string; zh?: string };
  guidance?: { en?: string; ja?: string; zh?: string };
  examples?: { en?: string; ja?: string; zh?: string }[];
  /** What counts as proof, instead of a record. */
  evidence?: { en?: string; ja?: string; zh?: string }[];
  /** Languages whose words lag behind the original. */
  behind?: ("ja" | "zh")[];
};

export const testControls: TestControl[] = [
  { id: "ORG-01", mandatory: true, weight: 2 },
  { id: "ORG-02" },
  { id: "TEC-01", area: "TEC", weight: 2, inheritsFrom: "group_identity" },
  { id: "TEC-02", area: "TEC", asksCoverage: true },
  { id: "TEC-03", area: "TEC", appliesWhen: "has_plant" },
];

export async function addEdition(
  owner: pg.Client,
  options: {
    standard?: string;
    edition?: string;
    controls?: TestControl[];
    previousId?: Id;
    effectiveOn?: string;
    isDraft?: boolean;
  } = {},
): Promise<Id> {
  const { standard: code = "TEST", edition = "1" } = options;
  const written = options.standard ? { ...frame, standard: { ...frame.standard, code, edition } } : frame;
  const { rows } = await owner.query<{ id: Id }>(
    "insert into editions (standard, edition, frame, content_sha256, previous_id) values ($5, $1, $2, sha256($3), $4) returning id",
    [edition, JSON.stringify(written), Buffer.from(edition), options.previousId ?? null, code],
  );
  const id = rows[0]?.id ?? "";
  const tiers = JSON.stringify({ T1: "required", T2: "required", T3: "required", T4: "required" });
  for (const [position, control] of (options.controls ?? testControls).entries()) {
    await owner.query(
      `insert into controls (edition_id, control_id, position, area, topic, mandatory, weight, tiers, functions, harms, applies_when, cadence,
         inherits_from, asks_coverage, texts) values ($1, $2, $3, $4, 'rules', $5, $6, $7, '{govern}', '{attack}', $8, $9, $10, $11, $12)`,
      [
        id,
        control.id,
        position,
        control.area ?? "ORG",
        control.mandatory ?? false,
        control.weight ?? 1,
        tiers,
        control.appliesWhen ?? "always",
        control.cadence ?? "yearly",
        control.inheritsFrom ?? null,
        control.asksCoverage ?? false,
        JSON.stringify({
          title: texts(`${control.id} title`),
          requirement: control.requirement ?? texts(`${control.id} requirement`),
          evidence: control.evidence ?? [texts("a record")],
          auditTest: texts("look"),
          ...(control.guidance ? { guidance: control.guidance } : {}),
          ...(control.examples ? { examples: control.examples } : {}),
        }),
      ],
    );
    for (const language of control.behind ?? [])
      await owner.query("insert into translations_behind values ($1, $2, $3)", [id, control.id, language]);
    if (control.refersTo)
      await owner.query(
        "insert into control_references (edition_id, control_id, set_id, item_id) values ($1, $2, $3, $4)",
        [id, control.id, ...control.refersTo],
      );
  }
  if (options.isDraft) return id;
  await owner.query(
    "update editions set state = 'published', published_at = now(), effective_on = $2 where id = $1",
    [id, options.effectiveOn ?? "2024-04-01"],
  );
  return id;
}

/** An open round with an inspection for each company. */
export async function addOpenRound(
  owner: pg.Client,
  round: { editionId: Id; companies: Id[]; fiscalYear?: number; dueOn?: string; previousId?: Id | null },
): Promise<{ id: Id; inspections: Map<Id, Id> }> {
  const dueOn = round.dueOn ?? "2026-12-15";
  const { rows } = await owner.query<{ id: Id }>(
    `insert into rounds (kind, fiscal_year, name, edition_id, population_rule, previous_id, opens_on, due_on, review_due_on, confirm_due_on, state, launched_at)
     values ('inspection', $1, 'Inspection', $2, '{"asOf": "2026-10-01", "relations": ["consolidated"], "tiers": ["T3"], "leaveOut": []}', $3,
       $4::date - 60, $4, $4::date + 10, $4::date + 20, 'open', now()) returning id`,
    [round.fiscalYear ?? 2026, round.editionId, round.previousId ?? null, dueOn],
  );
  const id = rows[0]?.id ?? "";
  const inspections = new Map<Id, Id>();
  for (const companyId of round.companies) {
    await owner.query(
      "insert into round_members (round_id, company_id, is_in, reason, tier, relation, binding) values ($1, $2, true, 'population.by_rule', 'T3', 'consolidated', 'bound')",
      [id, companyId],
    );
    const made = await owner.query<{ id: Id }>(
      "insert into inspections (round_id, company_id, edition_id, tier, due_on) values ($1, $2, $3, 'T3', $4) returning id",
      [id, companyId, round.editionId, dueOn],
    );
    inspections.set(companyId, made.rows[0]?.id ?? "");
  }
  return { id, inspections };
}
