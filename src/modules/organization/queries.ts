// Every read of the organization. Rights are today's (within); the day only chooses the data.
import { like } from "#core/db/like.ts";
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import type { Input, Output } from "#core/contract.ts";
import type { organization } from "./contract.ts";

type Children = Output<typeof organization.listChildren>["rows"][number];
type CompanyRow = Output<typeof organization.listCompanies>["rows"][number];

const on = (alias: string, day: string) =>
  sql<boolean>`holds_on(${sql.ref(`${alias}.valid_from`)}, ${sql.ref(`${alias}.valid_to`)}, ${day}::date)`;

/** The names that a unit had on the day, for readers of each language. */
const names = sql`n.name, n.name_en, n.name_ja, n.name_zh`;

/** Companies in scope, and the divisions and the group above them: what a tree may show to this reader. */
function treeScope(ctx: Ctx): RawBuilder<boolean> {
  if (ctx.reach === "group") return sql<boolean>`true`;
  return sql<boolean>`(u.kind in ('group', 'division') or ${within(ctx, "u.company_id")})`;
}

export async function listChildren(ctx: Ctx, parentId: string | undefined, day: string): Promise<Children[]> {
  const from = parentId
    ? sql`units u join supervisions s on s.unit_id = u.id and s.parent_id = ${parentId}::uuid and ${on("s", day)}`
    : sql`units u left join supervisions s on false`;
  const { rows } = await sql<Children>`
    with recursive child as (
      select u.id, u.kind, u.code, u.row_version, s.parent_id, ${names}
      from ${from}
      join unit_names n on n.unit_id = u.id and ${on("n", day)}
      where ${parentId ? sql`true` : sql`u.kind = 'group'`} and ${treeScope(ctx)}
        and u.founded_on <= ${day}::date and (u.ended_on is null or u.ended_on > ${day}::date)
    ), below (top, id, kind) as (
      select c.id, c.id, c.kind from child c
      union
      select b.top, u.id, u.kind from below b
      join supervisions s on s.parent_id = b.id and ${on("s", day)}
      join units u on u.id = s.unit_id
      where ${treeScope(ctx)} and u.founded_on <= ${day}::date and (u.ended_on is null or u.ended_on > ${day}::date)
    )
    select c.*, t.tier, r.kind as relation, f.country, f.workers,
      (select count(*)::int from below b where b.top = c.id and b.kind = 'company') as company_count,
      (select count(*)::int from supervisions s join units u on u.id = s.unit_id
        where s.parent_id = c.id and ${on("s", day)} and ${treeScope(ctx)}
          and (u.ended_on is null or u.ended_on > ${day}::date)) as child_count
    from child c
    left join tiers t on t.company_id = c.id and ${on("t", day)}
    left join relations r on r.company_id = c.id and ${on("r", day)}
    left join company_facts f on f.company_id = c.id and ${on("f", day)}
    order by case c.kind when 'company' then 2 when 'division' then 1 when 'group' then 0 else 3 end, c.code
    limit 2000`.execute(ctx.db);
  return rows;
}

export async function searchUnits(ctx: Ctx, input: Input<typeof organization.searchUnits>, day: string) {
  const sought = like(input.search);
  const { rows } = await sql<Output<typeof organization.searchUnits>["rows"][number]>`
    select u.id, u.kind, u.code, ${names}
    from units u join unit_names n on n.unit_id = u.id and ${on("n", day)}
    where ${treeScope(ctx)} and (u.code ilike ${sought} or n.sought ilike ${sought})
      and ${input.kind ? sql`u.kind = ${input.kind}` : sql`true`}
    order by u.kind, u.code limit ${input.limit ?? 20}`.execute(ctx.db);
  return rows;
}

const sorts = {
  code: { by: sql`u.code`, of: (row: CompanyRow) => row.code },
  name: { by: sql`n.name`, of: (row: CompanyRow) => row.name },
  workers: { by: sql`-coalesce(f.workers, 0)`, of: (row: CompanyRow) => String(-(row.workers ?? 0)) },
};

