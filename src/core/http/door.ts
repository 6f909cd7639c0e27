// The one way into an operation. HTTP, commands and tests come through here: session, permission, transaction,
// function, commit. Refusals leave their own event.
import { createHash, randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { isForTokens, isWrite, type Operation } from "../contract.ts";
import { isAccessToken, keyOfToken } from "../crypto/token-form.ts";
import type { Actor, Ctx, From, Handler, Language, Locks, Outside, Reach } from "../context.ts";
import { settled } from "../db/outside.ts";
import { planned } from "../db/planned.ts";
import { atTheDoor, bothLocks, inTransaction, type Standing } from "../db/transaction.ts";
import type { Tables } from "../db/tables.generated.ts";
import { AppError, forbidden, KeptRefusal } from "../errors.ts";
import { withReading } from "../files/content.ts";
import { sensitiveReadOf } from "../events/sensitive.ts";
import { translateConstraint } from "../db/constraints.ts";
import { withoutSum, withSum } from "./cursor.ts";
import { aboutOf } from "./look.ts";

export type Asker = {
  token: string | null;
  language?: Language;
  requestId?: string;
  /** Told whose session or which token it is before anything is done under it; may refuse. */
  entered?: (asker: string, operation: Operation) => void;
  from?: From;
  /** What this browser keeps of something that it began elsewhere (browser-key.ts). */
  browserKey?: string | null;
};

export type Door = {
  db: Kysely<Tables>;
  locks: Locks;
  /** Own clock of a test. */
  now: () => Date | undefined;
  perform<I, O>(operation: Operation, handler: Handler<I, O>, asker: Asker, input: I): Promise<O>;
};

export const hashToken = (token: string) => createHash("sha256").update(token).digest();
export const nobody = "00000000-0000-0000-0000-000000000000";

type OpenSession = {
  sessionId: string | null;
  accountId: string;
  personId: string;
  companyId: string;
  language: Language;
  timeZone: string | null;
  permission: string | null;
  reach: Reach;
  isStale: boolean;
  boundTo: string | null;
  isComplete: boolean;
  /** Whether its owner has proved to be it within the last minutes. */
  isConfirmed: boolean;
  /** The emergency by which the permission is held, alone or beside another right. */
  emergencyId: string | null;
} & ({ tokenId: null } | { tokenId: string; lent: string[]; isReadOnly: boolean });

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
        const sessions = await openSession(door, operation, asker, requestId);
        const standings = sessions.map((session) => standingOf(door, operation, session, asker, requestId));
        const asked = withoutSum(operation, input);
        const output = await performUnder(door, standings, (ctx) => handler(ctx, asked));
        await recordRead(door, sessions[0], output, requestId);
        await recordLook(door, sessions, operation, asked, requestId);
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
    readOnly: !isWrite(operation),
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
  ...(session.tokenId === null ? {} : { accessToken: { id: session.tokenId, lent: session.lent } }),
});

/** The session once for every one of the operation's permissions that is held, in the operation's order. */
async function openSession(
  door: Door,
  operation: Operation,
  asker: Asker,
  requestId: string,
): Promise<[OpenSession, ...OpenSession[]]> {
  if (!asker.token) throw new AppError("unauthenticated", "session.needed");
  const wanted = typeof operation.permission === "string" ? [operation.permission] : operation.permission;
  if (isAccessToken(asker.token))
    return openToken(door, operation, { ...asker, token: asker.token }, wanted, requestId);
  const { rows } = await planned(sql<OpenSession>`
    select s.*, null as token_id from open_session(${hashToken(asker.token)}, ${wanted}::text[]) s`).execute(
    door.db,
  );
  const [session, ...others] = rows;
  if (!session) throw new AppError("unauthenticated", "session.needed");
  asker.entered?.(session.accountId, operation);
  if (session.isStale) await touch(door, session.sessionId);
  if (operation.permission === "signing_in") return [session];
  if (!session.isComplete) throw new AppError("unauthenticated", "session.incomplete");
  if (operation.permission !== "signed_in" && session.reach === "none") {
    await recordRefusal(door, session, operation, requestId);
    throw forbidden("permission.missing", { values: { operation: operation.name } });
  }
  if (operation.confirms && !session.isConfirmed) throw forbidden("session.confirmation_needed");
  return [session, ...others];
}

