// One way to a provider and back. What proves the way lies here under hashes and a seal, and counts once.
import { type Selectable, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { seal, unseal } from "#core/crypto/secrets.ts";
import type { Tables } from "#core/db/tables.generated.ts";
import { AppError } from "#core/errors.ts";
import { withBrowserKey } from "#core/http/browser-key.ts";
import { hashToken } from "#core/http/door.ts";
import { asDoor } from "#core/system.ts";
import { newToken } from "#modules/access/sessions.ts";
import { addressAt, configurationOf, newProof, type Client, type Proof } from "./provider.ts";
import type { Row } from "./queries.ts";
import { journeyMinutes } from "./rules.ts";

export type Journey = Selectable<Tables["providerJourneys"]>;
export type Purpose = "sign_in" | "invitation" | "link" | "confirm" | "test";
type Aim = {
  purpose: Purpose;
  to?: string | null;
  accountId?: string | null;
  sessionId?: string | null;
  invitationId?: string | null;
};

export const clientOf = (row: Row): Client => ({
  id: row.id,
  issuer: row.issuer,
  clientId: row.clientId,
  clientSecret: row.clientSecret,
});

const verifierOf = (state: string) => ({ purpose: "oidc verifier", of: hashToken(state).toString("hex") });

export type Going = { journeyId: string; address: string };

/** The provider is asked before: a way that leads nowhere is not begun. To be called where no transaction is open. */
export async function prepare(row: Row, isFresh: boolean): Promise<{ proof: Proof; address: string }> {
  const config = await configurationOf(clientOf(row));
  const proof = newProof();
  return { proof, address: await addressAt(config, row.id, proof, isFresh) };
}

/** The browser keeps one key for all its ways; each has a state of its own (RFC 9700 4.7). */
export async function begin(
  ctx: Ctx,
  row: Row,
  made: { proof: Proof; address: string },
  aim: Aim,
): Promise<Going> {
  const browserKey = ctx.browserKey ?? newToken();
  const { proof, address } = made;
  const { id } = await asDoor(ctx.db, () =>
    ctx.db
      .insertInto("providerJourneys")
      .values({
        connectionId: row.id,
        purpose: aim.purpose,
        stateHash: hashToken(proof.state),
        browserHash: hashToken(browserKey),
        nonce: proof.nonce,
        verifier: seal(proof.verifier, verifierOf(proof.state)),
        toPath: aim.to ?? null,
        personId: ctx.actor.sessionId ? ctx.actor.personId : null,
        accountId: aim.accountId ?? null,
        sessionId: aim.sessionId ?? null,
        invitationId: aim.invitationId ?? null,
        expiresAt: sql<string>`now() + make_interval(mins => ${journeyMinutes})`,
      })
      .returning("id")
      .executeTakeFirstOrThrow(),
  );
  return withBrowserKey({ journeyId: id, address }, browserKey);
}

export const lapsed = () => new AppError("gone", "journey.not_valid");

/**
 * Takes up a way by what came back: known, within its minutes, of this connection and this browser; and never again.
 *
 * @param state as the provider gave it back.
 */
export async function take(
  ctx: Ctx,
  connectionId: string,
  state: string | null,
): Promise<{ journey: Journey; proof: Proof }> {
  if (!state || !ctx.browserKey) throw lapsed();
  const journey = await ctx.db
    .updateTable("providerJourneys")
    .set({ usedAt: sql`now()` })
    .where("stateHash", "=", hashToken(state))
    .where("connectionId", "=", connectionId)
    .where("browserHash", "=", hashToken(ctx.browserKey))
    .where("usedAt", "is", null)
    .where("expiresAt", ">", sql<string>`now()`)
    .returningAll()
    .executeTakeFirst();
  if (!journey) throw lapsed();
  return {
    journey,
    proof: { state, nonce: journey.nonce, verifier: unseal(journey.verifier, verifierOf(state)) },
  };
}
