import { sql } from "kysely";
import type { Ctx } from "../context.ts";

export type EventSubject = { kind: string; id: string | null; companyId: string | null };

export type EventContent = {
  subject: EventSubject;
  /** Ids, numbers, states: never personal values or free text. */
  data?: Record<string, unknown>;
  /** Free text, names, before and after: kept apart with their own hash, erasable by rule. */
  personal?: Record<string, unknown>;
  onBehalfOf?: string | null;
};

/**
 * Writes one event into the trail in the caller's transaction. The trail is the audit trail, the record's timeline
 * and the outbox: there is no second place to tell.
 *
 * @param verb public name, past tense: `finding.closed`. Adding fields to an event is free, renaming is not.
 */
export async function record(ctx: Ctx, verb: string, content: EventContent): Promise<void> {
  await sql`select record_event(${verb}, ${ctx.actor.personId}::uuid, ${content.onBehalfOf ?? null}::uuid,
    ${content.subject.kind}, ${content.subject.id}::uuid, ${content.subject.companyId}::uuid, ${ctx.requestId},
    ${JSON.stringify(content.data ?? {})}::jsonb,
    ${content.personal ? JSON.stringify(content.personal) : null}::jsonb)`.execute(ctx.db);
}
