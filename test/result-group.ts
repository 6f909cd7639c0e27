// A group with results to look at: 24 companies in three divisions, three rounds, the built-in standard in two
// editions. Answers come from a small formula and results from the real rules, so that every number can be checked.
import type pg from "pg";
import { sql } from "kysely";
import { openDatabase } from "#core/db/pool.ts";
import { type Book, bookOf } from "#modules/inspections/book.ts";
import { asksMaturity } from "#modules/inspections/scoring/maturity.ts";
import {
  always,
  type ScoredAnswer,
  type ScoredControl,
  type Verdict,
} from "#modules/inspections/scoring/rule-book.ts";
import { keptSums } from "#modules/inspections/scoring/kept-sums.ts";
import { type InspectionScore, scoreInspection } from "#modules/inspections/scoring/score.ts";
import { resultOfVerified } from "#modules/inspections/scoring/verified.ts";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import { writeEdition } from "#modules/standards/service.ts";
import { addCompany, addUnit, type Id } from "./factories.ts";

export type ResultGroup = {
  group: Id;
  parent: Id;
  divisions: Id[];
  companies: { id: Id; name: string; tier: string }[];
  rounds: { id: Id; fiscalYear: number; inspections: Map<Id, Id> }[];
};

/** The second edition asks more of every tenth control: those are not compared over the years. */
const revised = <C extends { requirement: { en?: string } }>(control: C, index: number): C =>
  index % 10 === 9
    ? { ...control, requirement: { ...control.requirement, en: `${control.requirement.en ?? ""} Twice.` } }
    : control;

const divisions = [
  ["見本素材事業本部", "Materials"],
  ["見本精機事業本部", "Precision"],
  ["見本商事本部", "Trading"],
] as const;
const places = [
  ["JP", "japan", "Asia/Tokyo"],
  ["TH", "asean", "Asia/Bangkok"],
  ["DE", "europe", "Europe/Berlin"],
  ["US", "north_america", "America/Chicago"],
  ["CN", "china", "Asia/Shanghai"],
  ["IN", "south_asia", "Asia/Kolkata"],
] as const;
const nameOf = (index: number, country: string) =>
  country === "JP" ? `株式会社見本製作所第${index + 1}` : `Mihon Works ${index + 1} (${country}) Ltd.`;

/** 0 to 96, the same in every run. */
const dice = (...of: number[]) => {
  const mixed = of.reduce(
    (sum, one) => Math.imul((sum ^ (one + 0x9e37)) >>> 0, 0x85ebca6b) ^ (sum >>> 13),
    0x2545f491,
  );
  return (Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) >>> 8) % 97;
};

export async function buildResultGroup(owner: pg.Client, ownerUrl: string): Promise<ResultGroup> {
  await owner.query(
    `insert into group_settings (name, names, time_zone) values ('Mihon Group', '{"ja": "見本グループ"}', 'Asia/Tokyo')`,
  );
  const group = await addUnit(owner, {
    kind: "group",
    code: "GROUP",
    name: "Mihon Group",
    nameJa: "見本グループ",
  });
  const parent = await addCompany(owner, {
    code: "P",
    name: "Mihon Holdings, Inc.",
    parentId: group,
    tier: "T1",
    relation: "parent",
    workers: 900,
  });
  const ids: Id[] = [];
  for (const [ja, name] of divisions)
    ids.push(
      await addUnit(owner, {
        kind: "division",
        code: name,
        name,
        nameJa: ja,
        parentId: group,
        companyId: parent,
      }),
    );
  const companies = [
    {
      id: parent,
      name: "Mihon Holdings, Inc.",
      tier: "T1",
      place: places[0] as readonly [string, string, string],
      workers: 900,
      divisionId: null as Id | null,
      ordinal: 0,
    },
  ];
  for (let index = 0; index < 23; index += 1) {
    const place = places[index % places.length] ?? places[0];
    const tier = ["T2", "T3", "T3", "T4", "T4"][index % 5] ?? "T4";
    const divisionId = ids[index % 3] ?? group;
    const workers = 12 + dice(index, 3) * (tier === "T4" ? 1 : 9);
    const name = nameOf(index, place[0]);
    const id = await addCompany(owner, {
      code: `C${index}`,
      name,
      parentId: divisionId,
      tier,
      country: place[0],
      region: place[1],
      timeZone: place[2],
      workers,
    });
    companies.push({ id, name, tier, place, workers, divisionId, ordinal: index + 1 });
  }
  const { db, close } = openDatabase({ connectionString: ownerUrl, size: 1 });
  const content = loadBuiltinStandard();
  const rounds: ResultGroup["rounds"] = [];
  const editions: Id[] = [];
  for (const edition of ["2025.1", "2026.1"]) {
    const id = await writeEdition(
      db,
      {
        ...content,
        standard: { ...content.standard, edition },
        controls: edition === "2026.1" ? content.controls.map(revised) : content.controls,
      },
      editions[0] ?? null,
    );
    if (editions.length > 0)
      await owner.query(
        `insert into edition_changes (edition_id, control_id, change)
         select $1, id, case when ordinal % 10 = 0 then 'changed' else 'unchanged' end from unnest($2::text[]) with ordinality as c(id, ordinal)`,
        [id, content.controls.map((control) => control.id)],
      );
    await db
      .updateTable("editions")
      .set({ state: "published", publishedAt: sql`now()`, effectiveOn: "2024-04-01" })
      .where("id", "=", id)
      .execute();
    editions.push(id);
  }
  const first = await bookOf({ db } as never, editions[0] ?? "");
  const second = await bookOf({ db } as never, editions[1] ?? "");
  for (const [at, fiscalYear] of [2024, 2025, 2026].entries()) {
    // Three companies join in the second year.
    const asked = companies.filter((company) => at > 0 || company.ordinal < 21);
    rounds.push(
      await addRound(owner, {
        fiscalYear,
        at,
        book: at < 2 ? first : second,
        asked,
        previousId: rounds[at - 1]?.id ?? null,
      }),
    );
  }
  await close();
  return { group, parent, divisions: ids, companies, rounds };
}