export async function listCompanies(ctx: Ctx, input: Input<typeof organization.listCompanies>, day: string) {
  const sort = sorts[input.sort ?? "code"];
  const limit = input.limit ?? 50;
  const after = input.after ? readCursor(input.after) : null;
  const beyond = after
    ? input.sort === "workers"
      ? sql`(${sort.by}, u.id) > (${Number(after.value)}::int, ${after.id}::uuid)`
      : sql`(${sort.by}, u.id) > (${after.value}, ${after.id}::uuid)`
    : sql`true`;
  const { rows } = await sql<CompanyRow>`
    select u.id, u.code, ${names}, d.id as division_id, dn.name as division_name, dn.name_en as division_name_en,
      dn.name_ja as division_name_ja, dn.name_zh as division_name_zh, r.kind as relation, r.ownership_percent,
      t.tier, f.country, f.region, f.workers, u.ended_on
    from units u
    join unit_names n on n.unit_id = u.id and ${on("n", day)}
    left join supervisions s on s.unit_id = u.id and ${on("s", day)}
    left join units d on d.id = division_above(s.parent_id, ${day}::date)
    left join unit_names dn on dn.unit_id = d.id and ${on("dn", day)}
    left join relations r on r.company_id = u.id and ${on("r", day)}
    left join tiers t on t.company_id = u.id and ${on("t", day)}
    left join company_facts f on f.company_id = u.id and ${on("f", day)}
    where u.kind = 'company' and ${within(ctx, "u.company_id")} and u.founded_on <= ${day}::date
      and ${input.withEnded ? sql`true` : sql`(u.ended_on is null or u.ended_on > ${day}::date)`}
      and ${input.search ? sql`(u.code ilike ${like(input.search)} or n.sought ilike ${like(input.search)})` : sql`true`}
      and ${input.divisionId ? sql`d.id = ${input.divisionId}::uuid` : sql`true`}
      and ${input.relation ? sql`r.kind = ${input.relation}` : sql`true`}
      and ${input.tier ? sql`t.tier = ${input.tier}` : sql`true`}
      and ${input.region ? sql`f.region = ${input.region}` : sql`true`}
      and ${beyond}
    order by ${sort.by}, u.id limit ${limit + 1}`.execute(ctx.db);
  const last = rows[limit - 1];
  const next = rows.length > limit && last ? cursorOf({ value: sort.of(last), id: last.id }) : null;
  return { rows: rows.slice(0, limit), next };
}

type Cursor = { value: string; id: string };
const cursorOf = ({ value, id }: Cursor) => `${value}|${id}`;
/** A name may hold the mark itself; an id never does. */
function readCursor(text: string): Cursor {
  const mark = text.lastIndexOf("|");
  return { value: text.slice(0, mark), id: text.slice(mark + 1) };
}

export async function countCompanies(ctx: Ctx, day: string) {
  const { rows } = await sql<{
    by: "tier" | "relation" | "region";
    key: string;
    companies: number;
    workers: number;
  }>`
    with company as (
      select t.tier, r.kind as relation, f.region, coalesce(f.workers, 0) as workers
      from units u
      left join relations r on r.company_id = u.id and ${on("r", day)}
      left join tiers t on t.company_id = u.id and ${on("t", day)}
      left join company_facts f on f.company_id = u.id and ${on("f", day)}
      where u.kind = 'company' and ${within(ctx, "u.company_id")} and u.founded_on <= ${day}::date
        and (u.ended_on is null or u.ended_on > ${day}::date)
    )
    select case when grouping(tier) = 0 then 'tier' when grouping(relation) = 0 then 'relation' else 'region' end as by,
      coalesce(tier, relation, region, '-') as key, count(*)::int as companies, sum(workers)::int as workers
    from company group by grouping sets ((tier), (relation), (region)) order by 1, 2`.execute(ctx.db);
  return rows;
}

