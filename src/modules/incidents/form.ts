// What the report form needs to know: for whom one may report, the places and the devices there, the number to ring.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { like } from "#core/db/like.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { companyInScope, found, holds, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import type { incidents } from "./contract.ts";
import { permissions } from "./contract/words.ts";

type In<K extends keyof typeof incidents> = Input<(typeof incidents)[K]>;
type Out<K extends keyof typeof incidents> = Promise<Output<(typeof incidents)[K]>>;
type Form = Output<typeof incidents.getReportForm>;

/** Whoever reads the register of a company takes down there what somebody told them by telephone. */
export const mayReportForOthers = (ctx: Ctx, companyId: string): Promise<boolean> =>
  holds(ctx, permissions.read, companyId);

/** Of one's own company where none is named. */
export async function getReportForm(ctx: Ctx, input: In<"getReportForm">): Out<"getReportForm"> {
  const companyId = input.companyId ?? (await ownCompany(ctx));
  await companyInScope(ctx, companyId);
  const { rows } = await sql<Pick<Form, "companyName" | "timeZone" | "phone" | "mayChooseCompany">>`
    select ${nameOfUnit(ctx.language, "n")} as company_name,
      coalesce((select f.time_zone from company_facts f where f.company_id = n.unit_id and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date)),
        (select g.time_zone from group_settings g), 'UTC') as time_zone,
      -- What the company says to anybody who stands before its poster, it says to its own people.
      coalesce((select l.phone from report_links l where l.company_id = n.unit_id and ${within(ctx, "l.company_id")} and l.phone <> ''
        and l.revoked_at is null and (l.valid_to is null or l.valid_to >= group_today()) order by l.unit_id is not null, l.made_at desc limit 1), '') as phone,
      exists (select from units u where u.kind = 'company' and u.id <> ${companyId}::uuid and ${within(ctx, "u.id")} and ${isOpen(ctx)}) as may_choose_company
    from unit_names n where n.unit_id = ${companyId}::uuid and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)`.execute(
    ctx.db,
  );
  const company = found(rows[0], "company");
  const { rows: places } = await sql<{ id: string; name: string }>`
    select u.id, ${nameOfUnit(ctx.language, "n")} as name from units u
    join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where u.company_id = ${companyId}::uuid and u.kind in ('site', 'department') and ${isOpen(ctx)}
      and ${within(ctx, "u.company_id")} order by u.kind desc, name limit 200`.execute(ctx.db);
  const forOthers = await mayReportForOthers(ctx, companyId);
  const owner = forOthers && input.personId ? input.personId : ctx.actor.personId;
  const { rows: devices } = await sql<Form["devices"][number]>`
    select d.id, d.name, concat_ws(' ', d.manufacturer, d.model) as note, d.form, d.encrypted as is_encrypted, d.seen_at,
      (select ${sql.ref(`c.name_${ctx.language}`)} from asset_classes c where c.rank = d.class) as class_name
    from devices d
    where d.owner_id = ${owner}::uuid and d.company_id = ${companyId}::uuid and d.state <> 'retired' and ${within(ctx, "d.company_id")}
    order by d.seen_at desc nulls last, d.name limit 20`.execute(ctx.db);
  return { companyId, ...company, places, devices, mayReportForOthers: forOthers };
}

const isOpen = (ctx: Ctx) => sql<boolean>`(u.ended_on is null or u.ended_on > ${ctx.today}::date)`;

/** The nearest that one may report for: one's own company, else the first in reach. */
async function ownCompany(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{
    id: string;
  }>`select u.id from units u where u.kind = 'company' and ${within(ctx, "u.company_id")}
    order by u.id = ${ctx.actor.companyId}::uuid desc, u.code limit 1`.execute(ctx.db);
  return found(rows[0], "company").id;
}

export async function listReportCompanies(
  ctx: Ctx,
  { search }: In<"listReportCompanies">,
): Out<"listReportCompanies"> {
  const words = search?.trim() ? like(search) : null;
  const { rows } = await sql<{ id: string; name: string }>`
    select u.id, ${nameOfUnit(ctx.language, "n")} as name from units u
    join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where u.kind = 'company' and ${within(ctx, "u.id")} and ${isOpen(ctx)}
      and (${words}::text is null or folded(concat_ws(' ', u.code, n.name, n.name_en, n.name_ja, n.name_zh)) ilike folded(${words}))
    order by u.id = ${ctx.actor.companyId}::uuid desc, name, u.id limit 20`.execute(ctx.db);
  return { rows };
}

export async function listReportPeople(
  ctx: Ctx,
  { companyId, search }: In<"listReportPeople">,
): Out<"listReportPeople"> {
  await companyInScope(ctx, companyId);
  const words = search?.trim() ? like(search) : null;
  const { rows } = await sql<{ id: string; name: string; note: string }>`
    select p.id, ${nameOfPerson(ctx.language, "p")} as name, coalesce(p.code, '') as note from people p
    where p.company_id = ${companyId}::uuid and ${within(ctx, "p.company_id")} and not has_left(p.id)
      and (${words}::text is null or p.sought ilike folded(${words}))
    order by name, p.id limit 20`.execute(ctx.db);
  return { rows };
}
