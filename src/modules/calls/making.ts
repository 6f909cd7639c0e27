// From the trail to the outbox of receivers: one row a receiver and event, in one statement whatever their number.
import { sql } from "kysely";
import type { Subscriber } from "#core/events/dispatch.ts";
import { kindOf, maxAgeHours, verbs } from "./rules.ts";

export const receiversTold: Subscriber = {
  name: "receivers",
  verbs,
  from: "now",
  handle: async (ctx, events) => {
    const given = events.flatMap(({ id, verb, subjectId, companyId, data }) => {
      const kind = kindOf(verb, data);
      return kind
        ? [{ id, kind, duty_id: subjectId, company_id: companyId, call_id: data["callId"] ?? null }]
        : [];
    });
    if (given.length === 0) return;
    await sql`
      insert into deliveries (receiver_id, company_id, kind, event_id, duty_id, call_id, made_at, send_after, expires_at)
      select r.id, r.company_id, e.kind, e.id, e.duty_id, e.call_id, app_now(), app_now(), app_now() + make_interval(hours => ${maxAgeHours})
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
        as e (id bigint, kind text, duty_id uuid, company_id uuid, call_id uuid)
      join receivers r on r.is_on and r.removed_at is null and e.kind = any (r.kinds)
        and (r.company_id is null or r.company_id = e.company_id)
      -- An exercise rings nobody outside, unless that is what it tries out.
      join duties d on d.id = e.duty_id and d.rings_outside
      order by e.id
      on conflict on constraint deliveries_told_once do nothing`.execute(ctx.db);
  },
};
