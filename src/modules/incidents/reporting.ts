// What anybody noticed is entered: from a phone, for somebody who rang, in part. Whether it is an incident is judged afterwards.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope, found, held, within } from "#core/db/scope.ts";
import { forbidden, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { isTimeZone } from "#core/time/zones.ts";
import { openDuty } from "#modules/duties/service.ts";
import type { incidents } from "./contract.ts";
import { permissions, workers } from "./contract/words.ts";
import { addFiles } from "./files.ts";
import { mayReportForOthers } from "./form.ts";
import { reachesHeadAtOnce, reportDuty, reportToHead } from "./heading.ts";
import { type Channel, isLate, potentialOf, reportDueAt, type Severity } from "./rules.ts";
import { askForLocks } from "./locks.ts";
import { severityIs } from "./severity.ts";
import { columns, type Incident, subjectOf } from "./visible.ts";

/** Clocks of phones run a little ahead. */
const aheadMinutes = 5;
/** What was discovered longer ago is history, and is brought in as such. */
const mostDaysAgo = 730;

type In = Input<typeof incidents.reportIncident>;
export type Entry = Omit<In, "sendingId" | "isForSomebody" | "deviceIds" | "fileIds"> & {
  channel: Channel;
  deviceIds?: readonly string[];
  fileIds?: readonly string[];
  isExercise?: boolean;
  triesReceivers?: boolean;
  /** Nobody stands for who said it: the company judges it before headquarters hears of it (intake/README.md). */
  isUnproven?: boolean;
};

export async function reportIncident(ctx: Ctx, input: In): Promise<Output<typeof incidents.reportIncident>> {
  await companyInScope(ctx, input.companyId);
  const before = input.sendingId ? await sentBefore(ctx, input.sendingId) : undefined;
  if (before) return before;
  // An exercise is called by whoever handles incidents there: else a real one could be hidden as one.
  if (input.isExercise && !(await held(ctx, workers, input.companyId)).size)
    throw forbidden("incident.exercise_not_yours");
  // It stands among that person's own reports: not for anybody to put there.
  if (input.reporterId && !(await mayReportForOthers(ctx, input.companyId)))
    throw forbidden("incident.reporter_not_yours");
  const { sendingId, isForSomebody = Boolean(input.reporterId), ...entry } = input;
  return enter(ctx, { ...entry, channel: isForSomebody ? "for_somebody" : "form" }, sendingId);
}

/** Sent again by a phone that lost the answer: it is the same report. */
async function sentBefore(
  ctx: Ctx,
  sendingId: string,
): Promise<Output<typeof incidents.reportIncident> | undefined> {
  const { rows } = await sql<Incident>`select ${columns} from incidents i
    where i.id = ${sendingId}::uuid and i.entered_by = ${ctx.actor.personId}::uuid`.execute(ctx.db);
  return rows[0] && outcomeOf(ctx, rows[0]);
}

const outcomeOf = (ctx: Ctx, { id, reference, severity, reportedAt, reportDueAt: dueAt }: Incident) => ({
  id,
  reference,
  severity,
  isAtHeadquarters: reportedAt !== null,
  isLate: isLate(new Date(dueAt), reportedAt ? new Date(reportedAt) : null, ctx.now),
});

export function assertDiscovery(ctx: Ctx, discoveredAt: string, zone: string): void {
  const ahead = Date.parse(discoveredAt) - ctx.now.getTime();
  if (!isTimeZone(zone)) throw invalid("incident.no_such_zone");
  if (ahead > aheadMinutes * 60_000) throw invalid("incident.discovered_ahead");
  if (-ahead > mostDaysAgo * 86_400_000) throw invalid("incident.discovered_too_long_ago");
}

/** @returns what whoever entered it is told: its number, and whether headquarters has it already. */
export async function enter(
  ctx: Ctx,
  entry: Entry,
  id?: string,
): Promise<Output<typeof incidents.reportIncident>> {
  assertDiscovery(ctx, entry.discoveredAt, entry.zone);
  if (!entry.title?.trim() && !entry.what?.trim() && entry.kind === "other" && !entry.fileIds?.length)
    throw invalid("incident.nothing_said");
  await assertPlace(ctx, entry);
  const incident = await write(ctx, entry, id);
  await noteDiscovery(ctx, incident, "");
  await addDevices(ctx, incident, entry.deviceIds ?? []);
  await addFiles(ctx, incident, entry.fileIds ?? []);
  await record(ctx, "incident.entered", {
    subject: subjectOf(incident),
    data: {
      reference: incident.reference,
      kind: incident.kind,
      channel: entry.channel,
      severity: incident.severity,
      discoveredAt: incident.discoveredAt,
      isExercise: incident.isExercise,
    },
    ...(entry.reporterId ? { onBehalfOf: entry.reporterId } : {}),
  });
  if (entry.asksLock && !incident.isExercise) await askForLocks(ctx, incident);
  const { isUnproven = false } = entry;
  await startClock(ctx, incident);
  // Beside the 24 hours a grave one has somebody of the company take charge at once.
  await severityIs(ctx, incident, { before: null, reason: "", isSet: true, isUnproven });
  const goesAtOnce = !isUnproven && (await reachesHeadAtOnce(ctx, incident.id));
  if (goesAtOnce) await reportToHead(ctx, incident, { said: "", isPartial: true });
  return outcomeOf(ctx, goesAtOnce ? { ...incident, reportedAt: ctx.now.toISOString() } : incident);
}

async function startClock(ctx: Ctx, incident: Incident): Promise<void> {
  const startsAt = new Date(incident.discoveredAt);
  await openDuty(ctx, {
    kind: reportDuty,
    subjectKind: "incident",
    subjectId: incident.id,
    companyId: incident.companyId,
    permission: permissions.assess,
    notFor: incident.aboutIds,
    dueOn: null,
    hours: { startsAt, dueAt: reportDueAt(startsAt) },
    about: incident.reference,
  });
}

async function assertPlace(ctx: Ctx, { companyId, unitId, reporterId }: Entry): Promise<void> {
  if (unitId) {
    const { rows } =
      await sql`select u.id from units u where u.id = ${unitId}::uuid and u.company_id = ${companyId}::uuid
      and ${within(ctx, "u.company_id")} and (u.ended_on is null or u.ended_on > ${ctx.today}::date)`.execute(
        ctx.db,
      );
    if (rows.length === 0) throw invalid("incident.unknown_place");
  }
  if (!reporterId) return;
  const { rows } =
    await sql`select p.id from people p where p.id = ${reporterId}::uuid and ${within(ctx, "p.company_id")}`.execute(
      ctx.db,
    );
  if (rows.length === 0) throw invalid("incident.unknown_person");
}

async function write(ctx: Ctx, entry: Entry, id: string | undefined): Promise<Incident> {
  const potential: Severity = potentialOf(entry.kind, entry.answers ?? {});
  const title = entry.title?.trim() || (entry.what ?? "").trim().split("\n")[0]?.slice(0, 200) || "";
  const { rows } = await sql<Incident>`
    with numbered as (
      insert into incident_numbers (company_id, last) values (${entry.companyId}::uuid, 1)
      on conflict (company_id) do update set last = incident_numbers.last + 1 returning last
    )
    insert into incidents as i (id, company_id, unit_id, number, reference, kind, title, what, answers, channel, discovered_at, discovered_zone,
      occurred_at, entered_at, entered_by, reporter_id, reporter_said, report_due_at, late_reason, late_reason_at, late_reason_by, potential, actual,
      is_product, is_exercise, tries_receivers, last_at_hand, sought)
    select coalesce(${id ?? null}::uuid, new_id()), u.id, ${entry.unitId ?? null}::uuid, n.last, u.code || '-I' || n.last, ${entry.kind},
      ${title || "–"}, ${entry.what ?? ""}, ${JSON.stringify(entry.answers ?? {})}::jsonb, ${entry.channel}, ${entry.discoveredAt}::timestamptz,
      ${entry.zone}, ${entry.occurredAt ?? null}::timestamptz, app_now(), ${ctx.actor.personId}::uuid, ${entry.reporterId ?? null}::uuid,
      ${entry.reporterSaid ?? ""}, ${reportDueAt(new Date(entry.discoveredAt)).toISOString()}::timestamptz,
      ${lateReasonOf(ctx, entry)}, case when ${lateReasonOf(ctx, entry)}::text is null then null else app_now() end,
      case when ${lateReasonOf(ctx, entry)}::text is null then null else ${ctx.actor.personId}::uuid end, ${potential}, 'none',
      ${entry.kind === "product_vulnerability"}, ${entry.isExercise ?? false},
      ${(entry.isExercise && entry.triesReceivers) ?? false}, ${entry.lastAtHand ?? null}, u.code || '-I' || n.last || ' ' || ${title}
    from units u cross join numbered n where u.id = ${entry.companyId}::uuid
    returning ${columns}`.execute(ctx.db);
  return found(rows[0], "company");
}

/** Said where it is late already; of one in time there is nothing to explain. */
const lateReasonOf = (ctx: Ctx, { lateReason, discoveredAt }: Entry): string | null =>
  lateReason?.trim() && isLate(reportDueAt(new Date(discoveredAt)), null, ctx.now) ? lateReason.trim() : null;

export async function noteDiscovery(
  ctx: Ctx,
  incident: Pick<Incident, "id" | "companyId" | "discoveredAt" | "discoveredZone">,
  reason: string,
): Promise<void> {
  await sql`insert into incident_moments (incident_id, company_id, moment, at, zone, reason, set_at, set_by)
    values (${incident.id}::uuid, ${incident.companyId}::uuid, 'discovered', ${incident.discoveredAt}::timestamptz, ${incident.discoveredZone},
      ${reason}, app_now(), ${ctx.actor.personId}::uuid)`.execute(ctx.db);
}

async function addDevices(ctx: Ctx, incident: Incident, deviceIds: readonly string[]): Promise<void> {
  if (deviceIds.length === 0) return;
  const ids = [...new Set(deviceIds)];
  const { rows } = await sql`insert into incident_assets (incident_id, company_id, ledger, entry_id, name)
    select ${incident.id}::uuid, ${incident.companyId}::uuid, 'devices', d.id, d.name from devices d
    where d.id = any (${ids}::uuid[]) and d.company_id = ${incident.companyId}::uuid and ${within(ctx, "d.company_id")}
    returning entry_id`.execute(ctx.db);
  if (rows.length !== ids.length) throw invalid("incident.unknown_device");
}
