// The sheet arranged for walking, finished after it, and opened again with a reason.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { conflict, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { sheet } from "./contract/sheet.ts";
import { assertConducts, type Sheet, sheetInScope, sheetToChange, subjectOf, touch } from "./loading.ts";
import { assertSites } from "./preparing.ts";
import { isOverturned, needsSeen, type Verdict, worst } from "./rules.ts";

type In<K extends keyof typeof sheet> = Input<(typeof sheet)[K]>;
type Out<K extends keyof typeof sheet> = Promise<Output<(typeof sheet)[K]>>;

export async function arrangeSheet(ctx: Ctx, input: In<"arrangeSheet">): Out<"arrangeSheet"> {
  const one = await sheetToChange(ctx, input.id, input.rowVersion);
  await assertSites(ctx, one.companyId, input.places);
  const rows = input.places.map((place, position) => ({
    ...place,
    name: place.name.trim() || place.kind,
    position,
  }));
  await sql`insert into audit_places (id, visit_id, company_id, site_id, kind, name, position)
    select x.id, ${one.visitId}::uuid, ${one.companyId}::uuid, x."siteId", x.kind, x.name, x.position
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, "siteId" uuid, kind text, name text, position int)
    on conflict (id) do update set site_id = excluded.site_id, kind = excluded.kind, name = excluded.name, position = excluded.position,
      removed_at = null
    where audit_places.visit_id = excluded.visit_id`.execute(ctx.db);
  const moved = await sql`update audit_checks c set place_id = x."placeId"
    from jsonb_to_recordset(${JSON.stringify(input.moved)}::jsonb) as x ("checkId" uuid, "placeId" uuid)
    join audit_places p on p.id = x."placeId" and p.visit_id = ${one.visitId}::uuid
    where c.id = x."checkId" and c.visit_id = ${one.visitId}::uuid returning c.id`.execute(ctx.db);
  // A place that is not named any more goes, if nothing is looked at there.
  const { rows: used } = await sql`select p.id from audit_places p where p.visit_id = ${one.visitId}::uuid
    and p.id <> all (${rows.map((place) => place.id)}::uuid[]) and (exists (select from audit_checks c where c.place_id = p.id)
      or exists (select from audit_notes n where n.place_id = p.id and n.withdrawn_at is null)) limit 1`.execute(
    ctx.db,
  );
  if (used.length > 0) throw conflict("audit.place_in_use");
  await sql`update audit_places p set removed_at = app_now() where p.visit_id = ${one.visitId}::uuid and p.removed_at is null
    and p.id <> all (${rows.map((place) => place.id)}::uuid[])`.execute(ctx.db);
  const rowVersion = await touch(ctx, one.visitId, sql`arranged_at = app_now()`);
  await record(ctx, "audit.sheet_arranged", {
    subject: subjectOf(one),
    data: { visitId: one.visitId, places: rows.length, moved: moved.rows.length },
  });
  return { rowVersion };
}

type Found = {
  checkId: string;
  controlId: string;
  said: string | null;
  verdict: Verdict | null;
  seen: string | null;
  place: string;
};

export async function finishSheet(ctx: Ctx, input: In<"finishSheet">): Out<"finishSheet"> {
  const one = await sheetToChange(ctx, input.id, input.rowVersion);
  const left = await leftBehind(ctx, one, input);
  const { rows } = await sql<Found>`
    select c.id as check_id, c.control_id, k.said_verdict as said, v.value #>> '{}' as verdict, s.value #>> '{}' as seen, p.name as place
    from audit_checks c join audit_controls k on k.visit_id = c.visit_id and k.control_id = c.control_id join audit_places p on p.id = c.place_id
    left join audit_values v on v.check_id = c.id and v.field = 'verdict' left join audit_values s on s.check_id = c.id and s.field = 'seen'
    where c.visit_id = ${one.visitId}::uuid and ${within(ctx, "c.company_id")} order by p.position, c.position`.execute(
    ctx.db,
  );
  const open = rows.filter((row) => row.verdict === null);
  if (open.length > 0 && !input.reason?.trim())
    throw invalid("audit.checks_open", {
      values: { count: open.length },
      extra: { checkIds: open.map((row) => row.checkId) },
    });
  const bare = rows.filter((row) => needsSeen(row.said, row.verdict) && !row.seen?.trim());
  if (bare.length > 0)
    throw invalid("audit.seen_missing", {
      values: { count: bare.length, controls: namesOf(bare) },
      extra: { checkIds: bare.map((row) => row.checkId) },
    });
  const settled = [...Map.groupBy(rows, (row) => row.controlId)].map(([controlId, found]) => ({
    controlId,
    said: found[0]?.said ?? null,
    verdict: worst(found.flatMap((row) => (row.verdict ? [row.verdict] : []))),
    seen: seenOf(found),
  }));
  await sql`update audit_controls k set verdict = x.verdict, seen = x.seen
    from jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) as x ("controlId" text, verdict text, seen text)
    where k.visit_id = ${one.visitId}::uuid and k.control_id = x."controlId"`.execute(ctx.db);
  const rowVersion = await touch(
    ctx,
    one.visitId,
    sql`finished_at = app_now(), finished_by = ${ctx.actor.personId}::uuid,
      left_reason = ${open.length > 0 ? (input.reason?.trim() ?? "") : ""}`,
  );
  const overturned = settled.filter((row) => isOverturned(row.said, row.verdict)).length;
  await record(ctx, "audit.sheet_finished", {
    subject: subjectOf(one),
    data: {
      visitId: one.visitId,
      reference: one.reference,
      controls: settled.length,
      overturned,
      leftOpen: open.length,
      devicesLeft: left,
    },
    ...(input.reason?.trim() ? { personal: { reason: input.reason.trim() } } : {}),
  });
  return { rowVersion, controls: settled.length, overturned };
}

