import { type RawBuilder, sql } from "kysely";
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
  await sql`select ${recording(ctx, verb, content)}`.execute(ctx.db);
}

/** The same as an expression, for the statement that writes what the event tells: one way to the database fewer. */
export const recording = (ctx: Ctx, verb: string, content: EventContent): RawBuilder<unknown> =>
  sql`public.record_event(${verb}, ${ctx.actor.personId}::uuid, ${content.onBehalfOf ?? null}::uuid,
    ${content.subject.kind}, ${content.subject.id}::uuid, ${content.subject.companyId}::uuid, ${ctx.requestId},
    ${JSON.stringify(content.data ?? {})}::jsonb,
    ${content.personal ? JSON.stringify(content.personal) : null}::jsonb)`;

/** One event per subject for work done on many at once: one statement, whatever their number. */
export async function recordEach(
  ctx: Ctx,
  verb: string,
  each: readonly (EventContent & { verb?: string })[],
): Promise<void> {
  if (each.length === 0) return;
  const rows = each.map((one) => ({
    verb: one.verb ?? verb,
    on_behalf_of: one.onBehalfOf ?? null,
    kind: one.subject.kind,
    id: one.subject.id,
    company_id: one.subject.companyId,
    data: one.data ?? {},
    personal: one.personal ?? null,
  }));
  await sql`select public.record_event(e.verb, ${ctx.actor.personId}::uuid, e.on_behalf_of, e.kind, e.id, e.company_id,
      ${ctx.requestId}, e.data, nullif(e.personal, 'null'::jsonb))
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as e (verb text, on_behalf_of uuid, kind text, id uuid, company_id uuid, data jsonb, personal jsonb)`.execute(
    ctx.db,
  );
}
