// Lent to later modules.
// One row per company of a round, from the kept results: the only thing that figures and overviews are counted from.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { bookOf } from "#modules/inspections/book.ts";
import type { KeptSums } from "#modules/inspections/scoring/kept-sums.ts";
import { resultOf } from "#modules/inspections/scoring/judge.ts";
import { answerClock, answersDueAt, isOverdue } from "#modules/rounds/late.ts";

export type Basis = "standing" | "due" | "locked" | "verified";
export type Result = "meets" | "improve" | "serious" | "not_known";
/** By area, topic, function or harm; of verified answers alone where they alone are read. */
export type Sums = KeptSums;
export const partNames = ["areas", "topics", "functions", "harms"] as const;
export type PartName = (typeof partNames)[number];

export type RoundHead = {
  id: string;
  name: string;
  fiscalYear: number;
  editionId: string;
  edition: string;
  standard: string;
  state: string;
  dueOn: string;
  confirmDueOn: string;
  isDueTaken: boolean;
  /** What companies stand at today is said in the newest round; of older ones counts what was locked. */
  isNewest: boolean;
};

export type CompanyRow = {
  companyId: string;
  inspectionId: string | null;
  code: string;
  name: string;
  tier: string;
  region: string | null;
  divisionId: string | null;
  workers: number | null;
  leftOn: string | null;
  timeZone: string;
  state: string;
  isLate: boolean;
  dueOn: string;
  isOverdue: boolean;
  /** By the clock that runs for its answers. */
  dueAt: string;
  changedAt: string | null;
  result: Result;
  isProvisional: boolean;
  halfPoints: number;
  weight: number;
  requiredCount: number;
  answeredCount: number;
  naCount: number;
  unknownCount: number;
  declaredCount: number;
  documentedCount: number;
  measuredCount: number;
  verifiedCount: number;
  verifiedHalfPoints: number;
  mandatoryGaps: string[];
  mandatoryPartly: string[];
  computedAt: string | null;
  /** Whether its score and parts may be read: of a company that has not handed in, none is good or bad. */
  isReadable: boolean;
} & Partial<Record<PartName, Sums>>;

/**
 * Rounds that have begun, the newest first. One launched ahead of its opening day waits until then, lest it hide
 * the results of the round before; without any other it is shown.
 */
export async function rounds(ctx: Ctx): Promise<RoundHead[]> {
  const { rows } = await sql<RoundHead>`
    select r.id, r.name, r.fiscal_year, r.edition_id, e.edition, e.standard, r.state, r.due_on, r.confirm_due_on,
      r.due_day_taken_at is not null as is_due_taken,
      row_number() over (order by r.fiscal_year desc, r.opens_on desc) = 1 as is_newest
    from rounds r join editions e on e.id = r.edition_id
    where r.kind = 'inspection' and r.state in ('open', 'closed') and (r.opens_on <= group_today()
      or not exists (select from rounds b where b.kind = 'inspection' and b.state in ('open', 'closed') and b.opens_on <= group_today()))
    order by r.fiscal_year desc, r.opens_on desc limit 12`.execute(ctx.db);
  return rows;
}

/** Which kept result counts, the first there is. Before the lock the daily standing may be older than the answers. */
export function pickedBasis(basis: Basis, isNewest = true): RawBuilder<string[]> {
  if (!isNewest && basis !== "due") return sql`array['restated', 'locked', 'live']`;
  if (basis === "due") return sql`array['due']`;
  if (basis === "locked") return sql`array['locked']`;
  return sql`case when i.state = 'locked' then array['standing', 'restated', 'locked', 'live'] else array['live', 'standing'] end`;
}

/** A unit's name for the reader, else its name by law. */
export const nameFor = (ctx: Ctx) => nameOfUnit(ctx.language, "n");
export const latestName = (unit: string) =>
  sql`join lateral (select * from unit_names x where x.unit_id = ${sql.ref(unit)} order by valid_from desc limit 1) n on true`;

const counts = [
  "half_points",
  "weight",
  "required_count",
  "answered_count",
  "na_count",
  "unknown_count",
  "declared_count",
  "documented_count",
  "measured_count",
  "verified_count",
  "verified_half_points",
];

/** A part of the companies asked: one tier, one region, one division; "-" for those that have none. */
export type Narrow = {
  tier?: string | undefined;
  region?: string | undefined;
  division?: string | undefined;
};
export type Wanted = Narrow & {
  round: RoundHead;
  basis: Basis;
  parts?: readonly PartName[];
  companyId?: string;
};

const one = (column: string, value: string | undefined) =>
  value === undefined || value === ""
    ? sql`true`
    : value === "-"
      ? sql`${sql.ref(column)} is null`
      : sql`${sql.ref(column)}::text = ${value}`;

