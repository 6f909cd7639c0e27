// Lent to later modules.
// What a duty is about may keep the duty's day as its own. It moves in the act that moves the duty: read a moment later, the record said
// another day than its duty, and an act on it was refused because it had changed meanwhile.
import type { Ctx } from "#core/context.ts";
import type { DutyKind } from "./kinds.ts";

type Move = (ctx: Ctx, dutyId: string) => Promise<unknown>;
const moves: Record<string, Move> = {};

/** @param move takes over the day of the duty where it differs. */
export function movesWithItsDuty(kind: DutyKind, move: Move): void {
  moves[kind] = move;
}

export async function moveWhatItIsAbout(ctx: Ctx, duty: { id: string; kind: string }): Promise<void> {
  await moves[duty.kind]?.(ctx, duty.id);
}
