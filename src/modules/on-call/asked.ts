// Lent to later modules: who is on call for a duty now, with the number to ring, for what leaves the product by a receiver's own wish.
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";

export type OnCall = {
  name: string;
  tier: number;
  until: string;
  telephone: string | null;
  remark: string | null;
};

/** Read as the product itself: whoever passes it on has the wish of the group or of the company. */
export async function onCallFor(
  ctx: Ctx,
  duty: { companyId: string; kind: string; level: number },
  language: Language,
): Promise<OnCall[]> {
  const { rows } = await sql<OnCall>`
    select ${nameOfPerson(language, "p")} as name, o.tier, o.ends_at as until, c.telephone, c.remark
    from on_call_kinds k
    cross join lateral on_call_asked(${duty.companyId}::uuid, k.purpose, ${duty.level}::int, app_now()) o
    join people p on p.id = o.person_id left join on_call_contacts c on c.person_id = o.person_id
    where k.kind = ${duty.kind} order by o.tier, name limit 10`.execute(ctx.db);
  return rows;
}
