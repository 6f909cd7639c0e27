// A report is begun from a finished sheet: what was found is copied, so that the sheet can stay closed to the company. A correction of a
// final one is a new version beside it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { assertConducts, type Sheet, sheetInScope, subjectOf } from "../visits/loading.ts";
import type { Verdict } from "../visits/rules.ts";
import type { report } from "./contract/report.ts";
import { newestReport, type Report, type Seen } from "./loading.ts";
import { weigherOf } from "./weighing.ts";

type In = Input<typeof report.beginReport>;
type Out = Promise<Output<typeof report.beginReport>>;

export async function beginReport(ctx: Ctx, { id, language, reason }: In): Out {
  const sheet = await sheetInScope(ctx, id, true);
  await assertConducts(ctx, sheet.visitId, sheet.companyId);
  if (sheet.visitState === "cancelled") throw conflict("audit.visit_over");
  if (sheet.finishedAt === null) throw conflict("audit.not_finished");
  const last = await newestReport(ctx, id);
  if (last && last.state !== "final") throw conflict("audit.report_there");
  if (last && !reason?.trim()) throw invalid("audit.say_why");
  const version = (last?.version ?? 0) + 1;
  const reportId = await addReport(ctx, sheet, {
    version,
    language: language ?? last?.language ?? (await companysLanguage(ctx, sheet.companyId)),
    reason: last ? (reason?.trim() ?? null) : null,
    last,
  });
  if (last) await copyControls(ctx, last.id, reportId);
  else await addControls(ctx, sheet, reportId);
  await record(ctx, "audit.report_begun", {
    subject: subjectOf(sheet),
    data: { visitId: id, reference: sheet.reference, version },
    ...(last && reason ? { personal: { reason: reason.trim() } } : {}),
  });
  return { id: reportId, version };
}

async function companysLanguage(ctx: Ctx, companyId: string): Promise<Report["language"]> {
  const { rows } = await sql<{ language: Report["language"] }>`
    select case when f.language in ('ja', 'en', 'zh') then f.language else 'en' end as language from company_facts f
    where f.company_id = ${companyId}::uuid and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date)`.execute(
    ctx.db,
  );
  return rows[0]?.language ?? "en";
}

async function addReport(
  ctx: Ctx,
  sheet: Sheet,
  of: { version: number; language: Report["language"]; reason: string | null; last: Report | undefined },
): Promise<string> {
  const seen = of.last?.seen ?? (await seenOn(ctx, sheet.visitId, of.language));
  const { rows } = await sql<{ id: string }>`
    insert into audit_reports (visit_id, company_id, version, reference, language, edition_id, tier, inspection_id, seed, share_percent, seen,
      summary, commended, reason, begun_by, begun_at)
    select s.visit_id, s.company_id, ${of.version}, s.reference, ${of.language}, s.edition_id, s.tier, s.inspection_id, s.seed, s.share_percent,
      ${JSON.stringify(seen)}::jsonb, ${of.last?.summary ?? ""}, ${of.last?.commended ?? ""}, ${of.reason}, ${ctx.actor.personId}::uuid, app_now()
    from audit_sheets s where s.visit_id = ${sheet.visitId}::uuid returning id`.execute(ctx.db);
  return rows[0]?.id ?? "";
}

const valueOf = (field: string) =>
  sql`(select v.value from audit_values v where v.check_id = c.id and v.field = ${field})`;