/** Companies that only one of the two knows on the day: the ownership graph, or the list with its place in the tree (R-12). */
export async function missingOn(ctx: Ctx, day: string): Promise<number> {
  const { rows } = await sql<{ missing: number }>`
    select count(*)::int as missing
    from (select r.company_id as id from relations r where ${on("r", day)} and ${within(ctx, "r.company_id")}) graph
    full join (
      select u.id from units u join supervisions s on s.unit_id = u.id and ${on("s", day)}
      where u.kind = 'company' and ${within(ctx, "u.company_id")} and u.founded_on <= ${day}::date
        and (u.ended_on is null or u.ended_on > ${day}::date)
    ) listed using (id)
    where graph.id is null or listed.id is null`.execute(ctx.db);
  return rows[0]?.missing ?? 0;
}

/** A unit of any kind within scope, today's rights. */
export async function unitInScope(ctx: Ctx, id: string) {
  const { rows } = await sql<{
    id: string;
    kind: string;
    code: string;
    companyId: string | null;
    rowVersion: number;
    foundedOn: string;
    endedOn: string | null;
    endedReason: string | null;
  }>`
    select u.id, u.kind, u.code, u.company_id, u.row_version, u.founded_on, u.ended_on, u.ended_reason
    from units u where u.id = ${id}::uuid and ${within(ctx, "u.company_id")}`.execute(ctx.db);
  return rows[0];
}

type NameRow = { name: string; nameEn: string | null; nameJa: string | null; nameZh: string | null };

export async function namesOn(ctx: Ctx, id: string, day: string): Promise<NameRow | undefined> {
  const { rows } = await sql<NameRow>`select ${names} from unit_names n
    where n.unit_id = ${id}::uuid order by ${on("n", day)} desc, n.valid_from desc limit 1`.execute(ctx.db);
  return rows[0];
}

/** From the group down to the unit itself, on the day. */
export async function pathOf(ctx: Ctx, id: string, day: string) {
  const { rows } = await sql<
    NameRow & { id: string; kind: "group" | "division" | "company" | "department" | "site" }
  >`
    with recursive up (id, depth) as (
      select ${id}::uuid, 0
      union all
      select s.parent_id, depth + 1 from up join supervisions s on s.unit_id = up.id and ${on("s", day)} where depth < 10
    )
    select u.id, u.kind, ${names} from up join units u on u.id = up.id
    join unit_names n on n.unit_id = u.id and ${on("n", day)} order by depth desc`.execute(ctx.db);
  return rows;
}

/** The row of a dated table that holds on the day. */
export async function rowOn<T>(
  ctx: Ctx,
  table: string,
  companyId: string,
  day: string,
): Promise<T | undefined> {
  const { rows } = await sql<T>`select x.* from ${sql.table(table)} x
    where x.company_id = ${companyId}::uuid and ${on("x", day)}`.execute(ctx.db);
  return rows[0];
}

export async function positionsOf(ctx: Ctx, companyId: string, day: string) {
  const { rows } = await sql<Output<typeof organization.getCompany>["positions"][number]>`
    select p.id, p.purpose, p.name, p.name_en, p.name_ja, p.name_zh, h.person_id as holder_id, q.family_name as holder_family_name,
      q.given_name as holder_given_name, h.valid_from as since, q.email, q.telephone
    from positions p
    left join position_holders h on h.position_id = p.id and ${on("h", day)}
    left join people q on q.id = h.person_id
    where p.company_id = ${companyId}::uuid and p.created_on <= ${day}::date
      and (p.ended_on is null or p.ended_on > ${day}::date)
    order by p.purpose nulls last, p.name limit 100`.execute(ctx.db);
  return rows;
}

export async function sitesOf(ctx: Ctx, companyId: string, day: string) {
  const { rows } = await sql<Output<typeof organization.getCompany>["sites"][number]>`
    select u.id, ${names}, s.country, s.is_plant, u.row_version from sites s join units u on u.id = s.unit_id
    join unit_names n on n.unit_id = u.id and ${on("n", day)}
    where s.company_id = ${companyId}::uuid and (u.ended_on is null or u.ended_on > ${day}::date)
    order by s.is_plant desc, n.name limit 500`.execute(ctx.db);
  return rows;
}

