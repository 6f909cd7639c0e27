// Lent to later modules.
// Whom and which places the group holds, as the rows of a list of people are compared with them.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { heldKey, type KnownPerson } from "./people.ts";
import type { KnownPlace } from "./people-world.ts";

/** Companies in scope with their departments and sites; of one company only when the file is about one. */
export async function heldPlaces(ctx: Ctx, companyId: string | null): Promise<KnownPlace[]> {
  const day = sql`greatest(${ctx.today}::date, u.founded_on)`;
  const { rows } = await sql<Omit<KnownPlace, "names"> & { names: (string | null)[] }>`
    select u.id, u.kind, u.code, u.company_id, array[n.name, n.name_en, n.name_ja, n.name_zh] as names
    from units u join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${day})
    where u.kind in ('company', 'department', 'site') and ${within(ctx, "u.company_id")}
      and ${companyId ? sql`u.company_id = ${companyId}::uuid` : sql`true`}
      and (u.ended_on is null or u.ended_on > ${ctx.today}::date)`.execute(ctx.db);
  return rows.map((row) => ({ ...row, names: row.names.filter((name) => name !== null) }));
}

export type Wanted = { companyId: string; code: string | null; email: string | null };

/** Of one batch of rows: the people held under their numbers or mail addresses. */
export async function heldPeople(ctx: Ctx, wanted: readonly Wanted[]) {
  const { rows } = await sql<KnownPerson>`
    with wanted as (
      select distinct company_id, lower(code) as code, lower(email) as email
      from jsonb_to_recordset(${JSON.stringify(wanted.map((one) => ({ company_id: one.companyId, code: one.code, email: one.email })))}::jsonb)
        as w(company_id uuid, code text, email text)
    ), meant as (
      select p.id from wanted w join people p on p.company_id = w.company_id and lower(p.code) = w.code
      union
      select p.id from wanted w join people p on lower(p.email) = w.email and p.company_id = w.company_id
    )
    select p.id, p.company_id, p.code, p.family_name, p.given_name, p.family_name_reading, p.given_name_reading,
      p.email, p.telephone, p.language, p.time_zone,
      coalesce((select jsonb_agg(jsonb_build_object('unitId', e.unit_id, 'employment', e.kind, 'title', e.title,
          'from', e.valid_from, 'lastDay', e.valid_to - 1, 'isCurrent', e.valid_from <= ${ctx.today}::date)
          order by e.valid_from, e.unit_id)
        from employments e where e.person_id = p.id and e.company_id = p.company_id
          and (e.valid_to is null or e.valid_to > ${ctx.today}::date)), '[]') as employments,
      exists (select from employments w where w.person_id = p.id and w.company_id = p.company_id) as has_worked,
      (select string_agg(distinct coalesce(${sql.ref(`s.name_${ctx.language}`)}, s.name), ', ')
        from position_holders h join positions s on s.id = h.position_id
        where h.person_id = p.id and (h.valid_to is null or h.valid_to > ${ctx.today}::date) and ${within(ctx, "h.company_id")}
          and (h.company_id = p.company_id or not exists (select from employments w where w.person_id = p.id
            and w.company_id <> p.company_id and (w.valid_to is null or w.valid_to > ${ctx.today}::date)))) as seats
    from meant m join people p on p.id = m.id and ${within(ctx, "p.company_id")}`.execute(ctx.db);
  const byEmail = Map.groupBy(
    rows.filter((row) => row.email !== null),
    (row) => row.email?.toLowerCase() ?? "",
  );
  const byCode = new Map(
    rows.flatMap((row) => (row.code === null ? [] : [[heldKey(row.companyId, row.code), row] as const])),
  );
  return { byCode, byEmail };
}
