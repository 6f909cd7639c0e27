// Who is asked to look through what waits, and by when: 24 hours from discovery as of every report, at once day and night where it may be grave.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { inLastHours } from "#modules/duties/rules.ts";
import { closeEach, type Hours, openDuty, openGroupDuty } from "#modules/duties/service.ts";
import { permissions } from "../contract/words.ts";
import { potentialOf, wakes } from "../rules.ts";
import type { Intake } from "./intake.ts";
import { hoursToLook, mostAlone, ringsOnceIn } from "./rules.ts";

export const lookThroughDuty = "incident.look_through";
export const assignDuty = "incident.assign_mail";

type Open = { count: number; isListed: boolean; hasRung: boolean };

/** Each that waits is told by itself; what comes while many wait already is one list, and tells once: a storm of a thousand is no thousand duties. */
export async function askToLook(ctx: Ctx, intake: Intake): Promise<void> {
  const companyId = intake.companyId ?? "";
  const waits = await openOf(ctx, companyId);
  const isAlone = waits.count < mostAlone;
  const hours = hoursOf(ctx, intake, waits.hasRung);
  // The list is told once; what rings is told anew.
  if (!isAlone && waits.isListed && isNow(ctx, hours))
    await closeEach(ctx, [companyId], lookThroughDuty, "told_anew");
  await openDuty(ctx, {
    kind: lookThroughDuty,
    ...(isAlone
      ? { subjectKind: "incident_intake", subjectId: intake.id, about: intake.number }
      : { subjectKind: "company", subjectId: companyId }),
    companyId,
    permission: permissions.assess,
    dueOn: null,
    hours,
  });
}

/** A mail that names no company: the group's own. */
export async function askToAssign(ctx: Ctx, intake: Intake): Promise<void> {
  await openGroupDuty(ctx, {
    kind: assignDuty,
    subjectKind: "incident_intake",
    subjectId: intake.id,
    permission: permissions.manage,
    dueOn: null,
    hours: hoursOf(ctx, intake, false),
    about: intake.number,
  });
}

async function openOf(ctx: Ctx, companyId: string): Promise<Open> {
  const { rows } =
    await sql<Open>`select count(*)::int as count, coalesce(bool_or(d.subject_id = d.company_id), false) as is_listed,
      coalesce(bool_or(d.rings_from <= app_now() and d.rings_from > app_now() - make_interval(hours => ${ringsOnceIn})), false) as has_rung
    from duties d where d.kind = ${lookThroughDuty} and d.company_id = ${companyId}::uuid and d.state = 'open'`.execute(
      ctx.db,
    );
  return rows[0] ?? { count: 0, isListed: false, hasRung: false };
}

/** Whoever was called within the hour for another that still waits finds this one in the same list; it rings in its last hours if nobody has. */
function hoursOf(ctx: Ctx, intake: Intake, hasRung: boolean): Hours {
  const { startsAt, dueAt } = hoursToLook(new Date(intake.discoveredAt), new Date(intake.sentAt));
  const isGrave = wakes(potentialOf(intake.kind, intake.answers));
  return { startsAt, dueAt, ringsFrom: !isGrave ? null : hasRung ? inLastHours(dueAt) : ctx.now };
}

const isNow = (ctx: Ctx, { ringsFrom }: Hours): boolean =>
  ringsFrom !== undefined && ringsFrom !== null && ringsFrom <= ctx.now;

/** What was taken up, assigned or set aside; the list of a company once nothing of it waits. */
export async function lookedThrough(
  ctx: Ctx,
  { id, companyId }: Pick<Intake, "id" | "companyId">,
): Promise<void> {
  await closeEach(ctx, [id], lookThroughDuty, "looked");
  if (companyId === null) return;
  const { rows } = await sql`select from incident_intakes k
    where k.company_id = ${companyId}::uuid and k.state in ('arrived', 'held') limit 1`.execute(ctx.db);
  if (rows.length === 0) await closeEach(ctx, [companyId], lookThroughDuty, "looked");
}