type Asked = {
  id: Id;
  tier: string;
  place: readonly [string, string, string];
  workers: number;
  divisionId: Id | null;
  ordinal: number;
};
type RoundPlan = {
  fiscalYear: number;
  at: number;
  book: Book;
  asked: readonly Asked[];
  previousId: Id | null;
};

async function addRound(owner: pg.Client, { fiscalYear, at, book, asked, previousId }: RoundPlan) {
  const isLast = fiscalYear === 2026;
  const { rows } = await owner.query<{ id: Id }>(
    `insert into rounds (kind, fiscal_year, name, edition_id, population_rule, previous_id, opens_on, due_on, review_due_on, confirm_due_on, state, launched_at, due_day_taken_at)
     values ('inspection', $1, $2, $3, jsonb_build_object('asOf', ($5::date - 60)::text, 'relations', '["parent", "consolidated"]'::jsonb,
       'tiers', '["T1", "T2", "T3", "T4"]'::jsonb, 'leaveOut', '[]'::jsonb), $4, $5::date - 50, $5, $5::date + 10, $5::date + 20, $6, now(), now()) returning id`,
    [
      fiscalYear,
      `FY${fiscalYear} inspection`,
      book.editionId,
      previousId,
      `${fiscalYear}-11-20`,
      isLast ? "open" : "closed",
    ],
  );
  const id = rows[0]?.id ?? "";
  const inspections = new Map<Id, Id>();
  for (const company of asked) {
    await owner.query(
      `insert into round_members (round_id, company_id, is_in, reason, tier, relation, binding, division_id, region, country, workers)
       values ($1, $2, true, 'population.by_rule', $3, 'consolidated', 'bound', $4, $5, $6, $7)`,
      [id, company.id, company.tier, company.divisionId, company.place[1], company.place[0], company.workers],
    );
    const state = isLast ? stateOf(company.ordinal) : "locked";
    const moment = ["not_begun", "answering"].includes(state) ? null : `${fiscalYear}-11-18T02:00:00Z`;
    const confirmed = ["confirmed", "locked"].includes(state) ? moment : null;
    const made = await owner.query<{ id: Id }>(
      `insert into inspections (round_id, company_id, edition_id, tier, state, due_on, submitted_at, confirmed_at, locked_at, begun_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`,
      [
        id,
        company.id,
        book.editionId,
        company.tier,
        state,
        `${fiscalYear}-11-20`,
        moment,
        confirmed,
        state === "locked" ? moment : null,
        state === "not_begun" ? null : `${fiscalYear}-10-20T02:00:00Z`,
      ],
    );
    const inspectionId = made.rows[0]?.id ?? "";
    inspections.set(company.id, inspectionId);
    await addResults(owner, { book, company, at, state, inspectionId, roundId: id });
  }
  return { id, fiscalYear, inspections };
}

const stateOf = (place: number) =>
  place === 7
    ? "not_begun"
    : place === 12 || place === 15
      ? "answering"
      : place % 9 === 4
        ? "submitted"
        : place % 11 === 5
          ? "reviewed"
          : place % 13 === 6
            ? "returned"
            : place < 4
              ? "locked"
              : "confirmed";

type Answered = { book: Book; company: Asked; at: number; state: string; inspectionId: Id; roundId: Id };