/** The same for the token of a program: what it was lent of what its person may today, and never what needs the person. */
async function openToken(
  door: Door,
  operation: Operation,
  asker: Asker & { token: string },
  wanted: readonly string[],
  requestId: string,
): Promise<[OpenSession, ...OpenSession[]]> {
  if (keyOfToken(asker.token) === null) throw new AppError("unauthenticated", "token.not_valid");
  const { rows } = await planned(sql<OpenSession & { tokenId: string; isReadOnly: boolean }>`
    select t.*, null as session_id, true as is_complete, false as is_confirmed, null as emergency_id
    from open_token(${hashToken(asker.token)}, ${wanted}::text[]) t`).execute(door.db);
  const [token, ...others] = rows;
  if (!token) throw new AppError("unauthenticated", "token.not_valid");
  // A program that runs wild hinders itself alone.
  asker.entered?.(token.tokenId, operation);
  if (token.isStale) await noteUse(door, token.tokenId, asker.from?.address ?? null);
  const refusal = !isForTokens(operation)
    ? "token.not_for_this"
    : isWrite(operation) && token.isReadOnly
      ? "token.reads_only"
      : null;
  const isBeyond = operation.permission !== "signed_in" && token.reach === "none";
  if (refusal === null && !isBeyond) return [token, ...others];
  await recordRefusal(door, token, operation, requestId);
  throw forbidden(refusal ?? "permission.missing", { values: { operation: operation.name } });
}

/** When and from where a token was last used, to the minute: a write per call would cost more than most calls. */
async function noteUse(door: Door, tokenId: string, address: string | null): Promise<void> {
  await atTheDoor(door.db, (trx) =>
    trx
      .updateTable("accessTokens")
      .set({ lastUsedAt: sql`now()`, lastUsedFrom: address })
      .where("id", "=", tokenId)
      .execute(),
  );
}

async function touch(door: Door, sessionId: string | null): Promise<void> {
  await atTheDoor(door.db, (trx) =>
    trx.updateTable("sessions").set({ lastSeenAt: sql`now()` }).where("id", "=", sessionId).execute(),
  );
}

/** What the door writes tells the way in as everything else does. */
const through = (trx: Kysely<Tables>, { tokenId }: OpenSession) =>
  tokenId === null ? null : sql`select set_config('app.token', ${tokenId}, true)`.execute(trx);

/** A refusal is written in a transaction of its own before the answer is sent. */
async function recordRefusal(door: Door, session: OpenSession, operation: Operation, requestId: string) {
  await atTheDoor(door.db, async (trx) => {
    await through(trx, session);
    await sql`select public.record_event('access.refused', ${session.personId}::uuid, null, 'operation', null,
      ${session.companyId}::uuid, ${requestId}, ${JSON.stringify({ operation: operation.name })}::jsonb, null)`.execute(
      trx,
    );
  });
}

/** A read that was marked as sensitive leaves its event before the answer is sent; without the event, no answer. */
async function recordRead(door: Door, session: OpenSession, output: unknown, requestId: string) {
  const read = sensitiveReadOf(output);
  if (!read) return;
  const { kind, id, companyId } = read.subject;
  await atTheDoor(door.db, async (trx) => {
    await through(trx, session);
    await sql`select public.record_event(${read.verb}, ${session.personId}::uuid, null, ${kind}, ${id}::uuid,
      ${companyId}::uuid, ${requestId}, ${JSON.stringify(read.data ?? {})}::jsonb,
      ${read.personal ? JSON.stringify(read.personal) : null}::jsonb)`.execute(trx);
  });
}

/** What somebody asks by a right taken in an emergency leaves an event, the first time, before the answer is sent. */
async function recordLook(
  door: Door,
  sessions: readonly OpenSession[],
  operation: Operation,
  input: unknown,
  requestId: string,
) {
  const session = sessions.find((one) => one.emergencyId !== null);
  if (!session) return;
  const { companyId, ...about } = aboutOf(operation, input);
  await atTheDoor(door.db, (trx) =>
    sql`select public.record_look('emergency', ${session.emergencyId}::uuid, ${companyId}::uuid, ${session.personId}::uuid,
      ${operation.name}, ${session.permission}, ${JSON.stringify(about)}::jsonb, ${requestId})`.execute(trx),
  );
}

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
