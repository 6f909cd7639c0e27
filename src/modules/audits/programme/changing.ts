// What is done to visits: planned by hand, given days, moved, cancelled, announced, held. Once its programme is approved, a change says why.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { daysBetween, fiscalYearOf } from "#core/time/fiscal-year.ts";
import { lapseOne } from "#modules/duties/service.ts";
import { settleAwaited } from "../report/awaited.ts";
import { settleDocuments } from "../report/requests.ts";
import { startMonth, wholeGroup } from "./whole-group.ts";
import type { visits } from "./contract/visits.ts";
import { type LockedVisit, lockedVisit, ofVersion, planned } from "./locked.ts";
import { monthOf } from "./rules.ts";
import { assertIndependent } from "./team.ts";

type In<K extends keyof typeof visits> = Input<(typeof visits)[K]>;
type Out<K extends keyof typeof visits> = Promise<Output<(typeof visits)[K]>>;
type When = { month: string; fromOn: string | null; toOn: string | null };

const subject = (companyId: string) => ({ kind: "unit", id: companyId, companyId });

function whenOf(ctx: Ctx, { month, fromOn, toOn }: { month: string; fromOn?: string; toOn?: string }): When {
  if ((fromOn === undefined) !== (toOn === undefined)) throw invalid("audit.days_wrong");
  if (fromOn === undefined || toOn === undefined) {
    if (month !== monthOf(month)) throw invalid("audit.days_wrong");
    if (month < monthOf(ctx.today)) throw invalid("audit.in_past");
    return { month, fromOn: null, toOn: null };
  }
  if (toOn < fromOn || daysBetween(fromOn, toOn) >= 60) throw invalid("audit.days_wrong");
  if (fromOn < ctx.today) throw invalid("audit.in_past");
  return { month: monthOf(fromOn), fromOn, toOn };
}

type Programme = { id: string; fiscalYear: number; state: "draft" | "approved" | "closed" };

/** The programme of the month, which the change is written to; once it is approved, a change of it needs a reason. */
async function programmeOf(ctx: Ctx, month: string, reason: string | undefined): Promise<Programme> {
  const fiscalYear = fiscalYearOf(month, await startMonth(ctx));
  const { rows } = await sql<Programme>`
    update audit_programmes p set row_version = p.row_version + 1,
      prepared_by = case when p.state = 'draft' and not (${ctx.actor.personId}::uuid = any (p.prepared_by))
        then p.prepared_by || ${ctx.actor.personId}::uuid else p.prepared_by end
    where p.fiscal_year = ${fiscalYear} returning p.id, p.fiscal_year, p.state`.execute(ctx.db);
  const [one] = rows;
  if (!one) throw invalid("audit.no_programme", { values: { year: fiscalYear } });
  if (one.state === "closed") throw conflict("audit.programme_closed");
  if (one.state === "approved" && !reason?.trim()) throw invalid("audit.reason_needed");
  return one;
}

async function writeSites(
  ctx: Ctx,
  visitId: string,
  companyId: string,
  siteIds: readonly string[],
): Promise<void> {
  await sql`delete from audit_visit_sites where visit_id = ${visitId}::uuid`.execute(ctx.db);
  const wanted = [...new Set(siteIds)];
  const { rows } = await sql`insert into audit_visit_sites (visit_id, site_id, company_id)
    select ${visitId}::uuid, s.unit_id, s.company_id from sites s
    where s.unit_id = any (${wanted}::uuid[]) and s.company_id = ${companyId}::uuid returning site_id`.execute(
    ctx.db,
  );
  if (rows.length !== wanted.length) throw invalid("audit.site_elsewhere");
}

const personal = (reason: string | undefined) =>
  reason?.trim() ? { personal: { reason: reason.trim() } } : {};

export async function planVisit(ctx: Ctx, input: In<"planVisit">): Out<"planVisit"> {
  wholeGroup(ctx);
  const { companyId, kind, auditorDays, note, siteIds, why, reason } = input;
  await companyInScope(ctx, companyId);
  const when = whenOf(ctx, input);
  const { id: programmeId, fiscalYear } = await programmeOf(ctx, when.month, reason);
  const { rows } = await sql<{ id: string }>`
    insert into audit_visits (company_id, programme_id, month, from_on, to_on, kind, auditor_days, why, note, planned_by, planned_at)
    values (${companyId}::uuid, ${programmeId}::uuid, ${when.month}::date, ${when.fromOn}::date, ${when.toOn}::date, ${kind},
      ${auditorDays}, ${why}, ${note.trim()}, ${ctx.actor.personId}::uuid, app_now()) returning id`.execute(
    ctx.db,
  );
  const id = rows[0]?.id ?? "";
  await writeSites(ctx, id, companyId, siteIds);
  await record(ctx, "audit.visit_planned", {
    subject: subject(companyId),
    data: { visitId: id, fiscalYear, month: when.month, auditorDays, why },
    ...personal(reason),
  });
  return { id };
}

async function write(ctx: Ctx, id: string, set: ReturnType<typeof sql>): Promise<{ rowVersion: number }> {
  const { rows } = await sql<{ rowVersion: number }>`
    update audit_visits set ${set}, row_version = row_version + 1 where id = ${id}::uuid returning row_version`.execute(
    ctx.db,
  );
  return { rowVersion: rows[0]?.rowVersion ?? 0 };
}

