// What a row of the register is: an inspection with its company, its place in the round, the result that counts now and
// the clock that runs. Lists and counts read the same rows, so that a number always opens as many as it says.
import { like } from "#core/db/like.ts";
import { type RawBuilder, sql } from "kysely";
import type { Input } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { besideTheWay } from "#modules/duties/rules.ts";
import { answerClock, isOverdue } from "#modules/rounds/late.ts";
import { clockOf } from "./clock-of.ts";
import type { inspections } from "./contract.ts";

/** The result that counts now: locked (or restated) once there, else the live one. */
const currentResult = sql`left join lateral (select * from inspection_results x where x.inspection_id = i.id
  and x.basis in ('live', 'locked', 'restated') and (i.state = 'locked' or x.basis = 'live')
  order by case x.basis when 'restated' then 0 when 'locked' then 1 else 2 end limit 1) v on true`;

/** The first open duty of the inspection as a whole, whoever has it. */
const runningClock = sql`left join lateral (select * from duties x where x.subject_id = i.id and x.state = 'open'
  and x.person_id is null and not x.kind = any (${[...besideTheWay]}::text[]) order by x.due_at limit 1) d on true`;

const latestName = sql`join lateral (select * from unit_names x where x.unit_id = i.company_id
  order by valid_from desc limit 1) n on true`;

/** i inspection, u company, q round, m its place in the round, n name, v result, d running clock, c clock of the answers. */
export const rowSource = sql`inspections i
  join units u on u.id = i.company_id
  join rounds q on q.id = i.round_id
  join round_members m on m.round_id = i.round_id and m.company_id = i.company_id
  ${latestName} ${currentResult} ${runningClock} ${answerClock}`;

const company = sql`i.company_id, u.code, n.name, n.name_en, n.name_ja, n.name_zh, i.tier, m.division_id, i.left_on`;

const progress = sql`i.state, i.due_on, nullif(i.due_on, q.due_on) as own_due_on, i.is_late, ${isOverdue} as is_overdue`;

const result = sql`v.result, coalesce(v.is_provisional, true) as is_provisional,
  coalesce(v.half_points, 0) as half_points, coalesce(v.weight, 0) as weight,
  coalesce(v.answered_count, 0) as answered_count, coalesce(v.required_count, 0) as required_count,
  coalesce(v.verified_count, 0) as verified_count`;

const clock = sql`${clockOf("d")} as clock`;

export const rowColumns = sql`i.id, ${company}, ${progress}, ${result}, ${clock}`;

type Filter = Pick<
  Input<typeof inspections.listInspections>,
  "roundId" | "state" | "result" | "tier" | "divisionId" | "late" | "search"
>;

/** The rows of a round within the scope that a filter leaves. */
export function narrowed(ctx: Ctx, filter: Filter): RawBuilder<boolean> {
  const { state, result: wanted, tier, divisionId, late, search } = filter;
  const conditions = [
    sql`i.round_id = ${filter.roundId}::uuid and ${within(ctx, "i.company_id")}`,
    state ? sql`i.state = ${state}` : null,
    wanted ? sql`v.result = ${wanted}` : null,
    tier ? sql`i.tier = ${tier}` : null,
    divisionId ? sql`m.division_id = ${divisionId}::uuid` : null,
    late === undefined ? null : sql`${isOverdue} = ${late}`,
    search ? named(search) : null,
  ];
  return sql<boolean>`${sql.join(
    conditions.filter((one) => one !== null),
    sql` and `,
  )}`;
}

/** By code or any of the names; what is typed means itself, not a pattern. */
function named(search: string): RawBuilder<boolean> {
  return sql<boolean>`folded(concat_ws(' ', u.code, n.name, n.name_en, n.name_ja, n.name_zh)) ilike ${like(search)}`;
}
