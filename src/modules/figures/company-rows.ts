// Lent to later modules.
// One row per company of a round, from the kept results: the only thing that figures and overviews are counted from.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import type { Result } from "#modules/inspections/scoring/rule-book.ts";
import { answerClock, answersDueAt, isOverdue } from "#modules/rounds/late.ts";
import { type Basis, pickedBasis, type RoundHead } from "./rounds.ts";
import { onlyVerified, type PartName, type Parts } from "./verified-only.ts";

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
  verifiedResult: Result | null;
  mandatoryGaps: string[];
  mandatoryPartly: string[];
  computedAt: string | null;
  /** Whether its score and parts may be read: of a company that has not handed in, none is good or bad. */
  isReadable: boolean;
  /** The sums as the company claims them, where only verified answers are read. */
  claimed?: Parts;
} & Parts;

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

// A company that was never opened, or has no result of this reading, is not known: it is never left out.
const result = sql`coalesce(v.result, 'not_known') as result, v.verified_result, coalesce(v.is_provisional, true) as is_provisional,
  coalesce(v.mandatory_gaps, '{}') as mandatory_gaps, coalesce(v.mandatory_partly, '{}') as mandatory_partly, v.computed_at`;

const sums = (parts: readonly PartName[]) =>
  sql.join([
    ...counts.map((name) => sql`coalesce(${sql.ref(`v.${name}`)}, 0) as ${sql.ref(name)}`),
    ...parts.map((name) => sql`coalesce(${sql.ref(`v.${name}`)}, '{}') as ${sql.ref(name)}`),
  ]);

const member = (ctx: Ctx, round: RoundHead) => sql`
  m.company_id, i.id as inspection_id, u.code, ${nameFor(ctx)} as name, m.tier, m.region, m.division_id, m.workers,
  coalesce(i.left_on, m.left_on) as left_on, coalesce(f.time_zone, 'UTC') as time_zone,
  coalesce(i.state, 'not_begun') as state, coalesce(i.is_late, false) as is_late, coalesce(i.due_on, ${round.dueOn}::date) as due_on,
  coalesce(${isOverdue}, false) as is_overdue, ${answersDueAt} as due_at,
  greatest(i.begun_at, i.submitted_at, i.returned_at, i.reviewed_at, i.confirmed_at) as changed_at`;

/** Every company that the round asks, within the scope; in the order of need: serious, not known, improve, meets. */
export async function companyRows(
  ctx: Ctx,
  { round, basis, parts = [], companyId, ...narrow }: Wanted,
): Promise<CompanyRow[]> {
  const picked = pickedBasis(basis, round.isNewest);
  const { rows } = await sql<CompanyRow>`
    select ${member(ctx, round)}, ${result}, ${sums(parts)}
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
  return basis === "verified" ? inOrderOfNeed(read.map(onlyVerified)) : read;
}

const need: readonly Result[] = ["serious", "not_known", "improve", "meets"];

/** By what verified answers say now; equal ones keep the order of what was claimed. */
const inOrderOfNeed = (rows: readonly CompanyRow[]) =>
  rows.toSorted((a, b) => need.indexOf(a.result) - need.indexOf(b.result));
