// Coming back from a provider: the way is taken up once, the answer is proved outside of any transaction, and only then is
// it looked at who that is.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Outside } from "#core/context.ts";
import { outside } from "#core/db/outside.ts";
import { AppError, keepAndRefuse } from "#core/errors.ts";
import type { connections } from "./contract.ts";
import { confirmSession, linkAccount, signInThrough, takeUpInvitation } from "./arriving.ts";
import { clientOf, type Journey, take } from "./journeys.ts";
import { type Answered, redeem } from "./provider.ts";
import { connectionAtDoor, type Row } from "./queries.ts";
import { type Claims, hasRequiredClaim, provedSince, subjectOf } from "./rules.ts";
import { noteTest } from "./testing.ts";

type Ended = Output<typeof connections.endAtProvider>;
export type Arrived = { row: Row; journey: Journey; claims: Claims; subject: string };

const codes = ["invalid", "unauthenticated"] as const;
const refusal = (code: string, values?: Record<string, unknown>) =>
  new AppError(code.startsWith("journey.") ? codes[1] : codes[0], code, values ? { values } : {});

export async function endAtProvider(
  ctx: Ctx,
  { id, query }: Input<typeof connections.endAtProvider>,
): Promise<Outside<Ended>> {
  const { journey, proof } = await take(ctx, id, new URLSearchParams(query).get("state"));
  const row = await openRow(ctx, journey);
  const isFresh = journey.purpose === "confirm";
  return outside(
    () => redeem(clientOf(row), query, proof, isFresh),
    async (second, answered) => {
      // Minutes may have gone by at the provider; what was turned off meanwhile lets nobody in.
      const now = await openRow(second, journey);
      return arrive(second, now, journey, answered);
    },
  );
}

async function openRow(ctx: Ctx, journey: Journey): Promise<Row> {
  const row = await connectionAtDoor(ctx, journey.connectionId);
  const isOpen = journey.purpose === "test" ? row?.state !== "removed" : row?.state === "on";
  if (!row || !isOpen) throw new AppError("gone", "connection.not_on");
  return row;
}

async function arrive(ctx: Ctx, row: Row, journey: Journey, answered: Answered): Promise<Ended> {
  const claims = "claims" in answered ? answered.claims : null;
  const subject = claims ? subjectOf(row, claims) : null;
  const problem =
    "problem" in answered ? answered.problem : problemOf(row, journey, answered.claims, subject);
  if (journey.purpose === "test") return noteTest(ctx, row, journey, { claims, subject, problem });
  if (problem || !claims || !subject) return keepAndRefuse(refusal(problem ?? "journey.not_proved"));
  const arrived = { row, journey, claims, subject };
  switch (journey.purpose) {
    case "invitation":
      return takeUpInvitation(ctx, arrived);
    case "link":
      return linkAccount(ctx, arrived);
    case "confirm":
      return confirmSession(ctx, arrived);
    default:
      return signInThrough(ctx, arrived);
  }
}

function problemOf(row: Row, journey: Journey, claims: Claims, subject: string | null): string | null {
  if (!subject) return "journey.no_subject";
  if (!hasRequiredClaim(row, claims)) return "journey.no_claim";
  const isOld = journey.purpose === "confirm" && !provedSince(claims, new Date(journey.createdAt));
  return isOld ? "journey.too_old" : null;
}
