// From which day an edition may apply: not in the middle of a round that asks the edition before, and not unawares in the past.
import { sql } from "kysely";
import type { Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { addDays, fiscalYearBounds, fiscalYearOf } from "#core/time/fiscal-year.ts";
import type { standards } from "./contract.ts";

type Effect = Output<typeof standards.checkEdition>["effect"];
type Rounds = { opensOn: string | null; running: Effect["running"]; startMonth: number };

/**
 * The first edition of a standard may begin today. One that follows begins with the next round that is being prepared, else
 * with the next fiscal year: whoever is being asked now is asked to the end by the edition with which the round began.
 */
export async function effectOf(ctx: Ctx, standard: string, previousFrom: string | null): Promise<Effect> {
  const { rows } = await sql<Rounds>`
    select (select min(r.opens_on)::text from rounds r join editions e on e.id = r.edition_id
        where e.standard = ${standard} and r.state in ('draft', 'frozen') and r.opens_on > ${ctx.today}::date) as opens_on,
      coalesce((select jsonb_agg(jsonb_build_object('name', r.name, 'edition', e.edition) order by r.opens_on)
        from (select * from rounds where state in ('launching', 'open') and not is_imported order by opens_on desc limit 5) r
        join editions e on e.id = r.edition_id where e.standard = ${standard}), '[]') as running,
      coalesce((select fiscal_year_start_month from group_settings), 4)::int as start_month`.execute(ctx.db);
  const { opensOn = null, running = [], startMonth = 4 } = rows[0] ?? {};
  const nextYear = fiscalYearBounds(fiscalYearOf(ctx.today, startMonth), startMonth).to;
  const proposed = previousFrom === null ? ctx.today : (opensOn ?? nextYear);
  const isLater = previousFrom === null || proposed > previousFrom;
  return { proposedOn: isLater ? proposed : addDays(previousFrom, 1), running };
}