/** The predicate of a part of the members of a round. */
export const narrowed = ({ tier, region, division }: Narrow): RawBuilder<unknown> =>
  sql`${one("m.tier", tier)} and ${one("m.region", region)} and ${one("m.division_id", division)}`;

/** Every company that the round asks, within the scope; in the order of need: serious, not known, improve, meets. */
export async function companyRows(
  ctx: Ctx,
  { round, basis, parts = [], companyId, ...narrow }: Wanted,
): Promise<CompanyRow[]> {
  const kept = sql.join([
    ...counts.map((name) => sql`coalesce(${sql.ref(`v.${name}`)}, 0) as ${sql.ref(name)}`),
    ...parts.map((name) => sql`coalesce(${sql.ref(`v.${name}`)}, '{}') as ${sql.ref(name)}`),
  ]);
  const picked = pickedBasis(basis, round.isNewest);
  const { rows } = await sql<CompanyRow>`
    select m.company_id, i.id as inspection_id, u.code, ${nameFor(ctx)} as name, m.tier, m.region, m.division_id, m.workers,
      coalesce(i.left_on, m.left_on) as left_on, coalesce(f.time_zone, 'UTC') as time_zone,
      coalesce(i.state, 'not_begun') as state, coalesce(i.is_late, false) as is_late, coalesce(i.due_on, ${round.dueOn}::date) as due_on,
      coalesce(${isOverdue}, false) as is_overdue, ${answersDueAt} as due_at,
      greatest(i.begun_at, i.submitted_at, i.returned_at, i.reviewed_at, i.confirmed_at) as changed_at,
      coalesce(v.result, 'not_known') as result, coalesce(v.is_provisional, true) as is_provisional,
      coalesce(v.mandatory_gaps, '{}') as mandatory_gaps, coalesce(v.mandatory_partly, '{}') as mandatory_partly, v.computed_at, ${kept}
    from round_members m join units u on u.id = m.company_id
    ${latestName("m.company_id")}
    left join inspections i on i.round_id = m.round_id and i.company_id = m.company_id
    ${answerClock}
    left join company_facts f on f.company_id = m.company_id and holds_on(f.valid_from, f.valid_to, group_today())
    left join lateral (select * from inspection_results x where x.inspection_id = i.id and x.basis = any (${picked})
      order by array_position(${picked}, x.basis) limit 1) v on true
    where m.round_id = ${round.id}::uuid and m.is_in and ${within(ctx, "m.company_id")}
      and ${narrowed(narrow)} and ${companyId ? sql`m.company_id = ${companyId}::uuid` : sql`true`}
    order by array_position(array['serious', 'not_known', 'improve', 'meets'], coalesce(v.result, 'not_known')),
      v.half_points::numeric / nullif(v.weight, 0), m.company_id`.execute(ctx.db);
  const read = rows.map((row) => ({ ...row, isReadable: row.result !== "not_known" }));
  if (basis !== "verified") return read;
  const { rules } = await bookOf(ctx, round.editionId);
  return read.map((row) =>
    onlyVerified(row, (halfPoints) =>
      resultOf(
        rules,
        { halfPoints, weight: row.weight },
        row.mandatoryGaps.length,
        row.mandatoryPartly.length,
      ),
    ),
  );
}

/**
 * The result that answers verified on site carry alone: what they do not reach is not known rather than bad, and a gap
 * that the company admits stays a gap.
 */
function onlyVerified(row: CompanyRow, judge: (halfPoints: number) => Result): CompanyRow {
  const result =
    row.mandatoryGaps.length > 0 && row.result === "serious"
      ? "serious"
      : judge(row.verifiedHalfPoints) === "meets" && row.result === "meets"
        ? "meets"
        : "not_known";
  const parts = Object.fromEntries(
    partNames.flatMap((name) => (row[name] ? [[name, verifiedAlone(row[name])]] : [])),
  );
  return {
    ...row,
    ...parts,
    result,
    halfPoints: row.verifiedHalfPoints,
    isReadable: row.isReadable && row.verifiedCount > 0,
  };
}

/** Parts of which nothing is verified are left out: they are not known rather than bad. */
const verifiedAlone = (sums: Sums): Sums =>
  Object.fromEntries(
    Object.entries(sums).flatMap(([id, [, weight, n, answered, verified]]) =>
      verified > 0 ? [[id, [verified, weight, n, answered, verified] as const]] : [],
    ),
  );

/** The round that is asked for, else the newest. */
export const chosenRound = (all: readonly RoundHead[], roundId: string | undefined): RoundHead | undefined =>
  roundId === undefined ? all[0] : all.find((round) => round.id === roundId);
