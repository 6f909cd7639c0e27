// What follows in the room from what is said of an incident: the playbook of its kind once it is one, hours once somebody has it, the
// next brief when it is graver.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import { recordEach } from "#core/events/record.ts";
import { isOver } from "../rules.ts";
import { columns, type Incident, subjectOf } from "../visible.ts";
import { askForBrief, endBriefs } from "./briefing.ts";
import { playbookOf } from "./playbooks.ts";

export const roomFollows: Subscriber = {
  name: "incidents.room",
  verbs: ["incident.judged", "incident.taken_up", "incident.weighed", "incident.closed"],
  from: "now",
  handle: async (ctx, events) => {
    for (const id of new Set(events.flatMap((event) => event.subjectId ?? []))) {
      const { rows } =
        await sql<Incident>`select ${columns} from incidents i where i.id = ${id}::uuid for no key update`.execute(
          ctx.db,
        );
      if (rows[0]) await follow(ctx, rows[0]);
    }
  },
};

async function follow(ctx: Ctx, incident: Incident): Promise<void> {
  if (incident.judgedAs === "incident") await copyPlaybook(ctx, incident);
  if (incident.takenUpAt)
    await sql`update incident_tasks set due_at = ${incident.takenUpAt}::timestamptz + make_interval(hours => hours), row_version = row_version + 1
      where incident_id = ${incident.id}::uuid and state = 'open' and due_at is null and hours is not null`.execute(
      ctx.db,
    );
  if (isOver(incident.state)) await endBriefs(ctx, incident);
  else if (incident.judgedAs === "incident") await askForBrief(ctx, incident);
}

/** Of another kind than was thought: its tasks come beside those that were given before. */
async function copyPlaybook(ctx: Ctx, incident: Incident): Promise<void> {
  const { rows: given } =
    await sql`select from incident_tasks t where t.incident_id = ${incident.id}::uuid and t.from_kind = ${incident.kind} limit 1`.execute(
      ctx.db,
    );
  if (given.length > 0) return;
  const { version, tasks } = await playbookOf(ctx, incident.kind);
  await sql`
    insert into incident_tasks (incident_id, company_id, phase, nth, words, title, from_kind, from_version, hours, added_at)
    select ${incident.id}::uuid, ${incident.companyId}::uuid, x.phase,
      x.nth + coalesce((select max(t.nth) from incident_tasks t where t.incident_id = ${incident.id}::uuid), 0),
      jsonb_build_object('en', x.en, 'ja', x.ja, 'zh', x.zh), x.en, ${incident.kind}, ${version}, x.hours, app_now()
    from rows from (jsonb_to_recordset(${JSON.stringify(tasks)}::jsonb) as (phase text, hours smallint, en text, ja text, zh text))
      with ordinality as x (phase, hours, en, ja, zh, nth)
    -- What another playbook gave in the same words is not asked twice.
    where not exists (select from incident_tasks t where t.incident_id = ${incident.id}::uuid and t.title = x.en)`.execute(
    ctx.db,
  );
  await recordEach(ctx, "incident.playbook_given", [
    { subject: subjectOf(incident), data: { kind: incident.kind, version, count: tasks.length } },
  ]);
}
