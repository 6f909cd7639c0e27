// The reporter's side: the form, and what became of what one reported.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { companyInScope, found, holds, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { record } from "#core/events/record.ts";
import type { incidents } from "./contract.ts";
import { permissions } from "./contract/words.ts";
import { addFiles } from "./files.ts";
import { headOf } from "./heading.ts";
import { isOwn, needsToKnow, subjectOf } from "./visible.ts";

type Out<K extends keyof typeof incidents> = Promise<Output<(typeof incidents)[K]>>;
type OwnReport = Output<typeof incidents.getOwnReport>;

/** Of one's own company where none is named. */
export async function getReportForm(
  ctx: Ctx,
  input: Input<typeof incidents.getReportForm>,
): Out<"getReportForm"> {
  const companyId = input.companyId ?? (await ownCompany(ctx));
  await companyInScope(ctx, companyId);
  const { rows } = await sql<{ companyName: string; timeZone: string }>`
    select ${nameOfUnit(ctx.language, "n")} as company_name,
      coalesce((select f.time_zone from company_facts f where f.company_id = n.unit_id and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date)),
        (select g.time_zone from group_settings g), 'UTC') as time_zone
    from unit_names n where n.unit_id = ${companyId}::uuid and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)`.execute(
    ctx.db,
  );
  const company = found(rows[0], "company");
  const { rows: places } = await sql<{ id: string; name: string }>`
    select u.id, ${nameOfUnit(ctx.language, "n")} as name from units u
    join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where u.company_id = ${companyId}::uuid and u.kind in ('site', 'department') and (u.ended_on is null or u.ended_on > ${ctx.today}::date)
      and ${within(ctx, "u.company_id")} order by u.kind desc, name limit 200`.execute(ctx.db);
  const { rows: devices } = await sql<{
    id: string;
    name: string;
    note: string;
    isEncrypted: boolean | null;
  }>`
    select d.id, d.name, concat_ws(' ', d.manufacturer, d.model) as note, d.encrypted as is_encrypted from devices d
    where d.owner_id = ${ctx.actor.personId}::uuid and d.company_id = ${companyId}::uuid and d.state <> 'retired' and ${within(ctx, "d.company_id")}
    order by d.seen_at desc nulls last, d.name limit 20`.execute(ctx.db);
  const reads = await holds(ctx, permissions.read, companyId);
  return { companyId, ...company, places, devices, mayReportForOthers: reads };
}

/** The nearest that one may report for: one's own company, else the first in reach. */
async function ownCompany(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{
    id: string;
  }>`select u.id from units u where u.kind = 'company' and ${within(ctx, "u.company_id")}
    order by u.id = ${ctx.actor.companyId}::uuid desc, u.code limit 1`.execute(ctx.db);
  return found(rows[0], "company").id;
}

const daysAlike = 7;

/** Whoever may not read the register is told that something alike is known, and opens what they reported themselves. */
export async function findLikeIncidents(
  ctx: Ctx,
  input: Input<typeof incidents.findLikeIncidents>,
): Out<"findLikeIncidents"> {
  await companyInScope(ctx, input.companyId);
  const reads = ctx.permission === permissions.read;
  const { rows } = await sql<Output<typeof incidents.findLikeIncidents>["rows"][number]>`
    select i.id, i.reference, i.title, i.kind, i.discovered_at, true as is_openable from incidents i
    where i.company_id = ${input.companyId}::uuid and ${within(ctx, "i.company_id")} and ${reads ? needsToKnow(ctx) : isOwn(ctx)}
      and i.state not in ('nothing', 'duplicate') and not i.is_exercise
      and i.discovered_at between ${input.discoveredAt}::timestamptz - make_interval(days => ${daysAlike})
        and ${input.discoveredAt}::timestamptz + make_interval(days => ${daysAlike})
      and (i.kind = ${input.kind} or exists (select from incident_assets a where a.incident_id = i.id and a.entry_id = ${input.deviceId ?? null}::uuid))
    order by exists (select from incident_assets a where a.incident_id = i.id and a.entry_id = ${input.deviceId ?? null}::uuid) desc,
      abs(extract(epoch from i.discovered_at - ${input.discoveredAt}::timestamptz)) limit 5`.execute(ctx.db);
  return { rows };
}

const ownColumns = sql`i.id, i.reference, i.kind, i.title, i.state, i.discovered_at, i.discovered_zone, i.entered_at, i.reported_at,
  i.channel = 'for_somebody' as is_for_somebody`;

export async function listOwnReports(ctx: Ctx): Out<"listOwnReports"> {
  const { rows } = await sql<Output<typeof incidents.listOwnReports>["rows"][number]>`
    select ${ownColumns} from incidents i where ${isOwn(ctx)} and ${within(ctx, "i.company_id")}
    order by i.entered_at desc, i.id desc limit 50`.execute(ctx.db);
  return { rows };
}

export async function getOwnReport(
  ctx: Ctx,
  { id }: Input<typeof incidents.getOwnReport>,
): Promise<OwnReport> {
  const { rows } = await sql<
    Omit<OwnReport, "headName" | "additions" | "mayOpen" | "goesOn"> & { companyId: string }
  >`
    select ${ownColumns}, i.company_id, i.what, ${nameOfUnit(ctx.language, "n")} as company_name,
      (select min(r.noted_at) from incident_reports r where r.incident_id = i.id) as noted_at, i.taken_up_at,
      ${nameOfActor(ctx.language, sql`i.taken_up_by`)} as taken_up_by_name, i.judged_at, i.contained_at, i.handled_at, i.closed_at,
      coalesce(i.reported_at, app_now()) > i.report_due_at as is_late, i.late_reason is not null as has_late_reason
    from incidents i join unit_names n on n.unit_id = i.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where i.id = ${id}::uuid and ${isOwn(ctx)} and ${within(ctx, "i.company_id")}`.execute(ctx.db);
  const { companyId, ...report } = found(rows[0], "incident");
  const { rows: additions } = await sql<{ at: string; said: string }>`
    select a.at, a.said from incident_additions a where a.incident_id = ${id}::uuid order by a.at, a.id limit 50`.execute(
    ctx.db,
  );
  const { rows: kept } = await sql<
    NonNullable<OwnReport["goesOn"]>
  >`select w.* from where_report_went(${id}::uuid) w`.execute(ctx.db);
  const head = await headOf(ctx);
  return {
    ...report,
    goesOn: kept[0] ?? null,
    headName: head?.name ?? null,
    additions,
    mayOpen: await holds(ctx, permissions.read, companyId),
  };
}

export async function addToReport(ctx: Ctx, input: Input<typeof incidents.addToReport>): Out<"addToReport"> {
  const { rows } = await sql<{ id: string; companyId: string }>`select i.id, i.company_id from incidents i
    where i.id = ${input.id}::uuid and ${isOwn(ctx)} and ${within(ctx, "i.company_id")}`.execute(ctx.db);
  const incident = found(rows[0], "incident");
  const { rows: added } = await sql<{
    id: string;
  }>`insert into incident_additions (incident_id, company_id, at, said, said_by)
    values (${incident.id}::uuid, ${incident.companyId}::uuid, app_now(), ${input.said}, ${ctx.actor.personId}::uuid) returning id`.execute(
    ctx.db,
  );
  await addFiles(ctx, incident, input.fileIds ?? []);
  await record(ctx, "incident.added_to", {
    subject: subjectOf(incident),
    data: { additionId: found(added[0], "incident").id, files: input.fileIds?.length ?? 0 },
  });
  return { id: incident.id };
}
