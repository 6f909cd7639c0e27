// Lent to later modules.
// Who is picked by rules: what the register, the last results and the ledgers say of every unit below the issuer.
import { type RawBuilder, sql } from "kysely";
import type { Static } from "typebox";
import type { Ctx } from "#core/context.ts";
import { latestResults } from "#modules/inspections/latest.ts";
import { heldEntries, type HeldRule } from "#modules/ledgers/holding.ts";
import { population } from "#modules/rounds/population.ts";
import type { Exception, Rule } from "./contract/audience.ts";
import type { RuleKind } from "./rules.ts";

export type Rules = Static<typeof Rule>[];
export type Exceptions = Static<typeof Exception>[];

const everyRelation = ["parent", "consolidated", "equity_method", "joint_venture", "dealer"] as const;
const everyTier = ["T1", "T2", "T3", "T4"] as const;

/** What the register says of every company in scope today: the population of a round that leaves nobody out. */
const companies = (ctx: Ctx) =>
  population(ctx, { asOf: ctx.today, relations: [...everyRelation], tiers: [...everyTier], leaveOut: [] });

/** Whether the unit `b` with the facts `f` fits the rule `r`. */
const fits: Readonly<Record<RuleKind, RawBuilder<boolean>>> = {
  all: sql`b.kind = 'company'`,
  divisions: sql`b.kind = 'company' and f.division_id = any (r.unit_ids)`,
  division_offices: sql`b.kind = 'division' and b.unit_id = any (r.unit_ids)`,
  tiers: sql`f.tier = any (r.words)`,
  relations: sql`f.relation = any (r.words)`,
  countries: sql`f.country = any (r.words)`,
  regions: sql`f.region = any (r.words)`,
  results: sql`b.kind = 'company' and coalesce(s.result, 'not_known') = any (r.words)`,
  ledgers: sql`h.matched > 0`,
  departments: sql`b.kind = 'department' and b.parent_id = any (r.unit_ids)`,
  units: sql`b.unit_id = any (r.unit_ids)`,
};

const fitting = sql.join(
  Object.entries(fits).map(([kind, condition]) => sql`r.kind = ${kind} and ${condition}`),
  sql` or `,
);

export const heldOf = (rules: Rules): HeldRule[] =>
  rules.flatMap((rule) => (rule.kind === "ledgers" ? (rule.held ?? []) : []));

/**
 * Every company below the issuer and whatever else a rule or an exception names, in or out with its reason, in one statement.
 *
 * @param needsAll whether all kinds of rules have to fit; else one of them is enough.
 */
export const picked = (
  ctx: Ctx,
  issuerUnitId: string,
  rules: Rules,
  exceptions: Exceptions,
  needsAll = false,
) => sql`
  with below as materialized (select * from units_below(${issuerUnitId}::uuid)),
  facts as materialized (select p.* from (${companies(ctx)}) p),
  rules as (select x.kind, coalesce(x.unit_ids, '{}') as unit_ids, coalesce(x.words, '{}') as words
    from jsonb_to_recordset(${JSON.stringify(
      rules.map((one) => ({ kind: one.kind, unit_ids: one.unitIds ?? [], words: one.words ?? [] })),
    )}::jsonb) as x (kind text, unit_ids uuid[], words text[])),
  held as materialized (select x.company_id, count(*)::int as matched from (${heldEntries(ctx, heldOf(rules))}) x group by x.company_id),
  standings as materialized (${rules.some((rule) => rule.kind === "results") ? latestResults(ctx) : sql`select null::uuid as company_id, null::text as result where false`}),
  hit as (select b.unit_id, array_agg(distinct r.kind order by r.kind) as kinds
    from below b left join facts f on f.company_id = b.unit_id left join held h on h.company_id = b.unit_id
    left join standings s on s.company_id = b.unit_id join rules r on ${fitting} group by b.unit_id
    having ${needsAll ? sql`count(distinct r.kind) = (select count(distinct k.kind) from rules k)` : sql`true`}),
  left_out as (select x.unit_id, x.reason from jsonb_to_recordset(${JSON.stringify(
    exceptions.map((one) => ({ unit_id: one.unitId, reason: one.reason })),
  )}::jsonb) as x (unit_id uuid, reason text))
  select b.unit_id, b.kind as unit_kind, b.company_id, b.code as unit_code, b.name as unit_name, b.name_en as unit_name_en,
    b.name_ja as unit_name_ja, b.name_zh as unit_name_zh, coalesce(m.matched, 0) as matched, f.tier, f.relation, f.country, f.region,
    case b.kind when 'division' then b.unit_id when 'company' then f.division_id
      else coalesce((select u.id from units u where u.id = b.parent_id and u.kind = 'division'), division_above(b.company_id, ${ctx.today}::date))
      end as division_id,
    coalesce(h.kinds, '{}') as picked_by, h.kinds is not null and o.unit_id is null as is_in,
    coalesce(o.reason, case when h.kinds is null then 'instruction.out.no_rule' end) as out_because
  from below b
  left join facts f on f.company_id = b.unit_id
  left join held m on m.company_id = b.unit_id and b.kind = 'company'
  left join hit h on h.unit_id = b.unit_id
  left join (select distinct on (unit_id) * from left_out order by unit_id) o on o.unit_id = b.unit_id
  where b.kind = 'company' or h.kinds is not null or o.unit_id is not null`;
