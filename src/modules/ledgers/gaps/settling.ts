// One mechanism for every gap: what is one today is compared with what is open, in the transaction of the act that may have caused
// or remedied it; the clock does the same for everything. A gap has a duty, and the duty goes where the entry's owner goes.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeEach, openDuties } from "#modules/duties/service.ts";
import { permissions } from "../contract/words.ts";
import { isOfGaps, personalLedger } from "../declared/gaps.ts";
import { countStatements } from "./counting.ts";
import { closingOf, entryOf, type Only, wantedGaps } from "./wanted.ts";

const remedyDuty = "asset_gap.remedy";
/** The company's security officer is whoever answers for it; who keeps the ledgers of the whole group is not asked for each gap. */
const officers = "inspection.answer";
/** Days to remedy what was found; of one whose duty moves to somebody else at least a week is left. */
const daysToRemedy = 30;
const daysAtLeast = 7;
/** Gaps opened or closed in one look at the clock. */
const perSweep = 500;

type Moved = {
  did: "opened" | "closed";
  id: string;
  companyId: string;
  ledger: string;
  entryId: string;
  kind: string;
  subjectId: string;
  because: string | null;
};

/**
 * Opens and closes the gaps of these entries, with their events and duties. Called last by whatever changes what a gap
 * depends on; entries of other ledgers have none.
 *
 * @param because why those are closed that nothing else explains; without it they are remedied.
 */
export async function settleGaps(
  ctx: Ctx,
  ledger: string,
  entryIds: readonly string[],
  because?: "target_changed",
): Promise<void> {
  if (!isOfGaps(ledger) || entryIds.length === 0) return;
  const ids = [...entryIds];
  // Most servers and services are no important systems: nothing is settled or counted over them.
  if (ledger !== personalLedger && !(await areImportant(ctx, ids))) return;
  await settle(ctx, (column) => sql<boolean>`${sql.ref(column)} = any (${ids}::uuid[])`, because);
  const { rows } = await sql<{ companyId: string }>`select distinct e.company_id from ${sql.table(ledger)} e
    where e.id = any (${ids}::uuid[])`.execute(ctx.db);
  await countStatements(
    ctx,
    rows.map((row) => row.companyId),
  );
}

async function areImportant(ctx: Ctx, ids: readonly string[]): Promise<boolean> {
  const { rows } =
    await sql`select from continuity_targets c where c.entry_id = any (${[...ids]}::uuid[]) limit 1`.execute(
      ctx.db,
    );
  return rows.length > 0;
}

async function settle(ctx: Ctx, only: Only, because?: string): Promise<number> {
  const { rows } = await sql<Moved>`with wanted as materialized (${wantedGaps(ctx.today, only)}),
    opened as (
      insert into asset_gaps (company_id, ledger, entry_id, kind, subject_id, about, opened_at)
      select w.company_id, w.ledger, w.entry_id, w.kind, w.subject_id, w.about, app_now() from wanted w
      where not exists (select from asset_gaps g where g.closed_at is null and g.entry_id = w.entry_id and g.kind = w.kind
        and g.subject_id = w.subject_id)
      limit ${perSweep}
      on conflict (entry_id, kind, subject_id) where closed_at is null do nothing
      returning id, company_id, ledger, entry_id, kind, subject_id
    ), over as materialized (
      select g.id from asset_gaps g where g.closed_at is null and ${only("g.entry_id")}
        and not exists (select from wanted w where w.entry_id = g.entry_id and w.kind = g.kind and w.subject_id = g.subject_id)
      limit ${perSweep}
    ), closed as (
      update asset_gaps g set closed_at = app_now(), closed_because = ${closingOf(ctx.today, because)} from over o
      where g.id = o.id and g.closed_at is null
      returning g.id, g.company_id, g.ledger, g.entry_id, g.kind, g.subject_id, g.closed_because
    ), renewed as (
      update asset_gaps g set about = w.about from wanted w
      where g.closed_at is null and g.entry_id = w.entry_id and g.kind = w.kind and g.subject_id = w.subject_id and g.about <> w.about
    )
    select 'opened' as did, o.*, null as because from opened o
    union all select 'closed', c.* from closed c`.execute(ctx.db);
  await tell(ctx, rows);
  await closeEach(
    ctx,
    rows.filter((row) => row.did === "closed").map((row) => row.id),
    remedyDuty,
  );
  const moved = await keepDuties(ctx, only);
  return Math.max(rows.length, moved);
}

async function tell(ctx: Ctx, rows: readonly Moved[]): Promise<void> {
  await recordEach(
    ctx,
    "asset_gap.opened",
    rows.map((row) => ({
      verb: row.did === "opened" ? "asset_gap.opened" : "asset_gap.closed",
      subject: { kind: row.ledger, id: row.entryId, companyId: row.companyId },
      data: {
        gap: row.kind,
        gapId: row.id,
        subjectId: row.subjectId,
        ...(row.because ? { closedBecause: row.because } : {}),
      },
    })),
  );
}

/**
 * Every open gap has its duty: with the owner of its entry, where that is somebody who may see it, else with the company's
 * security officer. One that stands with somebody else by now goes on to whom it belongs.
 */
async function keepDuties(ctx: Ctx, only: Only): Promise<number> {
  const { rows } = await sql<{
    id: string;
    companyId: string;
    openedOn: string;
    personId: string | null;
    isHeld: boolean;
  }>`
    select g.id, g.company_id, (g.opened_at at time zone coalesce((select time_zone from group_settings), 'UTC'))::date as opened_on, w.person_id, d.id is not null as is_held
    from asset_gaps g join units u on u.id = g.company_id and (u.ended_on is null or u.ended_on > ${ctx.today}::date)
    join ${entryOf("g")} e on true
    left join lateral (select e.owner_id as person_id
      where exists (select from permissions_at(e.owner_id, ${[permissions.read]}::text[], g.company_id))) w on true
    left join duties d on d.subject_id = g.id and d.kind = ${remedyDuty} and d.state = 'open'
    where g.closed_at is null and ${only("g.entry_id")} and (d.id is null or d.person_id is distinct from w.person_id)
    order by g.opened_at, g.id limit ${perSweep}`.execute(ctx.db);
  if (rows.length === 0) return 0;
  await closeEach(
    ctx,
    rows.filter((row) => row.isHeld).map((row) => row.id),
    remedyDuty,
  );
  await openDuties(
    ctx,
    rows.map((row) => ({
      kind: remedyDuty,
      subjectKind: "asset_gap",
      subjectId: row.id,
      companyId: row.companyId,
      permission: officers,
      personId: row.personId,
      dueOn: later(addDays(row.openedOn, daysToRemedy), addDays(ctx.today, daysAtLeast)),
    })),
  );
  return rows.length;
}

const later = (a: string, b: string) => (a > b ? a : b);

/** What becomes a gap by time alone, and what that changes in the counts. */
export const keepGaps: TimedWork = {
  name: "ledgers.gaps",
  everySeconds: 1800,
  run: async (ctx) => {
    const hasMore = (await settle(ctx, () => sql<boolean>`true`)) >= perSweep;
    if (!hasMore) await countStatements(ctx, null);
    return hasMore;
  },
};
