// What the door itself writes into the trail: refusals, reads that are sensitive, and what is looked at where all of it is recorded.
import { type Kysely, sql } from "kysely";
import type { Operation } from "../contract.ts";
import type { Tables } from "../db/tables.generated.ts";
import { atTheDoor } from "../db/transaction.ts";
import { sensitiveReadOf } from "../events/sensitive.ts";
import type { OpenSession } from "./asker.ts";
import { aboutOf } from "./look.ts";

/** What the door writes tells the way in as everything else does. */
const through = (trx: Kysely<Tables>, { tokenId, viewer, viewingId }: OpenSession) =>
  sql`select set_config('app.token', ${tokenId ?? ""}, true), set_config('app.viewing', ${(viewer && viewingId) ?? ""}, true)`.execute(
    trx,
  );
/** Who asks: of what is seen as somebody else, whoever looks along. */
const askerOf = ({ viewer, personId, companyId }: OpenSession) => viewer ?? { personId, companyId };

/** A refusal is written in a transaction of its own before the answer is sent. */
export async function recordRefusal(
  db: Kysely<Tables>,
  session: OpenSession,
  operation: Operation,
  requestId: string,
) {
  await atTheDoor(db, async (trx) => {
    await through(trx, session);
    const { personId, companyId } = askerOf(session);
    await sql`select public.record_event('access.refused', ${personId}::uuid, null, 'operation', null,
      ${companyId}::uuid, ${requestId}, ${JSON.stringify({ operation: operation.name })}::jsonb, null)`.execute(
      trx,
    );
  });
}

/** A read that was marked as sensitive leaves its event before the answer is sent; without the event, no answer. */
export async function recordRead(
  db: Kysely<Tables>,
  session: OpenSession,
  output: unknown,
  requestId: string,
) {
  const read = sensitiveReadOf(output);
  if (!read) return;
  const { kind, id, companyId } = read.subject;
  await atTheDoor(db, async (trx) => {
    await through(trx, session);
    await sql`select public.record_event(${read.verb}, ${session.personId}::uuid, null, ${kind}, ${id}::uuid,
      ${companyId}::uuid, ${requestId}, ${JSON.stringify(read.data ?? {})}::jsonb,
      ${read.personal ? JSON.stringify(read.personal) : null}::jsonb)`.execute(trx);
  });
}

/**
 * What somebody asks by a right taken in an emergency, or sees as somebody else, leaves an event, the first time, before the
 * answer is sent.
 */
export async function recordLook(
  db: Kysely<Tables>,
  sessions: readonly OpenSession[],
  operation: Operation,
  input: unknown,
  requestId: string,
) {
  const session = sessions.find((one) => one.emergencyId !== null || one.viewer !== undefined);
  if (!session) return;
  const [kind, id] = session.viewer ? ["viewing", session.viewingId] : ["emergency", session.emergencyId];
  // Of what needs no permission only what shows the records that one reaches.
  if (operation.permission === "signed_in" && !operation.byToken && !operation.byViewer) return;
  const about = aboutOf(operation, input);
  await atTheDoor(db, async (trx) => {
    await through(trx, session);
    await sql`select public.record_look(${kind}, ${id}::uuid, ${askerOf(session).personId}::uuid,
      ${operation.name}, ${session.permission}, ${JSON.stringify(about)}::jsonb, ${requestId})`.execute(trx);
  });
}
