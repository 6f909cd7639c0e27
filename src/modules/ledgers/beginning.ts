// Lent to later modules.
// How the ledgers of companies have begun. That there is none of something is a word of the company with a day and a name; it
// is never guessed from an empty ledger, and an entry that appears later stands against it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { companyInScope, holds, within } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { ledgers as contract } from "./contract.ts";
import { permissions } from "./contract/words.ts";
import { broughtBy } from "./declared/kinds.ts";
import { ledgerNames } from "./declared/ledgers.ts";

type In<K extends keyof typeof contract> = Input<(typeof contract)[K]>;
type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;
export type Beginning = Output<(typeof contract)["listBeginnings"]>["rows"][number];

/**
 * Of some companies, each ledger in its order, with its entries as they were last counted: a home page does not wait for a count of
 * half a million. None of the companies may lie beyond the transaction's reach.
 */
export async function beginningsOf(
  ctx: Ctx,
  companyIds: readonly string[],
): Promise<Map<string, Beginning[]>> {
  const { rows } = await sql<Beginning & { companyId: string }>`
    with begun as (
      select c.id as company_id, l.ledger, l.nth, coalesce(n.entries, 0)::int as entries,
        (select coalesce(array_agg(s.name order by s.name), '{}') from (
          select s.name from asset_sources s where s.company_id = c.id and s.ended_at is null
            and (l.ledger = s.choices->>'ledger' or ${JSON.stringify(broughtBy)}::jsonb -> s.kind ? l.ledger
              or exists (select from sightings g where g.source_id = s.id and g.ledger = l.ledger))
          order by s.name limit 100) s) as sources,
        (select jsonb_build_object('on', x.said_on, 'byName', ${nameOfActor(ctx.language, sql`x.said_by`)}, 'remark', x.remark)
          from ledger_nones x where x.company_id = c.id and x.ledger = l.ledger and x.ended_on is null) as none,
        (select coalesce(jsonb_agg(r order by r."isGroups", r.name), '[]') from (
          select distinct r.name, r.company_id is null as "isGroups" from asset_rule_covers v join asset_rules r on r.id = v.rule_id
          where v.ledger = l.ledger and (v.company_id is null or v.company_id = c.id)
            and r.valid_from <= ${ctx.today}::date and (r.ended_on is null or r.ended_on > ${ctx.today}::date)
          limit 100) r) as rules
      from unnest(${[...companyIds]}::uuid[]) c (id)
      cross join unnest(${ledgerNames}::text[]) with ordinality l (ledger, nth)
      left join ledger_counts n on n.company_id = c.id and n.ledger = l.ledger)
    select b.company_id, b.ledger, b.entries, b.sources, b.none, b.rules, b.none is not null and b.entries > 0 as is_contradicted,
      b.entries > 0 or cardinality(b.sources) > 0 or b.none is not null as has_begun
    from begun b order by b.company_id, b.nth`.execute(ctx.db);
  const byCompany = Map.groupBy(rows, (row) => row.companyId);
  return new Map([...byCompany].map(([id, of]) => [id, of.map(({ companyId: _of, ...row }) => row)]));
}

export async function listBeginnings(ctx: Ctx, { companyId }: In<"listBeginnings">): Out<"listBeginnings"> {
  await companyInScope(ctx, companyId);
  return {
    rows: (await beginningsOf(ctx, [companyId])).get(companyId) ?? [],
    maySay: await holds(ctx, permissions.manage, companyId),
  };
}

export async function sayNone(ctx: Ctx, { companyId, ledger, remark }: In<"sayNone">): Out<"sayNone"> {
  await companyInScope(ctx, companyId);
  const { rows } = await sql`select from ${sql.table(ledger)} e
    where e.company_id = ${companyId}::uuid and e.state <> 'retired' and ${within(ctx, "e.company_id")} limit 1`.execute(
    ctx.db,
  );
  if (rows.length > 0) throw conflict("ledger.has_entries");
  const said = await sql`insert into ledger_nones (company_id, ledger, said_on, said_by, said_at, remark)
    values (${companyId}::uuid, ${ledger}, ${ctx.today}::date, ${ctx.actor.personId}::uuid, app_now(), ${(remark ?? "").trim()})
    on conflict (company_id, ledger) where ended_on is null do nothing returning id`.execute(ctx.db);
  if (said.rows.length === 0) throw conflict("ledger.none_said_already");
  await record(ctx, "ledger.none_said", {
    subject: { kind: "unit", id: companyId, companyId },
    data: { ledger },
    ...(remark?.trim() ? { personal: { remark: remark.trim() } } : {}),
  });
  return { on: ctx.today };
}

export async function takeBackNone(ctx: Ctx, { companyId, ledger }: In<"takeBackNone">): Out<"takeBackNone"> {
  await companyInScope(ctx, companyId);
  const { rows } =
    await sql`update ledger_nones n set ended_on = ${ctx.today}::date, ended_by = ${ctx.actor.personId}::uuid
    where n.company_id = ${companyId}::uuid and n.ledger = ${ledger} and n.ended_on is null and ${within(ctx, "n.company_id")}
    returning id`.execute(ctx.db);
  if (rows.length === 0) throw conflict("ledger.none_not_said");
  await record(ctx, "ledger.none_taken_back", {
    subject: { kind: "unit", id: companyId, companyId },
    data: { ledger },
  });
  return { on: ctx.today };
}