async function addResults(owner: pg.Client, one: Answered) {
  const scope = Object.fromEntries(
    one.book.frame.scopeConditions.map((condition) => [
      condition.id,
      condition.id === always || one.company.tier !== "T4",
    ]),
  );
  const answers = one.state === "not_begun" ? [] : answersOf(one);
  const stage = {
    isSubmitted: !["not_begun", "answering"].includes(one.state),
    isConfirmed: ["confirmed", "locked"].includes(one.state),
    isDueReached: true,
  };
  const score = scoreInspection({ book: one.book.rules, tier: one.company.tier, scope, answers, stage });
  const verified = scoreInspection({
    book: one.book.rules,
    tier: one.company.tier,
    scope,
    answers,
    stage,
    options: { countOnly: "verified" },
  });
  await owner.query(
    "insert into scope_answers (inspection_id, company_id, condition, is_true) select $1, $2, key, value::boolean from jsonb_each_text($3::jsonb)",
    [one.inspectionId, one.company.id, JSON.stringify(scope)],
  );
  await owner.query(
    `insert into answers (inspection_id, control_id, company_id, verdict, assurance, maturity, na_is_allowed)
     select $1, x.control_id, $2, x.verdict, x.assurance, x.maturity, case when x.verdict = 'not_applicable' then true end
     from jsonb_to_recordset($3::jsonb) as x(control_id text, verdict text, assurance text, maturity smallint)`,
    [
      one.inspectionId,
      one.company.id,
      JSON.stringify(
        answers.map((answer) => ({
          control_id: answer.controlId,
          verdict: answer.verdict,
          assurance: answer.assurance,
          maturity: answer.maturity,
        })),
      ),
    ],
  );
  for (const basis of one.state === "locked" ? ["live", "due", "locked", "standing"] : ["live", "due"])
    await addResult(owner, one, basis, score, verified);
}

/** Companies differ, technical controls are weaker, every year is a little better. */
function answersOf({ book, company, at, state }: Answered): ScoredAnswer[] {
  return book.controls.flatMap((control, index) => {
    if (state === "answering" && index % 2 === 1) return [];
    const luck = dice(company.ordinal, index, control.mandatory ? 1 : 2) + at * 2;
    const limit = (control.area === "TEC" ? 20 : 12) + (company.ordinal % 3 === 1 ? 26 : 0);
    const isWeak = luck < limit && (!control.mandatory || (company.ordinal % 8 === 1 && luck < 12));
    const verdict: Verdict = isWeak
      ? index % 3 === 0
        ? "not_met"
        : "partly"
      : dice(company.ordinal, index, 9) < 2 && !control.mandatory
        ? "not_applicable"
        : "met";
    const assurance =
      (["declared", "documented", "declared", "measured", "documented", "verified"] as const)[
        dice(company.ordinal, index) % (company.ordinal % 4 === 0 ? 6 : 5)
      ] ?? "declared";
    return [
      {
        controlId: control.id,
        verdict,
        assurance,
        naIsAllowed: verdict === "not_applicable" ? true : null,
        maturity: levelOf(book, company, control, verdict),
        evidenceValidUntil: "2027-12-31",
      },
    ];
  });
}

function levelOf(book: Book, company: Asked, control: ScoredControl, verdict: Verdict): number | null {
  if (verdict === "not_applicable" || !asksMaturity(book.rules, control.weight, company.tier)) return null;
  return verdict === "met" ? 2 + (dice(company.ordinal, Number(control.id.slice(-2)), 5) % 4) : 1;
}

async function addResult(
  owner: pg.Client,
  one: Answered,
  basis: string,
  score: InspectionScore,
  verified: InspectionScore,
) {
  const { counts } = score;
  await owner.query(
    `insert into inspection_results (inspection_id, basis, round_id, company_id, computed_at, result, is_provisional, half_points, weight, required_count, answered_count,
       na_count, unknown_count, expired_count, declared_count, documented_count, measured_count, verified_count, verified_half_points, mandatory_gaps, mandatory_partly,
       areas, functions, harms, topics, verified_result, maturity)
     values ($1, $2, $3, $4, now() - interval '4 minutes', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)`,
    [
      one.inspectionId,
      basis,
      one.roundId,
      one.company.id,
      score.result,
      score.isProvisional,
      score.points.halfPoints,
      score.points.weight,
      counts.required,
      counts.answered,
      counts.na,
      counts.unknown,
      counts.expired,
      counts.declared,
      counts.documented,
      counts.measured,
      counts.verified,
      verified.points.halfPoints,
      [...score.mandatoryGaps],
      [...score.mandatoryPartly],
      JSON.stringify(keptSums(score.areas, verified.areas)),
      JSON.stringify(keptSums(score.functions, verified.functions)),
      JSON.stringify(keptSums(score.harms, verified.harms)),
      JSON.stringify(keptSums(score.topics, verified.topics)),
      resultOfVerified(score.result, verified.result),
      score.maturity ? JSON.stringify(score.maturity) : null,
    ],
  );
}
