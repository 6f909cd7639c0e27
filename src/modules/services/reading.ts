// Which shared services there are, who provides them and who is connected.
import { like } from "#core/db/like.ts";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { invalid } from "#core/errors.ts";
import { type Texts, textIn } from "#modules/standards/edition.ts";
import type { services } from "./contract.ts";

type In<K extends keyof typeof services> = Input<(typeof services)[K]>;
type Out<K extends keyof typeof services> = Promise<Output<(typeof services)[K]>>;
type Row = Output<typeof services.listServices>["rows"][number];
type Consumer = Output<typeof services.listServiceCompanies>["rows"][number];

/** The services that the latest edition of each standard names, once each. */
const named = sql`named as (
  select distinct on (x.id) x.id, x.name, sum(x.controls) over (partition by x.id)::int as controls, x.place
  from (select s.one ->> 'id' as id, s.one -> 'name' as name, s.place,
      (select count(*) from controls c where c.edition_id = e.id and c.inherits_from = s.one ->> 'id') as controls
    from (select distinct on (standard) id, frame from editions where state <> 'draft'
      order by standard, effective_on desc nulls last, created_at desc) e
    cross join lateral jsonb_array_elements(e.frame -> 'sharedServices') with ordinality as s (one, place)) x
  order by x.id, x.place)`;

export async function assertService(ctx: Ctx, service: string): Promise<void> {
  const { rows } = await sql`with ${named} select from named where id = ${service}`.execute(ctx.db);
  if (rows.length === 0) throw invalid("service.unknown");
}

/** Every service that a standard names, with its name in each language it has. */
export async function namedServices(ctx: Ctx): Promise<{ id: string; name: Texts }[]> {
  const { rows } = await sql<{ id: string; name: Texts }>`
    with ${named} select id, name from named order by place, id limit 200`.execute(ctx.db);
  return rows;
}

export async function listServices(ctx: Ctx, input: In<"listServices">): Out<"listServices"> {
  const day = input.asOf ?? ctx.today;
  const { rows } = await sql<Omit<Row, "name"> & { name: Texts; companies: number; connectedToAny: number }>`
    with ${named}, company as (
      select u.id from units u where u.kind = 'company' and ${within(ctx, "u.company_id")} and u.founded_on <= ${day}::date
        and (u.ended_on is null or u.ended_on > ${day}::date)
    ), connection as (
      select sc.service, sc.company_id, sc.share_percent from service_connections sc join company c on c.id = sc.company_id
      where holds_on(sc.valid_from, sc.valid_to, ${day}::date)
    ), provider as (
      select sp.service, sp.valid_from, sp.valid_to, jsonb_build_object(
          'companyId', case when ${within(ctx, "sp.company_id")} then sp.company_id end,
          'name', service_provider_name_on(sp.service, greatest(sp.valid_from, ${day}::date), ${ctx.language}), 'validFrom', sp.valid_from, 'validTo', sp.valid_to) as told,
        ${within(ctx, "sp.company_id")} or exists (select from connection c where c.service = sp.service) as is_known
      from service_providers sp
    )
    select n.id as service, n.name, n.controls,
      (select p.told from provider p where p.service = n.id and p.is_known and holds_on(p.valid_from, p.valid_to, ${day}::date)) as provider,
      (select p.told from provider p where p.service = n.id and p.is_known and p.valid_from > ${day}::date order by p.valid_from limit 1) as next,
      (select count(*)::int from connection c where c.service = n.id) as connected,
      (select count(*)::int from connection c where c.service = n.id and c.share_percent < 100) as in_part,
      (select count(*)::int from company) as companies,
      (select count(distinct c.company_id)::int from connection c) as connected_to_any
    from named n order by n.place, n.id limit 200`.execute(ctx.db);
  return {
    companies: rows[0]?.companies ?? 0,
    connected: rows[0]?.connectedToAny ?? 0,
    rows: rows.map((row) => ({
      service: row.service,
      name: textIn(row.name, ctx.language),
      controls: row.controls,
      provider: row.provider,
      next: row.next,
      connected: row.connected,
      inPart: row.inPart,
    })),
  };
}

export async function listServiceCompanies(
  ctx: Ctx,
  input: In<"listServiceCompanies">,
): Out<"listServiceCompanies"> {
  const limit = input.limit ?? 50;
  const sought = input.search ? like(input.search) : null;
  const { rows } = await sql<Consumer>`
    select case when ${within(ctx, "c.company_id")} then c.company_id end as company_id, c.code, c.name, c.name_en, c.name_ja, c.name_zh,
      c.tier, c.share_percent, c.valid_from, c.valid_to
    from service_consumers(${input.service}, ${input.asOf ?? ctx.today}::date) c
    where (${within(ctx, "c.company_id")} or exists (select from service_providers sp where sp.service = ${input.service}
        and holds_on(sp.valid_from, sp.valid_to, group_today()) and ${within(ctx, "sp.company_id")}))
      and ${sought ? sql`(c.code || ' ' || c.name || ' ' || coalesce(c.name_en, '') || ' ' || coalesce(c.name_ja, '') || ' ' || coalesce(c.name_zh, '')) ilike ${sought}` : sql`true`}
      and ${input.inPart === undefined ? sql`true` : sql`(c.share_percent < 100) = ${input.inPart}`}
      and ${input.after ? sql`c.code > ${input.after}` : sql`true`}
    order by c.code limit ${limit + 1}`.execute(ctx.db);
  return {
    rows: rows.slice(0, limit),
    next: rows.length > limit ? (rows[limit - 1]?.code ?? null) : null,
  };
}
