// A second pair of eyes: on a text before it leaves, and on a decision not to notify. Never the author's own.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { conflict, forbidden, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { closeEach } from "#modules/duties/service.ts";
import { permissions } from "../contract/words.ts";
import { approverDuty, askOwnerAgain, askSecond, forget, secondDuty } from "./asking.ts";
import type { notices } from "./contract.ts";
import { type Notice, noticeTo, ofIncident, set } from "./loading.ts";
import { isHolder } from "./who.ts";

type In<K extends keyof typeof notices> = Input<(typeof notices)[K]>;
type Out<K extends keyof typeof notices> = Promise<Output<(typeof notices)[K]>>;

/** Where a line names nobody to approve, a decision not to notify is still seen by a second person: one who supervises. */
export const approverOf = (
  notice: Pick<Notice, "approverPermission" | "approverPositionId" | "approverPersonId">,
) => ({
  permission: notice.approverPermission ?? permissions.manage,
  positionId: notice.approverPositionId,
  personId: notice.approverPersonId,
});

export async function judgeNotice(ctx: Ctx, input: In<"judgeNotice">): Out<"judgeNotice"> {
  const notice = await noticeTo(ctx, "approve", input.id, input.rowVersion);
  if (notice.handedN !== input.n) throw conflict("notice.not_now", { values: { state: notice.state } });
  if (!(await isHolder(ctx, notice.companyId, approverOf(notice))))
    throw forbidden("notice.not_yours_to_approve");
  if (notice.authorId === ctx.actor.personId) throw forbidden("notice.own_text");
  const isReturned = input.verdict === "returned";
  if (isReturned && input.said.trim() === "") throw invalid("notice.say_what_is_missing");
  const given = await approvedBy(ctx, notice, input.n);
  if (given.includes(ctx.actor.personId)) throw conflict("notice.approved_already");
  await sql`insert into incident_notice_approvals (notice_id, incident_id, company_id, n, verdict, said, at, by_id, by_name)
    values (${notice.id}::uuid, ${notice.incidentId}::uuid, ${notice.companyId}::uuid, ${input.n}, ${input.verdict}, ${input.said.trim()}, app_now(),
      ${ctx.actor.personId}::uuid, coalesce(${nameOfActor(ctx.language, sql`${ctx.actor.personId}::uuid`)}, ''))`.execute(
    ctx.db,
  );
  const isWhole = given.length + 1 >= notice.approvals;
  const done = await set(
    ctx,
    notice,
    sql`state = ${isReturned ? "to_write" : isWhole ? "approved" : "to_approve"}`,
  );
  if (isReturned || isWhole) await closeEach(ctx, [notice.id], approverDuty, input.verdict);
  else
    await askSecond(
      ctx,
      approverDuty,
      notice,
      { ...notice, approverPermission: approverOf(notice).permission },
      [...(notice.authorId ? [notice.authorId] : []), ...given, ctx.actor.personId],
    );
  await record(ctx, isReturned ? "notice.returned" : "notice.approved", {
    subject: ofIncident(notice),
    data: { noticeId: notice.id, n: input.n, nth: given.length + 1, of: notice.approvals },
    personal: { said: input.said.trim() },
  });
  return done;
}

/** Who approved this version already. */
export async function approvedBy(ctx: Ctx, notice: Pick<Notice, "id">, n: number | null): Promise<string[]> {
  const { rows } = await sql<{ byId: string }>`select a.by_id from incident_notice_approvals a
    where a.notice_id = ${notice.id}::uuid and a.n = ${n} and a.verdict = 'approved'`.execute(ctx.db);
  return rows.map((row) => row.byId);
}

/** Not to notify is a decision like any other: with its reason, what it was decided by, and somebody else who looked at it. */
export async function omitNotice(ctx: Ctx, input: In<"omitNotice">): Out<"omitNotice"> {
  const notice = await noticeTo(ctx, "omit", input.id, input.rowVersion);
  if (notice.sentAt !== null) throw conflict("notice.left_already");
  const done = await set(
    ctx,
    notice,
    sql`state = 'omission', omitted_reason = ${input.reason.trim()}, omitted_criteria = ${input.criteria.trim()}, omitted_at = app_now(),
      omitted_by = ${ctx.actor.personId}::uuid, omission_seen_at = null, omission_seen_by = null, omission_said = null`,
  );
  await sql`insert into incident_notice_omissions (notice_id, incident_id, company_id, severity, reason, criteria, decided_at, decided_by)
    values (${notice.id}::uuid, ${notice.incidentId}::uuid, ${notice.companyId}::uuid, ${notice.severity}, ${input.reason.trim()}, ${input.criteria.trim()},
      app_now(), ${ctx.actor.personId}::uuid)`.execute(ctx.db);
  await closeEach(ctx, [notice.id], approverDuty, "omission");
  await askSecond(ctx, secondDuty, notice, { ...notice, approverPermission: approverOf(notice).permission }, [
    ctx.actor.personId,
  ]);
  await record(ctx, "notice.omission_decided", {
    subject: ofIncident(notice),
    data: { noticeId: notice.id },
    personal: { reason: input.reason, criteria: input.criteria },
  });
  return done;
}

export async function seeOmission(ctx: Ctx, input: In<"seeOmission">): Out<"seeOmission"> {
  const notice = await noticeTo(ctx, "see_omission", input.id, input.rowVersion);
  if (!(await isHolder(ctx, notice.companyId, approverOf(notice))))
    throw forbidden("notice.not_yours_to_approve");
  if (notice.omittedBy === ctx.actor.personId) throw forbidden("notice.own_decision");
  if (!input.agrees && input.said.trim() === "") throw invalid("notice.say_what_is_missing");
  const done = await set(
    ctx,
    notice,
    sql`state = ${input.agrees ? "omitted" : "to_write"}, omission_seen_at = app_now(), omission_seen_by = ${ctx.actor.personId}::uuid,
      omission_said = ${input.said.trim()}`,
  );
  await sql`update incident_notice_omissions o set seen_at = app_now(), seen_by = ${ctx.actor.personId}::uuid, agrees = ${input.agrees},
      said = ${input.said.trim()}
    where o.id = (select x.id from incident_notice_omissions x where x.notice_id = ${notice.id}::uuid order by x.decided_at desc, x.id desc limit 1)`.execute(
    ctx.db,
  );
  await forget(ctx, notice.id, input.agrees ? "omitted" : "refused");
  if (!input.agrees) await askOwnerAgain(ctx, notice, notice.id);
  await record(ctx, input.agrees ? "notice.omission_agreed" : "notice.omission_refused", {
    subject: ofIncident(notice),
    data: { noticeId: notice.id },
    personal: { said: input.said.trim() },
  });
  return done;
}