export async function departmentsOf(ctx: Ctx, companyId: string, day: string) {
  const { rows } = await sql<Output<typeof organization.getCompany>["departments"][number]>`
    select u.id, ${names}, u.row_version from units u join unit_names n on n.unit_id = u.id and ${on("n", day)}
    where u.company_id = ${companyId}::uuid and u.kind = 'department' and (u.ended_on is null or u.ended_on > ${day}::date)
    order by n.name limit 500`.execute(ctx.db);
  return rows;
}

export async function peopleCount(ctx: Ctx, companyId: string, day: string): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(distinct e.person_id)::int as count from employments e
    where e.company_id = ${companyId}::uuid and ${on("e", day)}`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

export async function historyOf(ctx: Ctx, companyId: string) {
  const { rows } = await sql<Output<typeof organization.listCompanyHistory>["rows"][number]>`
    select 'name' as about, valid_from, valid_to, to_jsonb(x) - '{unit_id,company_id,valid_from,valid_to}'::text[] as values, null as reason
      from unit_names x where unit_id = ${companyId}::uuid
    union all select 'relation', valid_from, valid_to, to_jsonb(x) - '{company_id,owner_id,valid_from,valid_to,reason}'::text[], reason
      from relations x where company_id = ${companyId}::uuid
    union all select 'facts', valid_from, valid_to, to_jsonb(x) - '{company_id,valid_from,valid_to}'::text[], null
      from company_facts x where company_id = ${companyId}::uuid
    union all select 'tier', valid_from, valid_to, jsonb_build_object('tier', tier, 'basis', basis), reason
      from tiers where company_id = ${companyId}::uuid
    union all select 'supervision', s.valid_from, s.valid_to, jsonb_build_object('parent', coalesce(n.name_ja, n.name), 'parent_en', coalesce(n.name_en, n.name), 'parent_zh', coalesce(n.name_zh, n.name)), s.reason
      from supervisions s left join unit_names n on n.unit_id = s.parent_id and n.valid_to is null where s.unit_id = ${companyId}::uuid
    order by valid_from desc, about limit 1000`.execute(ctx.db);
  return rows;
}

/**
 * The first of each company within reach: as few rows as these companies have, however many the group has. Left to itself
 * the planner, who does not know how many companies are in reach, may read everybody by name until enough are found.
 */
const eachCompanysFirst = (ctx: Ctx, isBehind: RawBuilder<unknown>, most: number) => sql`
  unnest((select scope_of(${ctx.actor.personId}::uuid, ${ctx.permission}))) as c (id)
  cross join lateral (select * from people p where p.company_id = c.id and ${isBehind} order by p.family_name, p.id limit ${most}) p`;

export async function listPeople(ctx: Ctx, input: Input<typeof organization.listPeople>) {
  const limit = input.limit ?? 50;
  const after = input.after ? readCursor(input.after) : null;
  const isBehind = after ? sql`(p.family_name, p.id) > (${after.value}, ${after.id}::uuid)` : sql`true`;
  const isPlain = ctx.reach === "companies" && !input.companyId && !input.search;
  const { rows } = await sql<Output<typeof organization.listPeople>["rows"][number]>`
    select p.id, p.company_id, coalesce(${sql.ref(`n.name_${ctx.language}`)}, n.name) as company_name, p.code, p.family_name,
      p.given_name, p.email, e.kind as employment, e.title
    from ${isPlain ? eachCompanysFirst(ctx, isBehind, limit + 1) : sql`people p`}
    join unit_names n on n.unit_id = p.company_id and ${on("n", ctx.today)}
    left join lateral (select kind, title from employments e where e.person_id = p.id and ${on("e", ctx.today)} order by valid_from limit 1) e on true
    where ${within(ctx, "p.company_id")}
      and ${input.companyId ? sql`p.company_id = ${input.companyId}::uuid` : sql`true`}
      and ${input.search ? sql`p.sought ilike ${like(input.search)}` : sql`true`}
      and ${isBehind}
    order by p.family_name, p.id limit ${limit + 1}`.execute(ctx.db);
  const last = rows[limit - 1];
  return {
    rows: rows.slice(0, limit),
    next: rows.length > limit && last ? cursorOf({ value: last.familyName, id: last.id }) : null,
  };
}
