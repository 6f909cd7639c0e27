// Headquarters takes note: on the page, or by answering the call that woke somebody.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, holds } from "#core/db/scope.ts";
import { conflict, forbidden } from "#core/errors.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import { record } from "#core/events/record.ts";
import { closeEach } from "#modules/duties/service.ts";
import type { incidents } from "./contract.ts";
import { permissions } from "./contract/words.ts";
import { askToNote, noteDuties } from "./heading.ts";
import { incidentTo, subjectOf } from "./visible.ts";

type As = "holder" | "deputy" | "other";

/** As whom somebody takes note of what was reported to a position; null: it is not theirs to do. */
export async function notesAs(
  ctx: Ctx,
  incident: { id: string; companyId: string },
  personId: string,
): Promise<As | null> {
  const { rows } = await sql<{ isHolder: boolean; isSeated: boolean }>`
    select coalesce(bool_or(h.person_id = ${personId}::uuid), false) as is_holder,
      coalesce(bool_or(exists (select from seated_at(r.position_id) s where s.person_id = ${personId}::uuid)), false) as is_seated
    from incident_reports r left join position_holders h on h.position_id = r.position_id and holds_on(h.valid_from, h.valid_to, ${ctx.today}::date)
    where r.incident_id = ${incident.id}::uuid and r.noted_at is null`.execute(ctx.db);
  if (rows[0]?.isHolder) return "holder";
  return rows[0]?.isSeated ? "deputy" : null;
}

export async function takeNoteOfIncident(
  ctx: Ctx,
  { id }: Input<typeof incidents.takeNoteOfIncident>,
): Promise<Output<typeof incidents.takeNoteOfIncident>> {
  const incident = await incidentTo(ctx, "note", id);
  const as =
    (await notesAs(ctx, incident, ctx.actor.personId)) ??
    // The group office, where neither of both does.
    ((await holds(ctx, permissions.rule, incident.companyId)) ? "other" : null);
  if (as === null) throw forbidden("incident.not_yours_to_note");
  if (!(await note(ctx, incident, { personId: ctx.actor.personId, as })))
    throw conflict("incident.noted_already");
  await record(ctx, "incident.noted", { subject: subjectOf(incident), data: { as } });
  return { id };
}

/** `until`: of what was reported by then; what came afterwards they have not heard. */
async function note(
  ctx: Ctx,
  incident: { id: string },
  { personId, as, until }: { personId: string; as: As; until?: string },
): Promise<boolean> {
  const { rows } =
    await sql`update incident_reports r set noted_at = app_now(), noted_by = ${personId}::uuid, noted_as = ${as},
      noted_name = coalesce(${nameOfActor(ctx.language, sql`${personId}::uuid`)}, '')
    where r.incident_id = ${incident.id}::uuid and r.noted_at is null and (${until ?? null}::timestamptz is null or r.reported_at <= ${until ?? null}::timestamptz) returning r.id`.execute(
      ctx.db,
    );
  for (const duty of noteDuties) await closeEach(ctx, [incident.id], duty, "noted");
  return rows.length > 0;
}

/** Whoever is woken and says that they have taken note, has: nobody is asked twice for the same. */
export const notedByCall: Subscriber = {
  name: "incidents.noted",
  verbs: ["duty.call_acknowledged"],
  from: "now",
  handle: async (ctx, events) => {
    for (const { data, actorId } of events) {
      const kind = String(data["kind"]);
      if (!noteDuties.some((one) => one === kind) || !actorId || data["receiverId"]) continue;
      const { rows } = await sql<{ id: string; companyId: string; saidAt: string }>`
        select i.id, i.company_id, c.ended_at as said_at from incidents i join calls c on c.id = ${String(data["callId"])}::uuid
        where i.id = ${String(data["subjectId"])}::uuid`.execute(ctx.db);
      const incident = found(rows[0], "incident");
      const as = (await notesAs(ctx, incident, actorId)) ?? "other";
      if (await note(ctx, incident, { personId: actorId, as, until: incident.saidAt }))
        await record(ctx, "incident.noted", {
          subject: subjectOf(incident),
          data: { as, byCall: true, notedBy: actorId },
        });
      // It became graver between their word and now.
      await askToNote(ctx, incident.id);
    }
  },
};
