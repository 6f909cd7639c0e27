// One incident with all that was said of it, and what may be done now.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, held, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { stages } from "#modules/clock-rules/mechanism/rules.ts";
import { ruleNamed } from "#modules/clock-rules/naming.ts";
import type { incidents } from "./contract.ts";
import { permissions } from "./contract/words.ts";
import { isReporters } from "./files.ts";
import { goesAtOnce, positionThen } from "./heading.ts";
import { named, rowColumns } from "./listing.ts";
import { wholeLocksOf } from "./locks.ts";
import { notesAs } from "./noting.ts";
import { type Act, isOpenTo } from "./rules.ts";
import { respondDuty } from "./severity.ts";
import { discoveredBy, reportedBy, seen, withDuplicates } from "./visible.ts";
import { wasLate } from "./judging.ts";

type Whole = Output<typeof incidents.getIncident>;
type Lists = Pick<
  Whole,
  "duplicates" | "locks" | "reports" | "severities" | "moments" | "files" | "assets" | "additions"
>;
type Row = Omit<Whole, keyof Lists | "can">;

export async function getIncident(ctx: Ctx, { id }: Input<typeof incidents.getIncident>): Promise<Whole> {
  const { rows } = await sql<Row>`
    select ${rowColumns(ctx)}, i.unit_id, i.is_confidential or i.about_ids <> '{}' as is_kept, i.tries_receivers, i.what, i.answers, i.channel, i.occurred_at, i.last_at_hand, i.potential, i.actual, i.late_reason, i.judged_as, i.judged_at,
      i.judged_because, i.taken_up_at, i.handled_at, i.closed_at,
      i.reported_at is null and ${goesAtOnce} as goes_to_head_with_charge,
      coalesce((select f.time_zone from company_facts f where f.company_id = i.company_id and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date)),
        (select g.time_zone from group_settings g), 'UTC') as company_zone,
      ${nameOfActor(ctx.language, sql`i.entered_by`)} as entered_by_name,
      ${discoveredBy(ctx)} as reporter_name,
      ${nameOfActor(ctx.language, sql`i.late_reason_by`)} as late_reason_by_name,
      ${nameOfActor(ctx.language, sql`i.judged_by`)} as judged_by_name,
      (select jsonb_build_object('id', o.id, 'reference', o.reference) from incidents o where o.id = i.duplicate_of) as duplicate_of,
      (select jsonb_build_object('id', o.id, 'reference', o.reference) from incident_intakes k join incidents o on o.id = k.alike_to
        where k.incident_id = i.id and k.state = 'entered' and i.judged_as is null limit 1) as maybe_same_as
    from incidents i ${named(ctx)} where i.id = ${id}::uuid and ${seen(ctx)}`.execute(ctx.db);
  const row = found(rows[0], "incident");
  const lists = await listsOf(ctx, id);
  return { ...row, ...lists, can: await canOf(ctx, row, lists.reports) };
}

async function listsOf(ctx: Ctx, id: string): Promise<Lists> {
  // What was said and sent in a report of the same is part of the kept one.
  const all = withDuplicates(ctx, id);
  const reports = await sql<
    Whole["reports"][number]
  >`select r.id, r.nth, r.said, r.is_partial, r.severity, r.reported_at,
      ${nameOfActor(ctx.language, sql`r.reported_by`)} as reported_by_name, ${positionThen(ctx)} as position_name, r.holder_name, r.holder_rank, r.noted_at, r.noted_name, r.noted_as
    from incident_reports r where r.incident_id = ${id}::uuid order by r.nth desc limit 100`.execute(ctx.db);
  const duplicates = await sql<
    Whole["duplicates"][number]
  >`select i.id, i.reference, i.what, i.channel, i.discovered_at, i.entered_at, ${reportedBy(ctx)} as by_name
    from incidents i where i.duplicate_of = ${id}::uuid and i.state = 'duplicate' and ${seen(ctx)} order by i.number limit 50`.execute(
    ctx.db,
  );
  const severities = await sql<Whole["severities"][number]>`select s.potential, s.actual, s.reason, s.set_at,
      ${nameOfActor(ctx.language, sql`s.set_by`)} as set_by_name
    from incident_severities s where s.incident_id = ${id}::uuid order by s.set_at desc, s.id desc limit 50`.execute(
    ctx.db,
  );
  const moments = await momentsOf(ctx, id);
  const files = await sql<
    Whole["files"][number]
  >`select f.id, f.name, f.size_bytes::int as size_bytes, x.added_at, ${isReporters} as is_reporters, ${nameOfActor(ctx.language, sql`x.added_by`)} as added_by_name
    from incident_files x join files f on f.id = x.file_id where x.incident_id in ${all} order by x.added_at, f.id limit 200`.execute(
    ctx.db,
  );
  const assets = await sql<
    Whole["assets"][number]
  >`select distinct a.ledger, a.entry_id, a.name from incident_assets a
    where a.incident_id in ${all} order by a.name limit 50`.execute(ctx.db);
  const additions = await sql<
    Whole["additions"][number]
  >`select a.at, a.said from incident_additions a where a.incident_id in ${all} order by a.at, a.id limit 50`.execute(
    ctx.db,
  );
  return {
    duplicates: duplicates.rows,
    locks: await wholeLocksOf(ctx, id),
    additions: additions.rows,
    reports: reports.rows,
    severities: severities.rows,
    moments,
    files: files.rows,
    assets: assets.rows,
  };
}

