// All that the pages and the OSCAL document of a report say, read once.
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found } from "#core/db/scope.ts";
import type { Book } from "#modules/inspections/book.ts";
import { type AgendaLine, agendaOf } from "./agenda.ts";
import { type ControlRow, controlsOf, type Report } from "./loading.ts";
import { weigherOf } from "./weighing.ts";

export type Placed = {
  side: "lead" | "company";
  outcome: "signed" | "refused";
  name: string | null;
  reason: string;
  signedAt: string;
};

export type Drawn = {
  report: Report;
  controls: ControlRow[];
  book: Book;
  isMandatory: (controlId: string) => boolean;
  result: NonNullable<Report["result"]>;
  agenda: AgendaLine[];
  references: ReadonlyMap<string, string>;
  signatures: Placed[];
  company: { code: string; name: string; timeZone: string };
  group: string;
  fromOn: string | null;
  toOn: string | null;
  today: string;
  now: string;
};

type Around = {
  code: string;
  name: string;
  timeZone: string;
  group: string;
  fromOn: string | null;
  toOn: string | null;
  signatures: Placed[];
  references: Record<string, string>;
};

export async function drawnOf(ctx: Ctx, report: Report, language: Language): Promise<Drawn> {
  const { rows } = await sql<Around>`
    select u.code, coalesce(case ${language} when 'ja' then n.name_ja when 'zh' then n.name_zh else n.name_en end, n.name) as name,
      coalesce(f.time_zone, g.time_zone) as time_zone, coalesce(g.names ->> ${language}, g.name) as "group", v.from_on, v.to_on,
      coalesce((select jsonb_agg(jsonb_build_object('side', s.side, 'outcome', s.outcome, 'reason', s.reason,
          'signedAt', to_char(s.signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'name', ${nameOfActor(language, sql`s.person_id`)}))
        from audit_signatures s where s.report_id = ${report.id}::uuid), '[]') as signatures,
      coalesce((select jsonb_object_agg(c.control_id, x.reference) from audit_report_controls c join findings x on x.id = c.finding_id
        where c.report_id = ${report.id}::uuid), '{}') as references
    from units u join audit_visits v on v.id = ${report.visitId}::uuid cross join group_settings g
    join lateral (select * from unit_names x where x.unit_id = u.id order by x.valid_from desc limit 1) n on true
    left join company_facts f on f.company_id = u.id and holds_on(f.valid_from, f.valid_to, group_today())
    where u.id = ${report.companyId}::uuid`.execute(ctx.db);
  const { signatures, references, group, fromOn, toOn, ...company } = found(rows[0], "audit_report");
  const controls = await controlsOf(ctx, report.id);
  const { book, isMandatory, result } = await weigherOf(ctx, report);
  return {
    report,
    controls,
    book,
    isMandatory,
    company,
    group,
    fromOn,
    toOn,
    signatures,
    result: report.result ?? result(controls),
    // Of a final report as it was then.
    agenda: report.seen.agenda ?? (await agendaOf(ctx, report.visitId)),
    references: new Map(Object.entries(references)),
    today: ctx.today,
    now: ctx.now.toISOString(),
  };
}
