// Who holds whom: the ownership graph of a day, and the group's share through a chain of companies.
import { sql } from "kysely";
import type { Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope, within } from "#core/db/scope.ts";
import { invalid } from "#core/errors.ts";
import type { organization } from "./contract.ts";

type Owned = Output<typeof organization.listOwned>["rows"][number];

const on = (alias: string, day: string) =>
  sql<boolean>`holds_on(${sql.ref(`${alias}.valid_from`)}, ${sql.ref(`${alias}.valid_to`)}, ${day}::date)`;

/** Every relation in scope with its owner; shares of which nobody is named as the owner are the parent's. */
const graph = (ctx: Ctx, day: string) => sql`
  holding as (
    select r.company_id, r.kind, r.ownership_percent as percent,
      case when r.kind = 'parent' then null else coalesce(r.owner_id, p.company_id) end as owner_id
    from relations r
    left join (select company_id from relations p where p.kind = 'parent' and ${on("p", day)}) p on true
    where ${on("r", day)} and ${within(ctx, "r.company_id")}
  )`;

export async function ownedBy(ctx: Ctx, ownerId: string | undefined, day: string): Promise<Owned[]> {
  const { rows } = await sql<Owned>`
    with recursive ${graph(ctx, day)}, shown as (
      select h.* from holding h
      where ${
        ownerId
          ? sql`h.owner_id = ${ownerId}::uuid`
          : sql`h.owner_id is null or not exists (select from holding o where o.company_id = h.owner_id)`
      }
    ), chain (company_id, owner_id, share, depth) as (
      select company_id, owner_id, percent::numeric, 0 from shown
      union all
      -- The parent is not held by the group: it is the group.
      select c.company_id, h.owner_id, case when h.kind = 'parent' then c.share else c.share * h.percent / 100 end, c.depth + 1
      from chain c join holding h on h.company_id = c.owner_id where c.depth < 12
    )
    select u.id, u.code, n.name, n.name_en, n.name_ja, n.name_zh, s.kind as relation, s.percent as ownership_percent,
      (select round(c.share, 2) from chain c where c.company_id = s.company_id and c.owner_id is null and s.kind <> 'parent' limit 1) as group_percent,
      (select count(*)::int from holding h where h.owner_id = s.company_id) as owned_count,
      t.tier, f.country, f.workers
    from shown s join units u on u.id = s.company_id
    join unit_names n on n.unit_id = u.id and ${on("n", day)}
    left join tiers t on t.company_id = u.id and ${on("t", day)}
    left join company_facts f on f.company_id = u.id and ${on("f", day)}
    where u.ended_on is null or u.ended_on > ${day}::date
    order by owned_count desc, s.percent desc nulls last, u.code limit 2000`.execute(ctx.db);
  return rows;
}

/** An owner is a company in scope that the owned one does not itself hold, directly or through others. */
export async function assertOwner(ctx: Ctx, companyId: string, ownerId: string, day: string): Promise<void> {
  await companyInScope(ctx, ownerId);
  const { rows } = await sql<{ isBelow: boolean }>`
    with recursive up (id, depth) as (
      select ${ownerId}::uuid, 0
      union all
      select r.owner_id, u.depth + 1 from up u join relations r on r.company_id = u.id and ${on("r", day)}
      where r.owner_id is not null and u.depth < 12
    )
    select coalesce(bool_or(id = ${companyId}::uuid), false) as is_below from up`.execute(ctx.db);
  if (rows[0]?.isBelow) throw invalid("relation.owner_below_itself");
}