/** Of the legal entities in reach. A later one of the same kind, of the same thing and entity, corrects the one before. */
async function momentsOf(ctx: Ctx, id: string): Promise<Whole["moments"]> {
  const isStage = sql`(m.moment = 'submitted' and m.of_what = any (${[...stages]}::text[]))`;
  const { rows } = await sql<Whole["moments"][number]>`select m.id, m.moment, nullif(m.of_what, '') as of,
      case when m.moment = 'submitted' then ${ruleNamed(ctx, sql`split_part(m.of_what, '/', 1)`)} end as of_rule,
      nullif(m.entity_id, m.company_id) as entity_id, m.entity_id is null as is_of_all,
      (select ${nameOfUnit(ctx.language, "n")} from unit_names n where n.unit_id = m.entity_id and m.entity_id <> m.company_id
        and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)) as entity_name,
      m.at, m.zone, m.reason, m.set_at, ${nameOfActor(ctx.language, sql`m.set_by`)} as set_by_name,
      -- Of a report that is known by its stage alone nobody can say that another of that stage corrects it.
      m.withdrawn_at is null and row_number() over (partition by m.moment, m.of_what, m.entity_id, case when ${isStage} then m.id end
        order by m.withdrawn_at is null desc, m.set_at desc, m.id desc) = 1 as is_current
    from incident_moments m where m.incident_id = ${id}::uuid and (m.entity_id is null or ${within(ctx, "m.entity_id")})
    order by m.set_at desc, m.id desc limit 200`.execute(ctx.db);
  return rows;
}

/** Each act with the reason why not; null where it may be done now. */
async function canOf(ctx: Ctx, row: Row, reports: Whole["reports"]): Promise<Whole["can"]> {
  const mine = await held(
    ctx,
    [permissions.manage, permissions.assess, permissions.rule, permissions.product],
    row.companyId,
  );
  const works = mine.has(permissions.manage) || mine.has(permissions.assess);
  const on = (act: Act, isNow = true, why = "incident.not_for_its_state") =>
    !works && !(act === "weigh" && row.isProduct && mine.has(permissions.product))
      ? "can.not_yours"
      : isOpenTo(act, row.state) && isNow
        ? null
        : why;
  const waits = reports.some((one) => one.notedAt === null);
  const notes =
    waits && ((await notesAs(ctx, row, ctx.actor.personId)) !== null || mine.has(permissions.rule));
  const isCalled = row.takenUpAt !== null && (await isCalledForCharge(ctx, row.id));
  return {
    judge: on("judge"),
    report: on("report"),
    weigh: on("weigh"),
    take_up: on("take_up", row.takenUpAt === null || isCalled, "incident.taken_up_already"),
    contained: on("contained"),
    handled: on("handled"),
    close: on("close"),
    correct: on("correct"),
    why_late: on("why_late", wasLate(ctx, row), "incident.not_late"),
    note: notes ? null : "can.not_yours",
  };
}

/** Taken in charge before it became grave: it is asked for anew. */
async function isCalledForCharge(ctx: Ctx, id: string): Promise<boolean> {
  const { rows } = await sql`select from duties d where d.subject_id = ${id}::uuid and d.kind = ${respondDuty}
    and d.state = 'open'`.execute(ctx.db);
  return rows.length > 0;
}
