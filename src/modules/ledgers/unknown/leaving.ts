// Whoever is asked and leaves, or loses the right to answer, answers no more: the question goes to whoever keeps the ledgers of the company.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { hasLeft } from "./likely.ts";
import { openEach } from "./asking.ts";
import { endDuties } from "./settling.ts";

/** Questions in one transaction. */
const perSweep = 200;

type Left = {
  id: string;
  companyId: string;
  ledger: string;
  entryId: string;
  askedId: string | null;
  askId: string | null;
  dueOn: string;
  name: string;
  leaverId: string;
};

/** @returns how many questions were passed on. */
export async function passFromLeavers(ctx: Ctx): Promise<number> {
  const { rows } = await sql<Left>`with gone as materialized (
      select a.asked_id, a.company_id from (select distinct t.asked_id, t.company_id from unknown_things t
        where t.asked_id is not null and t.ended_at is null) a
      join units u on u.id = a.company_id and (u.ended_on is null or u.ended_on > ${ctx.today}::date)
      join people p on p.id = a.asked_id where ${hasLeft(ctx)} or not can_be_asked(a.asked_id, a.company_id)
    ), chosen as (
      select t.id, t.asked_id from unknown_things t join gone g on g.asked_id = t.asked_id and g.company_id = t.company_id
      where t.ended_at is null order by t.id limit ${perSweep} for update of t skip locked
    )
    update unknown_things t set asked_id = null, passed_by = null, passed_reason = null, row_version = t.row_version + 1
    from chosen c where c.id = t.id
    returning t.id, t.company_id, t.ledger, t.entry_id, t.asked_id, t.ask_id, greatest(t.due_on, ${ctx.today}::date + 1) as due_on, t.name, c.asked_id as leaver_id`.execute(
    ctx.db,
  );
  if (rows.length === 0) return 0;
  await endDuties(
    ctx,
    rows.map(({ id, askId }) => ({ id, askId, outcome: "passed" })),
  );
  await openEach(ctx, rows);
  await recordEach(
    ctx,
    "unknown.passed",
    rows.map(({ companyId, ledger, entryId, leaverId }) => ({
      subject: { kind: ledger, id: entryId, companyId },
      data: { ledger, fromId: leaverId, toId: null },
    })),
  );
  return rows.length;
}

/** What is asked at a company that has left the group ends with it. @returns how many questions. */
export async function endOfLeftCompanies(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{
    id: string;
    askId: string | null;
    companyId: string;
    ledger: string;
    entryId: string;
  }>`
    with chosen as (select t.id from unknown_things t join units u on u.id = t.company_id and u.ended_on <= ${ctx.today}::date
      where t.ended_at is null order by t.id limit ${perSweep} for update of t skip locked)
    update unknown_things t set outcome = 'gone_elsewhere', ended_at = app_now(), row_version = t.row_version + 1
    from chosen c where c.id = t.id returning t.id, t.ask_id, t.company_id, t.ledger, t.entry_id`.execute(
    ctx.db,
  );
  await endDuties(
    ctx,
    rows.map(({ id, askId }) => ({ id, askId, outcome: "gone_elsewhere" })),
  );
  return rows.length;
}

export const passingFromLeavers: TimedWork = {
  name: "ledgers.leavers",
  everySeconds: 3600,
  run: async (ctx) => Math.max(await endOfLeftCompanies(ctx), await passFromLeavers(ctx)) === perSweep,
};
