// How grave it is now: entered, judged or weighed, one way keeps the story, has somebody of the company take charge, and has headquarters
// take note of what is graver than what it noted.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { openDuty } from "#modules/duties/service.ts";
import { permissions } from "./contract/words.ts";
import { reportToHead } from "./heading.ts";
import { callToLook } from "./intake/looking-now.ts";
import { isGraver, type Severity, wakes } from "./rules.ts";
import type { Incident } from "./visible.ts";

export const respondDuty = "incident.respond_now";
const hoursToTakeCharge = 4;

type Set = {
  /** What it was held to be until now; null: it is new, or was held to be nothing. */
  before: Severity | null;
  reason: string;
  /** Whether what it may do or does was set anew, or only that it is an incident. */
  isSet: boolean;
  /** Nobody who is known stands for it yet: the company looks first, and headquarters hears once somebody has (intake/README.md). */
  isUnproven?: boolean;
};

/** The incident as it is now. @returns its version after that; undefined where nothing more was written on it. */
export async function severityIs(
  ctx: Ctx,
  incident: Incident,
  { before, reason, isSet, isUnproven = false }: Set,
): Promise<{ id: string; rowVersion: number } | undefined> {
  if (isSet)
    await sql`insert into incident_severities (incident_id, company_id, potential, actual, reason, set_at, set_by)
      values (${incident.id}::uuid, ${incident.companyId}::uuid, ${incident.potential}, ${incident.actual}, ${reason}, app_now(), ${ctx.actor.personId}::uuid)`.execute(
      ctx.db,
    );
  if (!wakes(incident.severity)) return;
  if (isUnproven) {
    await callToLook(ctx, incident);
    return;
  }
  const isTurn = before === null || !wakes(before);
  // Whoever took charge of something harmless, or contained it, was woken for nothing like this.
  if (isTurn || (incident.takenUpAt === null && incident.containedAt === null))
    await callForCharge(ctx, incident);
  if (before === null && incident.reportedAt === null) return;
  // What headquarters noted was another severity: it is asked to note this one.
  if (incident.reportedAt === null || before === null || isGraver(incident.severity, before))
    return reportToHead(ctx, incident, { said: reason, isPartial: true });
}

/** Somebody of the company is to take charge within four hours from now. */
async function callForCharge(
  ctx: Ctx,
  incident: Pick<Incident, "id" | "companyId" | "reference" | "aboutIds">,
): Promise<void> {
  await openDuty(ctx, {
    kind: respondDuty,
    subjectKind: "incident",
    subjectId: incident.id,
    companyId: incident.companyId,
    permission: permissions.assess,
    notFor: incident.aboutIds,
    dueOn: null,
    hours: { startsAt: ctx.now, dueAt: new Date(ctx.now.getTime() + hoursToTakeCharge * 3_600_000) },
    about: incident.reference,
  });
}
