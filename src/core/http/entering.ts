// Who asks: the session, the token of a program or what somebody lets another see, and whether it is for this operation.
import { createHash } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { isForTokens, isForViewers, isWrite, type Operation } from "../contract.ts";
import { isAccessToken, keyOfToken } from "../crypto/token-form.ts";
import { planned } from "../db/planned.ts";
import type { Tables } from "../db/tables.generated.ts";
import { atTheDoor } from "../db/transaction.ts";
import { AppError, forbidden } from "../errors.ts";
import type { Asker, OpenSession } from "./asker.ts";
import { recordRefusal } from "./recording.ts";

export const hashToken = (token: string) => createHash("sha256").update(token).digest();

/** The session once for every one of the operation's permissions that is held, in the operation's order. */
export async function openSession(
  db: Kysely<Tables>,
  operation: Operation,
  asker: Asker,
  requestId: string,
): Promise<[OpenSession, ...OpenSession[]]> {
  if (!asker.token) throw new AppError("unauthenticated", "session.needed");
  const wanted = typeof operation.permission === "string" ? [operation.permission] : operation.permission;
  if (isAccessToken(asker.token))
    return openToken(db, operation, { ...asker, token: asker.token }, wanted, requestId);
  const { rows } = await planned(sql<OpenSession>`
    select s.*, null as token_id from open_session(${hashToken(asker.token)}, ${wanted}::text[]) s`).execute(
    db,
  );
  const [session, ...others] = rows;
  if (!session) throw new AppError("unauthenticated", "session.needed");
  asker.entered?.(session.accountId, operation);
  if (session.isStale) await touch(db, session.sessionId);
  if (session.viewingId !== null && session.isComplete && operation.asOneself !== true)
    return openViewing(db, operation, asker.token, session, wanted, requestId);
  if (operation.permission === "signing_in") return [session];
  if (!session.isComplete) throw new AppError("unauthenticated", "session.incomplete");
  if (operation.permission !== "signed_in" && session.reach === "none") {
    await recordRefusal(db, session, operation, requestId);
    throw forbidden("permission.missing", { values: { operation: operation.name } });
  }
  if (operation.confirms && !session.isConfirmed) throw forbidden("session.confirmation_needed");
  return [session, ...others];
}

/** The same for whoever looks along: what the other sees, and nothing to do; over as soon as it is not allowed any more. */
async function openViewing(
  db: Kysely<Tables>,
  operation: Operation,
  token: string,
  own: OpenSession,
  wanted: readonly string[],
  requestId: string,
): Promise<[OpenSession, ...OpenSession[]]> {
  type Row = OpenSession & { viewerId: string; viewerCompanyId: string; viewingEndsAt: string };
  const { rows } = await planned(sql<Row>`
    select v.*, null as token_id from open_viewing(${hashToken(token)}, ${wanted}::text[]) v`).execute(db);
  const [viewed, ...others] = rows.map(({ viewerId, viewerCompanyId, viewingEndsAt, ...row }) => ({
    ...row,
    viewer: { personId: viewerId, companyId: viewerCompanyId, endsAt: viewingEndsAt },
  }));
  if (!viewed) {
    await atTheDoor(db, (trx) =>
      trx.updateTable("sessions").set({ viewingId: null }).where("id", "=", own.sessionId).execute(),
    );
    throw forbidden("viewing.is_over");
  }
  const refusal = isWrite(operation)
    ? "viewing.reads_only"
    : isForViewers(operation)
      ? null
      : "viewing.not_for_this";
  const isBeyond = operation.permission !== "signed_in" && viewed.reach === "none";
  if (refusal === null && !isBeyond) return [viewed, ...others];
  await recordRefusal(db, viewed, operation, requestId);
  throw forbidden(refusal ?? "permission.missing", { values: { operation: operation.name } });
}

/** The same for the token of a program: what it was lent of what its person may today, and never what needs the person. */
async function openToken(
  db: Kysely<Tables>,
  operation: Operation,
  asker: Asker & { token: string },
  wanted: readonly string[],
  requestId: string,
): Promise<[OpenSession, ...OpenSession[]]> {
  if (keyOfToken(asker.token) === null) throw new AppError("unauthenticated", "token.not_valid");
  const { rows } = await planned(sql<OpenSession & { tokenId: string; isReadOnly: boolean }>`
    select t.*, null as session_id, true as is_complete, false as is_confirmed, null as emergency_id, null as viewing_id
    from open_token(${hashToken(asker.token)}, ${wanted}::text[]) t`).execute(db);
  const [token, ...others] = rows;
  if (!token) throw new AppError("unauthenticated", "token.not_valid");
  // A program that runs wild hinders itself alone.
  asker.entered?.(token.tokenId, operation);
  if (token.isStale) await noteUse(db, token.tokenId, asker.from?.address ?? null);
  const refusal = !isForTokens(operation)
    ? "token.not_for_this"
    : isWrite(operation) && token.isReadOnly
      ? "token.reads_only"
      : null;
  const isBeyond = operation.permission !== "signed_in" && token.reach === "none";
  if (refusal === null && !isBeyond) return [token, ...others];
  await recordRefusal(db, token, operation, requestId);
  throw forbidden(refusal ?? "permission.missing", { values: { operation: operation.name } });
}

/** When and from where a token was last used, to the minute: a write per call would cost more than most calls. */
async function noteUse(db: Kysely<Tables>, tokenId: string, address: string | null): Promise<void> {
  await atTheDoor(db, (trx) =>
    trx
      .updateTable("accessTokens")
      .set({ lastUsedAt: sql`now()`, lastUsedFrom: address })
      .where("id", "=", tokenId)
      .execute(),
  );
}

async function touch(db: Kysely<Tables>, sessionId: string | null): Promise<void> {
  await atTheDoor(db, (trx) =>
    trx.updateTable("sessions").set({ lastSeenAt: sql`now()` }).where("id", "=", sessionId).execute(),
  );
}
