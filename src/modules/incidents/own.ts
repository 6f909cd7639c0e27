// What became of what one reported, and what may be the same.
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
import { headOf, nameOfHead } from "./heading.ts";
import { locksOf } from "./locks.ts";
import { isOwn, needsToKnow, subjectOf } from "./visible.ts";

type Out<K extends keyof typeof incidents> = Promise<Output<(typeof incidents)[K]>>;
type OwnReport = Output<typeof incidents.getOwnReport>;

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
    Omit<OwnReport, "headName" | "additions" | "mayOpen" | "goesOn" | "locks"> & { companyId: string }
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
    locks: await locksOf(ctx, id),
    goesOn: kept[0] ?? null,
    headName: head ? nameOfHead(ctx, head) : null,
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
