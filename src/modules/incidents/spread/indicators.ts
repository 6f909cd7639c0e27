// What gives an attack away: added as pasted, taken back with a reason, taken along as STIX for those who may have it.
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { withContent } from "#core/files/content.ts";
import { incidentTo, seen, subjectOf } from "../visible.ts";
import type { spread } from "./contract.ts";
import { bundleOf, markings, readLines, type Shared } from "./rules.ts";

export async function addIndicators(
  ctx: Ctx,
  input: Input<typeof spread.addIndicators>,
): Promise<Output<typeof spread.addIndicators>> {
  const incident = await incidentTo(ctx, "add", input.id);
  const read = readLines(input.lines.join("\n"));
  const named = read.flatMap((one) => one.found ?? []);
  if (named.length === 0) throw invalid("incident.no_indicator");
  const { rows } = await sql<{ id: string }>`
    insert into incident_indicators (incident_id, company_id, kind, value, note, marking, seen_at, added_at, added_by)
    select ${incident.id}::uuid, ${incident.companyId}::uuid, x.kind, x.value, ${input.note}, ${input.marking}, app_now(), app_now(), ${ctx.actor.personId}::uuid
    from jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as x (kind text, value text)
    on conflict (incident_id, kind, value) where withdrawn_at is null do nothing returning id`.execute(
    ctx.db,
  );
  await record(ctx, "incident.indicators_added", {
    subject: subjectOf(incident),
    data: { count: rows.length, marking: input.marking },
  });
  return {
    added: rows.length,
    known: named.length - rows.length,
    unread: read.filter((one) => one.found === null).map((one) => ({ line: one.line, said: one.pasted })),
  };
}

export async function withdrawIndicator(
  ctx: Ctx,
  { id, because }: Input<typeof spread.withdrawIndicator>,
): Promise<Output<typeof spread.withdrawIndicator>> {
  const { rows } = await sql<{ incidentId: string; companyId: string; isWithdrawn: boolean }>`
    select x.incident_id, x.company_id, x.withdrawn_at is not null as is_withdrawn from incident_indicators x join incidents i on i.id = x.incident_id
    where x.id = ${id}::uuid and ${seen(ctx)}`.execute(ctx.db);
  const indicator = found(rows[0], "incident_indicator");
  if (indicator.isWithdrawn) throw conflict("incident.withdrawn_already");
  await sql`update incident_indicators set withdrawn_at = app_now(), withdrawn_by = ${ctx.actor.personId}::uuid, withdrawn_because = ${because}
    where id = ${id}::uuid`.execute(ctx.db);
  await record(ctx, "incident.indicator_withdrawn", {
    subject: subjectOf({ id: indicator.incidentId, companyId: indicator.companyId }),
    data: { indicatorId: id },
  });
  return { id };
}

/** The same indicators are the same bundle; nothing leads from its name to the incident. */
function nameOf(rows: readonly Shared[]): string {
  const hash = createHash("sha256").update(JSON.stringify(rows)).digest("hex");
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-8$3-a$4-$5");
}

export async function downloadIndicators(
  ctx: Ctx,
  { id, upTo }: Input<typeof spread.downloadIndicators>,
): Promise<Output<typeof spread.downloadIndicators>> {
  const { rows: incidents } = await sql<{
    companyId: string;
  }>`select i.company_id from incidents i where i.id = ${id}::uuid and ${seen(ctx)}`.execute(ctx.db);
  const { companyId } = found(incidents[0], "incident");
  const allowed = markings.slice(0, markings.indexOf(upTo) + 1);
  const { rows } =
    await sql<Shared>`select x.id, x.kind, x.value, x.marking, x.seen_at, x.added_at from incident_indicators x
    where x.incident_id = ${id}::uuid and x.withdrawn_at is null and x.marking = any (${[...allowed]}::text[]) order by x.added_at, x.id`.execute(
      ctx.db,
    );
  const bundle = JSON.stringify(bundleOf(nameOf(rows), rows), null, 2);
  return withContent(
    asSensitiveRead(
      { count: rows.length },
      {
        verb: "incident.indicators_taken",
        subject: subjectOf({ id, companyId }),
        data: { count: rows.length, marking: upTo },
      },
    ),
    {
      name: `indicators-${ctx.today}.stix.json`,
      mediaType: "application/json",
      open: () => Readable.from([bundle]),
    },
  );
}
