// The log of an incident: entries as they were said, each correction beside what it corrects, and the record's own trail between them.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { isTimeZone } from "#core/time/zones.ts";
import { incidentTo, seen, subjectOf, withDuplicates } from "../visible.ts";
import type { room } from "./contract.ts";
import { isAfterwards } from "./rules.ts";

type Out<K extends keyof typeof room> = Promise<Output<(typeof room)[K]>>;
type Entry = Output<typeof room.listIncidentLog>["rows"][number];

/** What each entry tells by itself is not told a second time by its event. */
const toldByEntries = ["incident.entry_added", "incident.entry_corrected"];

/** Clocks of two devices are not quite the same. */
const aheadMinutes = 5;

export function assertMoment(ctx: Ctx, at: string, zone: string): void {
  if (!isTimeZone(zone)) throw invalid("incident.no_such_zone");
  if (Date.parse(at) > ctx.now.getTime() + aheadMinutes * 60_000) throw invalid("incident.moment_ahead");
}

/** Loads what one may read of an incident. @throws AppError not_found */
export async function incidentSeen(
  ctx: Ctx,
  id: string,
): Promise<{ id: string; companyId: string; state: string; isProduct: boolean }> {
  const { rows } = await sql<{ id: string; companyId: string; state: string; isProduct: boolean }>`
    select i.id, i.company_id, i.state, i.is_product from incidents i where i.id = ${id}::uuid and ${seen(ctx)}`.execute(
    ctx.db,
  );
  return found(rows[0], "incident");
}

type Line = Omit<Entry, "isAfterwards" | "before"> & { order: string };

export async function listIncidentLog(
  ctx: Ctx,
  { id, after, limit = 50, kind, withTrail = true }: Input<typeof room.listIncidentLog>,
): Out<"listIncidentLog"> {
  await incidentSeen(ctx, id);
  const [at, key] = after?.split("|") ?? [];
  const begins = at && key ? sql`(x.at, x."order") < (${at}::timestamptz, ${key})` : sql`true`;
  const sources = [entriesOf(ctx, id, kind), ...(withTrail && !kind ? [trailOf(ctx, id)] : [])];
  const { rows } = await sql<Line & { end: string }>`select x.*, x.at::text || '|' || x."order" as "end"
    from (${sql.join(sources, sql` union all `)}) x where ${begins} order by x.at desc, x."order" desc limit ${limit + 1}`.execute(
    ctx.db,
  );
  const shown = rows.slice(0, limit);
  const before = await beforeOf(
    ctx,
    shown.flatMap((row) => (row.source === "entry" ? [row.id] : [])),
  );
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    rows: shown.map(({ order: _order, end: _end, ...row }) => ({
      ...row,
      isAfterwards: row.source === "entry" && isAfterwards(row.at, row.enteredAt),
      before: before.get(row.id) ?? [],
    })),
    next: last?.end ?? null,
  };
}

/** Those that nothing has replaced. */
const entriesOf = (ctx: Ctx, id: string, kind: Entry["kind"] | undefined): RawBuilder<unknown> => sql`
  select e.id::text as id, 'entry' as source, e.kind, null::text as verb, e.at, e.zone, e.said,
    ${nameOfActor(ctx.language, sql`e.entered_by`)} as by_name, e.entered_at, e.why, 'e' || e.id::text as "order"
  from incident_entries e where e.incident_id in ${withDuplicates(ctx, id)} and ${kind ? sql`e.kind = ${kind}` : sql`true`}
    and not exists (select from incident_entries n where n.replaces = e.id)`;

/** Events hold no words: the last judgement and each report to headquarters keep theirs. */
const saidWith = (e: RawBuilder<unknown>): RawBuilder<string> => sql<string>`coalesce(case ${e}.verb
  when 'incident.judged' then (select i.judged_because from incidents i where i.id = ${e}.subject_id
    and not exists (select from events later where later.subject_kind = 'incident' and later.subject_id = i.id and later.verb = 'incident.judged' and later.id > ${e}.id))
  when 'incident.reported_to_head' then (select r.said from incident_reports r where r.incident_id = ${e}.subject_id and r.id::text = ${e}.data ->> 'reportId') end, '')`;