/** Notes of a place go along; what somebody said there stays with the auditors, who may have promised it. */
async function seenOn(ctx: Ctx, visitId: string, language: Report["language"]): Promise<Seen> {
  const unlooked = (drawn: string) =>
    sql`(select count(*)::int from audit_controls k where k.visit_id = s.visit_id and k.verdict is null and k.drawn = ${drawn})`;
  const { rows } = await sql<Seen>`
    select (select jsonb_build_object('mandatory', ${unlooked("mandatory")}, 'sample', ${unlooked("sample")}, 'added', ${unlooked("added")},
        'reason', s.left_reason) from audit_sheets s where s.visit_id = ${visitId}::uuid) as left,
      coalesce((select jsonb_agg(jsonb_build_object('name', coalesce(${nameOfActor(language, sql`m.person_id`)}, ''), 'isLead', m.is_lead)
        order by m.is_lead desc, m.person_id) from team_of_visit(${visitId}::uuid) m), '[]') as team,
      coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'kind', p.kind, 'checks',
          coalesce((select jsonb_agg(jsonb_build_object('controlId', c.control_id, 'point', c.point, 'verdict', ${valueOf("verdict")},
            'test', ${valueOf("test")}, 'lookedAt', ${valueOf("looked_at")}, 'deviating', ${valueOf("deviating")}) order by c.position, c.id)
            from audit_checks c where c.place_id = p.id), '[]'), 'notes',
          coalesce((select jsonb_agg(n.words order by n.taken_at, n.id) from audit_notes n
            where n.place_id = p.id and n.check_id is null and n.kind = 'note' and n.withdrawn_at is null), '[]')) order by p.position, p.id)
        from audit_places p where p.visit_id = ${visitId}::uuid and p.removed_at is null), '[]') as places,
      coalesce((select jsonb_agg(x.photo order by x.taken_at) from (
        select n.taken_at, jsonb_build_object('controlId', c.control_id, 'placeId', p.id, 'place', p.name, 'fileId', f.id, 'sha256', encode(f.sha256, 'hex'),
          'mediaType', f.media_type, 'sizeBytes', f.size_bytes, 'words', n.words, 'takenAt', n.taken_at) as photo
        from audit_notes n join files f on f.id = n.file_id left join audit_checks c on c.id = n.check_id
          left join audit_places p on p.id = coalesce(n.place_id, c.place_id)
        where n.visit_id = ${visitId}::uuid and n.kind = 'photo' and n.withdrawn_at is null order by n.taken_at limit 300) x), '[]') as photos`.execute(
    ctx.db,
  );
  return rows[0] ?? { team: [], places: [], photos: [] };
}

async function addControls(ctx: Ctx, sheet: Sheet, reportId: string): Promise<void> {
  const { book, severity } = await weigherOf(ctx, sheet);
  const { rows } = await sql<{ controlId: string; verdict: Verdict }>`
    select c.control_id, c.verdict from audit_controls c where c.visit_id = ${sheet.visitId}::uuid and c.verdict is not null`.execute(
    ctx.db,
  );
  const verdicts = new Map(rows.map((row) => [row.controlId, row.verdict]));
  const added = book.controls.flatMap((control, position) => {
    const verdict = verdicts.get(control.id);
    return verdict === undefined
      ? []
      : [{ id: control.id, position, severity: severity(control.id, verdict) }];
  });
  await sql`insert into audit_report_controls (report_id, control_id, company_id, position, area, drawn, said_verdict, said_assurance, said_on,
      answer_version, desk_verdict, sheet_verdict, verdict, words, severity, proposed_severity)
    select ${reportId}::uuid, c.control_id, c.company_id, x.position, c.area, c.drawn, c.said_verdict, c.said_assurance, c.said_on,
      c.answer_version, c.desk_verdict, c.verdict, c.verdict, c.seen, x.severity, x.severity
    from jsonb_to_recordset(${JSON.stringify(added)}::jsonb) as x (id text, position int, severity text)
    join audit_controls c on c.visit_id = ${sheet.visitId}::uuid and c.control_id = x.id`.execute(ctx.db);
}

/** What was final, to be put right: what was withdrawn stays so, and what the company said of the last version stays with that. */
const copyControls = (ctx: Ctx, fromId: string, toId: string) =>
  sql`insert into audit_report_controls (report_id, control_id, company_id, position, area, drawn, said_verdict, said_assurance, said_on,
      answer_version, desk_verdict, sheet_verdict, verdict, words, severity, proposed_severity, severity_reason, settlement, settled_reason,
      settled_by, settled_at)
    select ${toId}::uuid, c.control_id, c.company_id, c.position, c.area, c.drawn, c.said_verdict, c.said_assurance, c.said_on,
      c.answer_version, c.desk_verdict, c.sheet_verdict, c.verdict, c.words, c.severity, c.proposed_severity, c.severity_reason,
      w.settlement, case when w.settlement is null then '' else c.settled_reason end,
      case when w.settlement is not null then c.settled_by end, case when w.settlement is not null then c.settled_at end
    from audit_report_controls c cross join lateral (select nullif(c.settlement, 'upheld') as settlement) w
    where c.report_id = ${fromId}::uuid`.execute(ctx.db);
