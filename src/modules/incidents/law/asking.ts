// What nobody has said yet, and what clocks of law hang on: whoever handles the incident is asked for it well before the first of them is due.
import type { Ctx } from "#core/context.ts";
import type { Clock } from "#modules/clock-rules/mechanism/clocks.ts";
import { closeEach, openDuty } from "#modules/duties/service.ts";
import { permissions } from "../contract/words.ts";
import { lawDueWithin } from "./rules.ts";

export const questionsDuty = "incident.law_questions";

/** Of adopted rules alone: a clock that may apply once a question is answered, or counts from a moment that is assumed. */
const isAsking = ({ standing, state, outcome, startedAt, isAssumed }: Clock): boolean =>
  standing === "due" && startedAt !== null && state !== "paused" && (outcome === "possible" || isAssumed);

export async function askWhatIsOpen(
  ctx: Ctx,
  incident: { id: string; companyId: string; reference: string },
  clocks: readonly Clock[],
): Promise<void> {
  const asking = clocks.filter(isAsking);
  if (asking.length === 0) {
    await closeEach(ctx, [incident.id], questionsDuty);
    return;
  }
  await openDuty(ctx, {
    kind: questionsDuty,
    subjectKind: "incident",
    subjectId: incident.id,
    companyId: incident.companyId,
    permission: permissions.assess,
    dueOn: null,
    hours: { startsAt: ctx.now, dueAt: lawDueWithin(ctx.now, asking) },
    about: incident.reference,
  });
}
