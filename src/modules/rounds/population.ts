// Lent to later modules: who exists on a day, with what the register says of each.
// Who is asked, and why: the population rule in SQL, so that a thousand companies are one statement.
import { type RawBuilder, sql } from "kysely";
import type { Static } from "typebox";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import type { PopulationRule, PreviewRow } from "./contract.ts";
import { lacksOf } from "./missing.ts";

export type Rule = Static<typeof PopulationRule>;
/** As an event may tell it: whom somebody left out, without the words why, which are personal (events/record.ts). */
export const ruleWithoutReasons = ({ leaveOut, ...rule }: Rule) => ({
  ...rule,
  leaveOut: leaveOut.map((one) => one.companyId),
});

export type MemberRow = Static<typeof PreviewRow>;

/**
 * Every company that exists on the day, in or out with its reason. A company is out because somebody left it out, its
 * relation or tier is not asked, or it has none on the day; nothing is left unsaid (R-12).
 */
export function population(ctx: Ctx, rule: Rule): RawBuilder<unknown> {
  const leaveOut = JSON.stringify(rule.leaveOut);
  const on = (alias: string) =>
    sql`holds_on(${sql.ref(`${alias}.valid_from`)}, ${sql.ref(`${alias}.valid_to`)}, ${rule.asOf}::date)`;
  return sql`
    select u.id as company_id, u.code, n.name, n.name_en, n.name_ja, n.name_zh, t.tier, r.kind as relation,
      case when r.kind in ('parent', 'consolidated') then 'bound' when r.kind is null then null else 'asked' end as binding,
      d.id as division_id, f.region, f.country, f.workers, coalesce(f.time_zone, 'UTC') as time_zone,
      coalesce(o.reason, case
        when r.kind is null then 'population.no_relation'
        when not (r.kind = any (${rule.relations}::text[])) then 'population.relation_not_asked'
        when t.tier is null then 'population.no_tier'
        when not (t.tier = any (${rule.tiers}::text[])) then 'population.tier_not_asked'
        else 'population.by_rule' end) as reason,
      o.reason is null and r.kind = any (${rule.relations}::text[]) and t.tier = any (${rule.tiers}::text[]) as is_in
    from units u
    join unit_names n on n.unit_id = u.id and ${on("n")}
    left join relations r on r.company_id = u.id and ${on("r")}
    left join tiers t on t.company_id = u.id and ${on("t")}
    left join company_facts f on f.company_id = u.id and ${on("f")}
    left join supervisions s on s.unit_id = u.id and ${on("s")}
    left join units d on d.id = division_above(s.parent_id, ${rule.asOf}::date)
    left join jsonb_to_recordset(${leaveOut}::jsonb) as o ("companyId" uuid, reason text) on o."companyId" = u.id
    where u.kind = 'company' and u.founded_on <= ${rule.asOf}::date and (u.ended_on is null or u.ended_on > ${rule.asOf}::date)
      and ${within(ctx, "u.company_id")}`;
}

/** What the company said of itself in the round before is shown beside the tier it has (T-01). */
export async function preview(ctx: Ctx, rule: Rule): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select p.company_id, p.code, p.name, p.name_en, p.name_ja, p.name_zh, coalesce(p.is_in, false) as is_in, p.reason, p.tier, p.relation,
      p.binding, p.workers, nullif(l.proposed_tier, p.tier) as proposed_tier,
      case when p.is_in then ${lacksOf(ctx, "p.company_id")} else '{}' end as lacks
    from (${population(ctx, rule)}) p
    left join lateral (select i.proposed_tier from inspections i join rounds r on r.id = i.round_id and r.launched_at is not null
      -- A catalogue taken over asks nothing on scope, and so says nothing of the tier.
      join editions e on e.id = i.edition_id and jsonb_array_length(e.frame -> 'scopeConditions') > 1
      where i.company_id = p.company_id order by r.fiscal_year desc, r.launched_at desc limit 1) l on true
    order by p.is_in desc nulls last, p.code limit 5000`.execute(ctx.db);
  return rows;
}

/** Companies of the ownership graph on a day, counted without looking at any rule: what a population is checked against. */
export async function companiesOn(ctx: Ctx, day: string): Promise<number> {
  const { rows } = await sql<{ companies: number }>`
    select count(*)::int as companies from units u where u.kind = 'company' and u.founded_on <= ${day}::date
      and (u.ended_on is null or u.ended_on > ${day}::date) and ${within(ctx, "u.company_id")}`.execute(
    ctx.db,
  );
  return rows[0]?.companies ?? 0;
}

/** Writes the frozen population; returns the counts and the hash over who is in and out, with tier and reason. */
export async function freeze(
  ctx: Ctx,
  roundId: string,
  rule: Rule,
): Promise<{ inCount: number; outCount: number; sha256: string }> {
  const { rows } = await sql<{ inCount: number; outCount: number; sha256: string }>`
    with member as (
      insert into round_members (round_id, company_id, is_in, reason, tier, relation, binding, division_id, region, country, workers)
      select ${roundId}::uuid, company_id, coalesce(is_in, false), reason, tier, relation, binding, division_id, region, country, workers
      from (${population(ctx, rule)}) p
      returning company_id, is_in, reason, tier)
    select count(*) filter (where is_in)::int as in_count, count(*) filter (where not is_in)::int as out_count,
      encode(sha256(convert_to(coalesce(string_agg(company_id || '|' || is_in || '|' || coalesce(tier, '') || '|' || reason, E'\n'
        order by company_id), ''), 'UTF8')), 'hex') as sha256
    from member`.execute(ctx.db);
  return rows[0] ?? { inCount: 0, outCount: 0, sha256: "" };
}