async function toChange(
  ctx: Ctx,
  { id, rowVersion }: { id: string; rowVersion: number },
): Promise<LockedVisit> {
  wholeGroup(ctx);
  return planned(ofVersion(await lockedVisit(ctx, id), rowVersion));
}

export async function changeVisit(ctx: Ctx, input: In<"changeVisit">): Out<"changeVisit"> {
  const visit = await toChange(ctx, input);
  const { kind, auditorDays, note, siteIds } = input;
  await writeSites(ctx, visit.id, visit.companyId, siteIds);
  const written = await write(
    ctx,
    visit.id,
    sql`kind = ${kind}, auditor_days = ${auditorDays}, note = ${note.trim()}`,
  );
  await record(ctx, "audit.visit_changed", {
    subject: subject(visit.companyId),
    data: { visitId: visit.id, auditKind: kind, auditorDays, sites: siteIds.length },
  });
  return written;
}

export async function moveVisit(ctx: Ctx, input: In<"moveVisit">): Out<"moveVisit"> {
  const visit = await toChange(ctx, input);
  const when = whenOf(ctx, input);
  const isSettled = visit.programmeState !== "draft" || visit.announcedAt !== null;
  // Days within the planned month make the plan exact and change nothing of it.
  const isMoved = when.month !== visit.month || (visit.fromOn !== null && when.fromOn !== visit.fromOn);
  if (isSettled && isMoved && !input.reason?.trim()) throw invalid("audit.reason_needed");
  const { id: programmeId } = await programmeOf(ctx, when.month, isMoved ? input.reason : "as planned");
  const team = await sql<{
    auditorId: string;
    days: number;
  }>`select m.auditor_id, m.days from audit_visit_team m
    where m.visit_id = ${visit.id}::uuid order by m.auditor_id`.execute(ctx.db);
  for (const { auditorId, days } of team.rows)
    await assertIndependent(ctx, { ...visit, ...when }, auditorId, days);
  const written = await write(
    ctx,
    visit.id,
    sql`programme_id = ${programmeId}::uuid, month = ${when.month}::date, from_on = ${when.fromOn}::date, to_on = ${when.toOn}::date,
      moved_count = moved_count + ${isMoved && isSettled ? 1 : 0}`,
  );
  await record(ctx, "audit.visit_moved", {
    subject: subject(visit.companyId),
    data: {
      visitId: visit.id,
      monthBefore: visit.month,
      month: when.month,
      fromOn: when.fromOn,
      toOn: when.toOn,
    },
    ...personal(input.reason),
  });
  return written;
}

export async function cancelVisit(ctx: Ctx, input: In<"cancelVisit">): Out<"cancelVisit"> {
  const visit = await toChange(ctx, input);
  const written = await write(
    ctx,
    visit.id,
    sql`state = 'cancelled', closed_reason = ${input.reason.trim()}, closed_by = ${ctx.actor.personId}::uuid`,
  );
  for (const kind of ["audit.document", "audit.reply"])
    await lapseOne(ctx, [visit.id], kind, "audit.visit_changed");
  await settleAwaited(ctx, visit.id);
  await record(ctx, "audit.visit_cancelled", {
    subject: subject(visit.companyId),
    data: { visitId: visit.id, month: visit.month },
    personal: { reason: input.reason.trim() },
  });
  return written;
}

export async function announceVisit(ctx: Ctx, input: In<"announceVisit">): Out<"announceVisit"> {
  const visit = await toChange(ctx, input);
  if (visit.programmeState !== "approved") throw conflict("audit.not_approved");
  if (visit.announcedAt !== null) throw conflict("audit.announced_already");
  const lead =
    await sql`select from audit_visit_team m where m.visit_id = ${visit.id}::uuid and m.is_lead`.execute(
      ctx.db,
    );
  if (lead.rows.length === 0) throw conflict("audit.nobody_leads");
  const written = await write(
    ctx,
    visit.id,
    sql`announced_at = app_now(), announced_by = ${ctx.actor.personId}::uuid`,
  );
  await settleDocuments(ctx, visit.id, visit.companyId);
  await record(ctx, "audit.visit_announced", {
    subject: subject(visit.companyId),
    data: { visitId: visit.id, month: visit.month, fromOn: visit.fromOn, toOn: visit.toOn },
  });
  return written;
}

export async function recordVisitHeld(ctx: Ctx, input: In<"recordVisitHeld">): Out<"recordVisitHeld"> {
  const visit = await toChange(ctx, input);
  if (visit.programmeState !== "approved") throw conflict("audit.not_approved");
  if (input.heldOn > ctx.today) throw invalid("audit.held_ahead");
  const { heldOn, result = null, findings = null, report } = input;
  const written = await write(
    ctx,
    visit.id,
    sql`state = 'held', held_on = ${heldOn}::date, result = ${result}, findings = ${findings}, report = ${report.trim()},
      closed_by = ${ctx.actor.personId}::uuid`,
  );
  await settleDocuments(ctx, visit.id, visit.companyId);
  await record(ctx, "audit.visit_held", {
    subject: subject(visit.companyId),
    data: { visitId: visit.id, heldOn, auditResult: result, findings },
    ...(report.trim() ? { personal: { report: report.trim() } } : {}),
  });
  return written;
}
