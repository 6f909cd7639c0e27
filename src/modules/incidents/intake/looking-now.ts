// What may be grave and is said by nobody who is known: the company's own people are called to look, never headquarters.
import type { Ctx } from "#core/context.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import { closeEach, openDuty } from "#modules/duties/service.ts";
import { permissions } from "../contract/words.ts";
import type { Incident } from "../visible.ts";

export const lookNowDuty = "incident.look_at_now";
const hoursToLook = 2;

export async function callToLook(
  ctx: Ctx,
  incident: Pick<Incident, "id" | "companyId" | "reference" | "aboutIds">,
): Promise<void> {
  await openDuty(ctx, {
    kind: lookNowDuty,
    subjectKind: "incident",
    subjectId: incident.id,
    companyId: incident.companyId,
    permission: permissions.assess,
    notFor: incident.aboutIds,
    dueOn: null,
    hours: { startsAt: ctx.now, dueAt: new Date(ctx.now.getTime() + hoursToLook * 3_600_000) },
    about: incident.reference,
  });
}

/** Whoever judges it, weighs it, takes charge or reports it has looked. */
export const lookedAt: Subscriber = {
  name: "incidents.looked_at",
  verbs: ["incident.judged", "incident.weighed", "incident.taken_up", "incident.reported_to_head"],
  from: "now",
  handle: async (ctx, events) => {
    const ids = [...new Set(events.flatMap((event) => event.subjectId ?? []))];
    await closeEach(ctx, ids, lookNowDuty, "looked");
  },
};