/** Of an event `e` about one of its notices: which. */
const noticeNamed = ({ language }: Ctx, id: string): RawBuilder<unknown> => sql`(
  select left(coalesce(nullif(c.names ->> ${language}, ''), nullif(c.names ->> 'en', ''), nullif(c.names ->> 'ja', ''), nullif(c.names ->> 'zh', '')), 300)
  from incident_notices c where c.incident_id = ${id}::uuid and c.id::text = e.data ->> 'noticeId')`;

const trailOf = (ctx: Ctx, id: string): RawBuilder<unknown> => sql`
  select e.id::text, 'trail', null, e.verb, e.at, null, coalesce(${noticeNamed(ctx, id)}, ${saidWith(sql`e`)}), ${nameOfActor(ctx.language, sql`e.actor_id`)}, e.at, '',
    'a' || lpad(e.id::text, 20, '0')
  from events e where e.subject_kind = 'incident' and e.subject_id = ${id}::uuid and not e.verb = any (${toldByEntries}::text[])
    and ${within(ctx, "e.company_id")}`;

/** The chain that each entry ends, back to what was said first. */
async function beforeOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Entry["before"]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Entry["before"][number] & { ofId: string }>`
    with recursive back as (
      select e.id as of_id, e.replaces as id, 1 as n from incident_entries e where e.id = any (${[...ids]}::uuid[]) and e.replaces is not null
      union all
      select b.of_id, e.replaces, b.n + 1 from back b join incident_entries e on e.id = b.id where e.replaces is not null and b.n < 50
    )
    select b.of_id, e.said, e.at, e.zone, e.entered_at, ${nameOfActor(ctx.language, sql`e.entered_by`)} as by_name
    from back b join incident_entries e on e.id = b.id order by b.of_id, b.n`.execute(ctx.db);
  const before = new Map<string, Entry["before"]>();
  for (const { ofId, ...row } of rows) before.set(ofId, [...(before.get(ofId) ?? []), row]);
  return before;
}

export async function addLogEntry(ctx: Ctx, input: Input<typeof room.addLogEntry>): Out<"addLogEntry"> {
  const incident = await incidentTo(ctx, "add", input.id);
  assertMoment(ctx, input.at, input.zone);
  const id = await write(ctx, incident, input);
  await record(ctx, "incident.entry_added", {
    subject: subjectOf(incident),
    data: { entryId: id, kind: input.kind, at: input.at },
  });
  return { id };
}

type Said = { kind: string; at: string; zone: string; said: string };

async function write(
  ctx: Ctx,
  incident: { id: string; companyId: string },
  { kind, at, zone, said }: Said,
  replaced?: { id: string; why: string },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into incident_entries (incident_id, company_id, kind, at, zone, said, entered_at, entered_by, replaces, why)
    values (${incident.id}::uuid, ${incident.companyId}::uuid, ${kind}, ${at}::timestamptz, ${zone}, ${said.trim()}, app_now(),
      ${ctx.actor.personId}::uuid, ${replaced?.id ?? null}::uuid, ${replaced?.why ?? ""}) returning id`.execute(
    ctx.db,
  );
  return found(rows[0], "incident").id;
}

/** Two who correct the same at once: the second reads what the first has said. */
export async function correctLogEntry(
  ctx: Ctx,
  input: Input<typeof room.correctLogEntry>,
): Out<"correctLogEntry"> {
  const { rows } = await sql<{ incidentId: string }>`
    select e.incident_id from incident_entries e where e.id = ${input.id}::uuid and ${within(ctx, "e.company_id")}`.execute(
    ctx.db,
  );
  const incident = await incidentTo(ctx, "add", found(rows[0], "incident").incidentId);
  assertMoment(ctx, input.at, input.zone);
  if (await isReplaced(ctx, input.id)) throw conflict("incident.entry_corrected_already");
  const id = await write(ctx, incident, input, { id: input.id, why: input.why });
  await record(ctx, "incident.entry_corrected", {
    subject: subjectOf(incident),
    data: { entryId: id, entryIdBefore: input.id, kind: input.kind, at: input.at },
  });
  return { id };
}

/** Looked at after the incident is locked, so that one of two is the second. */
async function isReplaced(ctx: Ctx, id: string): Promise<boolean> {
  const { rows } = await sql`select from incident_entries n where n.replaces = ${id}::uuid`.execute(ctx.db);
  return rows.length > 0;
}
