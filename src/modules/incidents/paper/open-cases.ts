// Open cases of a pack. Left out: what is confidential, what is about somebody by name, and exercises.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import type { Kind, Severity, State } from "../rules.ts";
import { breakable, type Words } from "./words.ts";

export const mostCases = 400;
type Row = {
  reference: string;
  company: string;
  kind: Kind;
  title: string;
  severity: Severity;
  state: State;
  zone: string;
  discoveredAt: string;
  takenUpBy: string | null;
  dues: { what: string; name: string | null; at: string; isAtOnce: boolean }[];
};
export type OpenCase = { head: string[]; what: string[]; severity: string; tone: Severity; dues: string[] };

export async function openCases(ctx: Ctx, companyIds: readonly string[], words: Words): Promise<OpenCase[]> {
  const { say } = words;
  const { rows } = await sql<Row>`
    select i.reference, ${nameOfUnit(words.language, "n")} as company, i.kind, i.title, i.severity, i.state, i.discovered_at,
      coalesce((select f.time_zone from company_facts f where f.company_id = i.company_id and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date)),
        i.discovered_zone) as zone,
      ${nameOfActor(words.language, sql`i.taken_up_by`)} as taken_up_by,
      coalesce((select jsonb_agg(jsonb_build_object('what', d.what, 'name', d.name, 'isAtOnce', d.is_at_once,
        'at', to_char(d.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) order by d.at)
        from (select * from (
          select 'report' as what, null as name, i.report_due_at as at, false as is_at_once where i.reported_at is null
          union all select 'law', coalesce(r.words #>> array[${words.language}::text, 'name'], r.words #>> array['en', 'name'], r.key)
              || case when c.entity_id = i.company_id then '' else ' – ' || ${nameOfUnit(words.language, "en")} end,
              -- What is owed at once has no due time: it is owed since it began.
              coalesce(c.due_at, c.started_at), r.amount is null
            from incident_clocks c join clock_rules r on r.id = c.rule_id
            join unit_names en on en.unit_id = c.entity_id and holds_on(en.valid_from, en.valid_to, ${ctx.today}::date)
            where c.incident_id = i.id and c.ended_as is null and c.gone_at is null and c.standing = 'due' and c.outcome = 'applies'
              and (c.due_at is not null or r.amount is null and c.started_at is not null)
          union all select 'notice', coalesce(n.names ->> ${words.language}, n.names ->> 'en'), n.due_at, false from incident_notices n
            where n.incident_id = i.id and n.state in ('to_write', 'to_approve', 'approved', 'undelivered', 'omission')
        ) every_due order by at limit 4) d), '[]') as dues
    from incidents i join unit_names n on n.unit_id = i.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where i.company_id = any (${[...companyIds]}::uuid[]) and i.state in ('reported', 'open', 'contained', 'handled')
      and not i.is_confidential and i.about_ids = '{}' and not i.is_exercise
    order by array_position(array['critical', 'high', 'medium', 'low'], i.severity), i.discovered_at, i.id limit ${mostCases}`.execute(
    ctx.db,
  );
  return rows.map((row) => ({
    head: [row.reference, row.company],
    what: [
      breakable(row.title === "–" ? say(`incident.kind.${row.kind}`) : row.title),
      `${say("incident.paper.since")}: ${words.moment(row.discoveredAt, row.zone)} · ${say("incident.paper.inCharge")}: ${row.takenUpBy ?? say("incident.nobodyYet")}`,
    ],
    severity: `${say(`severity.${row.severity}`)} · ${say(`incident.state.${row.state}`)}`,
    tone: row.severity,
    dues: row.dues.map(
      ({ what, name, at, isAtOnce }) =>
        `${isAtOnce ? say("clockUnit.none") : words.moment(at, row.zone)} ${name ?? say(`incident.pack.due.${what}`)}`,
    ),
  }));
}
