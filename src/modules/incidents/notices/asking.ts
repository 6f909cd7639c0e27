// Who is asked for what of a notice, as duties: to write and send it, to approve it, to look at a decision not to notify.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { inLastHours } from "#modules/duties/rules.ts";
import { closeEach, openDuty } from "#modules/duties/service.ts";
import type { Language } from "#core/text/format.ts";
import type { Incident } from "../visible.ts";
import { wordsFor } from "./drafting.ts";

export const ownerDuty = "incident.notice";
export const approverDuty = "incident.notice_approve";
export const secondDuty = "incident.notice_second";
/** Hours in which somebody approves, or looks at what was decided; never beyond the notice's own time. */
const hoursToApprove = 8;

type Told = Pick<Incident, "companyId" | "reference" | "aboutIds">;
type Owned = {
  id: string;
  names: Partial<Record<Language, string>>;
  ownerPermission: string;
  ownerPositionId: string | null;
  ownerPersonId: string | null;
  startsAt: Date;
  dueAt: Date;
};

export async function askOwner(ctx: Ctx, incident: Told, notice: Owned): Promise<void> {
  await openDuty(ctx, {
    kind: ownerDuty,
    subjectKind: "incident_notice",
    subjectId: notice.id,
    companyId: incident.companyId,
    permission: notice.ownerPermission,
    personId: notice.ownerPersonId,
    ...(notice.ownerPositionId ? { positionId: notice.ownerPositionId } : {}),
    notFor: incident.aboutIds,
    dueOn: null,
    hours: { startsAt: notice.startsAt, dueAt: notice.dueAt, ringsFrom: inLastHours(notice.dueAt) },
    about: `${incident.reference} ${wordsFor(ctx.language, notice.names)}`.slice(0, 200),
  });
}

type Approved = {
  id: string;
  names: Partial<Record<Language, string>>;
  approverPermission: string;
  approverPositionId: string | null;
  approverPersonId: string | null;
  dueAt: string;
};

/** Asked of whom the line names, never of whoever wrote or decided it, nor of who approved already. */
export async function askSecond(
  ctx: Ctx,
  kind: typeof approverDuty | typeof secondDuty,
  incident: Told,
  notice: Approved,
  notFor: readonly string[],
): Promise<void> {
  const inTime = ctx.now.getTime() + hoursToApprove * 3_600_000;
  const dueAt = new Date(Math.max(ctx.now.getTime() + 3_600_000, Math.min(inTime, Date.parse(notice.dueAt))));
  await closeEach(ctx, [notice.id], kind, "next");
  await openDuty(ctx, {
    kind,
    subjectKind: "incident_notice",
    subjectId: notice.id,
    companyId: incident.companyId,
    permission: notice.approverPermission,
    personId: notice.approverPersonId,
    ...(notice.approverPositionId ? { positionId: notice.approverPositionId } : {}),
    notFor: [...incident.aboutIds, ...notFor],
    dueOn: null,
    // Day and night only where the notice itself can wait no longer.
    hours: { startsAt: ctx.now, dueAt, ringsFrom: inLastHours(new Date(notice.dueAt)) },
    about: `${incident.reference} ${wordsFor(ctx.language, notice.names)}`.slice(0, 200),
  });
}

/** Nothing more is owed of it, or it is asked for anew. */
export async function forget(ctx: Ctx, noticeId: string, outcome: string, withSecond = true): Promise<void> {
  for (const kind of withSecond ? [ownerDuty, approverDuty, secondDuty] : [ownerDuty])
    await closeEach(ctx, [noticeId], kind, outcome);
}

/** Its time has passed in other hands: the owner is asked again, by the same clock. */
export async function askOwnerAgain(ctx: Ctx, incident: Told, noticeId: string): Promise<void> {
  const { rows } = await sql<Omit<Owned, "startsAt" | "dueAt"> & { startsAt: string; dueAt: string }>`
    select c.id, c.names, c.owner_permission, c.owner_position_id, c.owner_person_id, c.starts_at, c.due_at
    from incident_notices c where c.id = ${noticeId}::uuid`.execute(ctx.db);
  const [notice] = rows;
  if (notice)
    await askOwner(ctx, incident, {
      ...notice,
      startsAt: new Date(notice.startsAt),
      dueAt: new Date(notice.dueAt),
    });
}