/** As many controls as one reads at a glance. */
const namesOf = (found: readonly Found[]): string => {
  const ids = [...new Set(found.map((row) => row.controlId))];
  return ids.length > 8 ? `${ids.slice(0, 8).join(", ")}, …` : ids.join(", ");
};

/** What was seen, place by place, where it fell short or was told. */
const seenOf = (found: readonly Found[]): string =>
  found
    .filter((row) => row.seen?.trim())
    .map((row) => (found.length > 1 ? `${row.place}: ${row.seen?.trim()}` : (row.seen?.trim() ?? "")))
    .join("\n")
    .slice(0, 16_000);

/**
 * Nothing is finished over what somebody still has to decide, or over what a device said it holds. What one holds that was not heard of
 * since nobody knows: whoever finishes names each such device, and says why it is not waited for.
 * @returns how many are not waited for.
 */
async function leftBehind(
  ctx: Ctx,
  { visitId }: Sheet,
  { without = [], reason }: In<"finishSheet">,
): Promise<number> {
  const conflicts =
    await sql`select from audit_ops o where o.visit_id = ${visitId}::uuid and o.outcome = 'conflict'`.execute(
      ctx.db,
    );
  if (conflicts.rows.length > 0)
    throw conflict("audit.conflicts_open", { values: { count: conflicts.rows.length } });
  // Who takes the sheet along at this moment is seen, or finds it finished: both hold the sheet.
  const { rows } = await sql<{ id: string; isHolding: boolean }>`
    select d.id, d.waiting > 0 as is_holding from audit_checkouts d
    where d.visit_id = ${visitId}::uuid and d.returned_at is null and d.revoked_at is null
      and (d.waiting > 0 or d.until > app_now() or d.last_synced_at is null)`.execute(ctx.db);
  const holding = rows.filter((row) => row.isHolding);
  if (holding.length > 0) throw conflict("audit.devices_out", { values: { count: holding.length } });
  const named = new Set(without);
  const unnamed = rows.filter((row) => !named.has(row.id));
  if (unnamed.length > 0) throw conflict("audit.devices_along", { values: { count: unnamed.length } });
  if (rows.length > 0 && !reason?.trim()) throw invalid("audit.reason_needed");
  return rows.length;
}

export async function reopenSheet(ctx: Ctx, input: In<"reopenSheet">): Out<"reopenSheet"> {
  const one = await sheetInScope(ctx, input.id, true);
  await assertConducts(ctx, one.visitId, one.companyId);
  if (one.rowVersion !== input.rowVersion)
    throw lostRace("audit_sheet", { rowVersion: input.rowVersion }, { rowVersion: one.rowVersion });
  if (one.finishedAt === null) throw conflict("audit.not_finished");
  if (one.visitState !== "planned") throw conflict("audit.visit_over");
  await dropDraft(ctx, one.visitId);
  await sql`update audit_controls set verdict = null, seen = '' where visit_id = ${one.visitId}::uuid`.execute(
    ctx.db,
  );
  const rowVersion = await touch(
    ctx,
    one.visitId,
    sql`finished_at = null, finished_by = null, left_reason = ''`,
  );
  await record(ctx, "audit.sheet_reopened", {
    subject: subjectOf(one),
    data: { visitId: one.visitId, reference: one.reference },
    personal: { reason: input.reason.trim() },
  });
  return { rowVersion };
}

/** A draft goes with the findings that it was made of; what the company has read stays, and the sheet with it. */
async function dropDraft(ctx: Ctx, visitId: string): Promise<void> {
  const { rows } =
    await sql`select from audit_reports r where r.visit_id = ${visitId}::uuid and r.state <> 'draft' limit 1`.execute(
      ctx.db,
    );
  if (rows.length > 0) throw conflict("audit.report_out");
  await sql`delete from audit_reports r where r.visit_id = ${visitId}::uuid`.execute(ctx.db);
}
