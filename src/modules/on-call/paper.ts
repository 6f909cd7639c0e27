// Lent to later modules: rosters with their numbers, for the pack of the day the network is down. Read as the product itself; whoever
// passes it on asks for the passphrase it is closed with, and its taking is told.
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";

export type TurnOnPaper = {
  rosterId: string;
  roster: string;
  timeZone: string;
  tier: number;
  name: string;
  startsAt: string;
  endsAt: string;
  telephone: string | null;
  remark: string | null;
};
export const mostTurns = 3000;

/** Turns of the days to come at these units, in the order of the rosters and of time; of somebody who has left none. */
export async function turnsOnPaper(
  ctx: Ctx,
  { unitIds, days, purpose }: { unitIds: readonly string[]; days: number; purpose: string },
  language: Language,
): Promise<TurnOnPaper[]> {
  const { rows } = await sql<TurnOnPaper>`
    select r.id as roster_id, r.name as roster, r.time_zone, t.tier, ${nameOfPerson(language, "p")} as name, t.starts_at, t.ends_at,
      coalesce(c.telephone, p.telephone) as telephone, c.remark
    from on_call_rosters r join on_call_turns t on t.roster_id = r.id join people p on p.id = t.person_id
    left join on_call_contacts c on c.person_id = t.person_id
    where r.ended_at is null and r.unit_id = any (${[...unitIds]}::uuid[]) and ${purpose} = any (r.purposes)
      and t.ends_at > app_now() and t.starts_at < app_now() + make_interval(days => ${days}) and not has_left(t.person_id)
    order by r.name, r.id, t.starts_at, t.tier limit ${mostTurns}`.execute(ctx.db);
  return rows;
}
