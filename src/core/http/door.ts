// The one way into an operation. HTTP, commands and tests come through here: session, permission, transaction,
// function, commit. Refusals leave their own event.
import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { isWrite, type Operation } from "../contract.ts";
import type { Actor, Ctx, Handler, Locks, Outside } from "../context.ts";
import { settled } from "../db/outside.ts";
import { atTheDoor, bothLocks, inTransaction, type Standing } from "../db/transaction.ts";
import type { Tables } from "../db/tables.generated.ts";
import { AppError, KeptRefusal } from "../errors.ts";
import { withReading } from "../files/content.ts";
import { translateConstraint } from "../db/constraints.ts";
import { withoutSum, withSum } from "./cursor.ts";
import type { Asker, OpenSession } from "./asker.ts";
import { hashToken, openSession } from "./entering.ts";
import { recordLook, recordRead } from "./recording.ts";

export { hashToken };
export type { Asker };

export type Door = {
  db: Kysely<Tables>;
  locks: Locks;
  /** Own clock of a test. */
  now: () => Date | undefined;
  perform<I, O>(operation: Operation, handler: Handler<I, O>, asker: Asker, input: I): Promise<O>;
};

export const nobody = "00000000-0000-0000-0000-000000000000";

export type DoorOptions = { db: Kysely<Tables>; locks?: Locks; now?: () => Date | undefined };

export function makeDoor(options: DoorOptions): Door {
  const door: Door = {
    db: options.db,
    locks: options.locks ?? bothLocks,
    now: options.now ?? (() => undefined),
    async perform(operation, handler, asker, input) {
      const requestId = asker.requestId ?? randomUUID();
      try {
        if (operation.permission === "public")
          return await performAtTheDoor(door, handler, asker, requestId, input);
        if (operation.answersNobody && asker.token === null) return null as never;
        const sessions = await openSession(door.db, operation, asker, requestId);
        if (sessions.some((one) => one.viewer !== undefined || one.emergencyId !== null)) asker.lends?.();
        const standings = sessions.map((session) => standingOf(door, operation, session, asker, requestId));
        const asked = withoutSum(operation, input);
        const output = await performUnder(door, standings, (ctx) => handler(ctx, asked));
        await recordRead(door.db, sessions[0], output, requestId);
        await recordLook(door.db, sessions, operation, asked, requestId);
        return withSum(operation, input, output);
      } catch (error) {
        throw translateConstraint(error);
      }
    },
  };
  return door;
}

/**
 * Several permissions may open an operation, and each of them reaches companies of its own: somebody answers for one
 * company and contributes to another. The first that reaches what the input names counts, tried whole each time, so that
 * both locks are those of the same permission; what none of them reaches does not exist.
 */
async function performUnder<O>(
  door: Door,
  standings: readonly Standing[],
  work: (ctx: Ctx) => Promise<O | Outside<O>>,
): Promise<O> {
  let hidden: unknown;
  for (const standing of standings) {
    let first: O | Outside<O>;
    try {
      first = await inTransaction(door.db, standing, work);
    } catch (error) {
      const refusal = translateConstraint(error);
      if (!(refusal instanceof AppError && refusal.kind === "not_found")) throw error;
      hidden ??= refusal;
      continue;
    }
    const output = await settled(first, (second) => inTransaction(door.db, standing, second));
    if (output instanceof KeptRefusal) throw output.error;
    withReading(output, (read) => inTransaction(door.db, { ...standing, readOnly: true }, read));
    return output;
  }
  throw hidden;
}

function standingOf(door: Door, operation: Operation, session: OpenSession, asker: Asker, requestId: string) {
  const now = door.now();
  return {
    actor: actorOf(session),
    permission: session.permission ?? "",
    reach: session.reach,
    requestId,
    ...(asker.from ? { from: asker.from } : {}),
    language: asker.language ?? session.language,
    readOnly: session.viewer !== undefined || !isWrite(operation),
    locks: door.locks,
    browserKey: asker.browserKey ?? null,
    ...(now ? { now } : {}),
  };
}

const actorOf = (session: OpenSession): Actor => ({
  personId: session.personId,
  accountId: session.accountId,
  sessionId: session.sessionId,
  companyId: session.companyId,
  language: session.language,
  timeZone: session.timeZone,
  boundTo: session.boundTo,
  ...(session.viewer && session.viewingId
    ? {
        viewing: {
          id: session.viewingId,
          viewerId: session.viewer.personId,
          endsAt: session.viewer.endsAt,
        },
      }
    : {}),
  ...(session.tokenId === null ? {} : { accessToken: { id: session.tokenId, lent: session.lent } }),
});

/** Operations that need no session run with the door's few rights and no actor. */
async function performAtTheDoor<I, O>(
  door: Door,
  handler: Handler<I, O>,
  asker: Asker,
  requestId: string,
  input: I,
): Promise<O> {
  const entered = async (trx: Kysely<Tables>): Promise<Ctx> => {
    const { rows } = await sql<{ now: string; today: string }>`select
      set_config('app.now', ${door.now()?.toISOString() ?? ""}, true), app_now() as now, group_today() as today`.execute(
      trx,
    );
    return {
      db: trx,
      actor: {
        personId: nobody,
        accountId: nobody,
        sessionId: null,
        companyId: nobody,
        language: asker.language ?? "en",
        timeZone: null,
      },
      permission: "public",
      reach: "none",
      locks: door.locks,
      requestId,
      ...(asker.from ? { from: asker.from } : {}),
      browserKey: asker.browserKey ?? null,
      language: asker.language ?? "en",
      now: new Date(rows[0]?.now ?? Date.now()),
      today: rows[0]?.today ?? "",
    };
  };
  const first = await atTheDoor(door.db, async (trx) => handler(await entered(trx), input));
  const outcome = await settled(first, (second) =>
    atTheDoor(door.db, async (trx) => second(await entered(trx))),
  );
  if (outcome instanceof KeptRefusal) throw outcome.error;
  return outcome;
}
