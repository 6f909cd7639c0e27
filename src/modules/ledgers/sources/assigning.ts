// Rows of a group's source that belong to no company: one duty of the group for a load, until each row is somebody's or left out.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeEach, openGroupDuty } from "#modules/duties/service.ts";
import { permissions } from "../contract/words.ts";
import type { LoadRow } from "./load-row.ts";

const assign = "ledger.assign";
/** Days until somebody of the group has said whose they are: until then nobody is asked about them. */
const daysToAssign = 7;

/** Nobody's, and not left out on purpose: `a` is a row on its way in. */
const isNobodys = (
  load: Pick<LoadRow, "sourceId">,
) => sql<boolean>`not a.is_refused and not a.is_gone and a.company_id is null
  and not exists (select from source_words w where w.source_id = ${load.sourceId}::uuid and w.word = a.belongs_to and w.to_company_id is null)`;

export async function countNobodys(ctx: Ctx, load: LoadRow): Promise<{ rows: number; nameless: number }> {
  if (load.companyId !== null) return { rows: 0, nameless: 0 };
  const { rows } = await sql<{ rows: number; nameless: number }>`select count(*)::int as rows,
      count(*) filter (where a.belongs_to is null)::int as nameless
    from arrived a where a.load_id = ${load.id}::uuid and ${isNobodys(load)}`.execute(ctx.db);
  return rows[0] ?? { rows: 0, nameless: 0 };
}

/** Asks whoever answers for the whole group, or ends the duty when nothing is nobody's any more. An older load of the source is asked about no more. */
export async function askWhose(ctx: Ctx, load: LoadRow): Promise<void> {
  if (load.companyId !== null) return;
  if (await isOvertaken(ctx, load)) return endWhose(ctx, load.id, "newer_load");
  await leaveOlder(ctx, load);
  const { rows } = await countNobodys(ctx, load);
  if (rows === 0) return endWhose(ctx, load.id, "all_assigned");
  await openGroupDuty(ctx, {
    kind: assign,
    subjectKind: "asset_load",
    subjectId: load.id,
    permission: permissions.manage,
    dueOn: addDays(ctx.today, daysToAssign),
    about: `${await nameOf(ctx, load.sourceId)} (${rows})`,
  });
}

/** A later load of the source has been applied: what this one says is no longer its last word. */
export async function isOvertaken(ctx: Ctx, load: Pick<LoadRow, "id" | "sourceId">): Promise<boolean> {
  const { rows } = await sql`select from source_loads l join source_loads own on own.id = ${load.id}::uuid
    where l.source_id = ${load.sourceId}::uuid and (l.opened_at, l.id) > (own.opened_at, own.id) and l.applied_at is not null limit 1`.execute(
    ctx.db,
  );
  return rows.length > 0;
}

/** What earlier loads left that is nobody's is the newer one's to name: asked about no more, and not kept. */
async function leaveOlder(ctx: Ctx, load: LoadRow): Promise<void> {
  const { rows: older } = await sql<{
    id: string;
  }>`select l.id from source_loads l join source_loads own on own.id = ${load.id}::uuid
    where l.source_id = ${load.sourceId}::uuid and (l.opened_at, l.id) < (own.opened_at, own.id) and l.state = 'applied'`.execute(
    ctx.db,
  );
  const ids = older.map((one) => one.id);
  await closeEach(ctx, ids, assign, "newer_load");
  await sql`delete from arrived where load_id = any (${ids}::uuid[])`.execute(ctx.db);
}

/** A source has ended: nobody is asked about its rows any more, and none of them is kept. */
export async function leaveSource(ctx: Ctx, sourceId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`update source_loads l set
      state = case when l.state in ('ready', 'held') then case when l.applied_at is null then 'dropped' else 'applied' end else l.state end,
      ended_at = coalesce(l.ended_at, app_now()), row_version = row_version + 1
    where l.source_id = ${sourceId}::uuid returning l.id`.execute(ctx.db);
  const ids = rows.map((row) => row.id);
  await closeEach(ctx, ids, assign, "source_ended");
  await sql`delete from arrived where load_id = any (${ids}::uuid[])`.execute(ctx.db);
}

async function nameOf(ctx: Ctx, sourceId: string): Promise<string> {
  const { rows } = await sql<{
    name: string;
  }>`select s.name from asset_sources s where s.id = ${sourceId}::uuid`.execute(ctx.db);
  return rows[0]?.name ?? "";
}

export const endWhose = (ctx: Ctx, loadId: string, outcome: string): Promise<void> =>
  closeEach(ctx, [loadId], assign, outcome);

/** Rows whose company has been applied are done with; those of nobody wait on. @returns how many wait. */
export async function forgetApplied(ctx: Ctx, load: LoadRow): Promise<number> {
  await sql`delete from arrived a where a.load_id = ${load.id}::uuid and not (${isNobodys(load)})`.execute(
    ctx.db,
  );
  return (await countNobodys(ctx, load)).rows;
}

/** Rows that name no company, given to one, or left out; for this load alone, as there is no word to remember it by. */
export async function giveNameless(ctx: Ctx, load: LoadRow, companyId: string | null): Promise<void> {
  if (companyId)
    await sql`update arrived a set company_id = ${companyId}::uuid
      where a.load_id = ${load.id}::uuid and a.belongs_to is null and a.company_id is null and not a.is_refused`.execute(
      ctx.db,
    );
  else
    await sql`update arrived a set is_refused = true, problems = coalesce(a.problems, '[]') || '[{"code": "left_out", "isFatal": true}]'
      where a.load_id = ${load.id}::uuid and a.belongs_to is null and a.company_id is null and not a.is_refused`.execute(
      ctx.db,
    );
}
