// The company says that it is done; somebody else looks.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { conflict, forbidden, invalid } from "#core/errors.ts";
import { found } from "#core/db/scope.ts";
import { record } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeEach, lapseOne, openDuty } from "#modules/duties/service.ts";
import type { findings } from "./contract.ts";
import { permissions } from "./contract/words.ts";
import { alsoBy, change, type Finding, findingTo, ruleOf, subjectOf } from "./loading.ts";
import { addProofs } from "./proofs.ts";
import { openRemedies, remedyDuty } from "./recording.ts";
import { verifierProblem } from "./rules.ts";

export const verifyDuty = "finding.verify";
const daysToVerify = 14;
/** To whoever has to go on with what is not gone, or is open again. */
const daysAtLeast = 14;

export async function reportRemedied(
  ctx: Ctx,
  input: Input<typeof findings.reportRemedied>,
): Promise<Output<typeof findings.reportRemedied>> {
  const finding = await findingTo(ctx, "remedied", input.id, input.rowVersion);
  if (input.doneOn > ctx.today) throw invalid("finding.done_ahead");
  if (input.doneOn < finding.foundOn) throw invalid("finding.done_before_found");
  const { rows } = await sql<{
    id: string;
  }>`insert into finding_remedies (finding_id, company_id, done, done_on, said_at, said_by)
    values (${finding.id}::uuid, ${finding.companyId}::uuid, ${input.done}, ${input.doneOn}::date, app_now(), ${ctx.actor.personId}::uuid)
    returning id`.execute(ctx.db);
  const remedyId = found(rows[0], "finding").id;
  await addProofs(ctx, finding, "remedied", remedyId, input.fileIds);
  const done = await change(
    ctx,
    finding,
    sql`state = 'to_verify', remedied_at = app_now(), remedied_by = ${ctx.actor.personId}::uuid, ${alsoBy(ctx.actor.personId)}`,
  );
  await closeEach(ctx, [finding.id], remedyDuty);
  await openDuty(ctx, {
    kind: verifyDuty,
    subjectKind: "finding",
    subjectId: finding.id,
    companyId: finding.companyId,
    permission: permissions.verify,
    notFor: [
      ...new Set([ctx.actor.personId, ...(finding.ownerId ? [finding.ownerId] : []), ...finding.workedBy]),
    ],
    dueOn: addDays(ctx.today, daysToVerify),
    about: finding.reference,
  });
  await record(ctx, "finding.remedied", {
    subject: subjectOf(finding),
    data: { remedyId, doneOn: input.doneOn, isLate: finding.dueOn < input.doneOn },
    personal: { done: input.done },
  });
  return done;
}

export async function verifyFinding(
  ctx: Ctx,
  input: Input<typeof findings.verifyFinding>,
): Promise<Output<typeof findings.verifyFinding>> {
  const finding = await findingTo(ctx, "verify", input.id, input.rowVersion);
  const problem = verifierProblem(finding, await ruleOf(ctx, finding.severity), {
    personId: ctx.actor.personId,
    isWithin: ctx.permission === permissions.verifyWithin,
  });
  if (problem) throw problem === "finding.verified_by_another" ? forbidden(problem) : conflict(problem);
  if (input.seenOn > ctx.today) throw invalid("finding.seen_ahead");
  if (input.seenOn < finding.foundOn) throw invalid("finding.seen_before_found");
  if (input.holdsUntil && input.holdsUntil <= ctx.today) throw invalid("finding.holds_too_short");
  const { rows } = await sql<{
    id: string;
  }>`insert into finding_verifications (finding_id, company_id, is_gone, method, seen, seen_on, holds_until,
      verified_at, verified_by)
    values (${finding.id}::uuid, ${finding.companyId}::uuid, ${input.isGone}, ${input.method}, ${input.seen}, ${input.seenOn}::date,
      ${input.isGone ? (input.holdsUntil ?? null) : null}::date, app_now(), ${ctx.actor.personId}::uuid) returning id`.execute(
    ctx.db,
  );
  const verificationId = found(rows[0], "finding").id;
  await addProofs(ctx, finding, "verified", verificationId, input.fileIds);
  await closeEach(ctx, [finding.id], verifyDuty);
  const done = input.isGone ? await close(ctx, finding, verificationId) : await goesBack(ctx, finding);
  await record(ctx, input.isGone ? "finding.closed" : "finding.not_gone", {
    subject: subjectOf(finding),
    data: {
      verificationId,
      seenBy: input.method,
      seenOn: input.seenOn,
      holdsUntil: input.holdsUntil ?? null,
    },
    personal: { seen: input.seen },
  });
  return done;
}

async function close(ctx: Ctx, finding: Finding, verificationId: string) {
  await closeEach(ctx, [finding.id], remedyDuty);
  await endAsked(ctx, finding.id, "gone", "finding.gone");
  return change(
    ctx,
    finding,
    sql`state = 'closed', verification_id = ${verificationId}::uuid, closed_at = app_now()`,
  );
}

/** What somebody still asked to live with has ended otherwise: there is nothing left to decide. */
export async function endAsked(
  ctx: Ctx,
  findingId: string,
  because: "gone" | "taken_back",
  lapsed: string,
): Promise<void> {
  await sql`update finding_acceptances set ended_at = app_now(), ended_because = ${because}
    where finding_id = ${findingId}::uuid and decided_at is null and ended_at is null`.execute(ctx.db);
  await lapseOne(ctx, [findingId], "finding.accept", lapsed);
}

/** Only what was said to be done goes back: of anything else it is known already that it is not gone, and its day stays as it was. */
async function goesBack(ctx: Ctx, finding: Finding) {
  if (finding.state !== "to_verify") return change(ctx, finding, sql`state = f.state`);
  const dueOn = await startAgain(ctx, finding);
  return change(
    ctx,
    finding,
    sql`state = 'open', remedied_at = null, remedied_by = null, due_on = ${dueOn}::date`,
  );
}

/** Its duty begins anew: by its own day, or where that is over or near, some days from now. */
export async function startAgain(
  ctx: Ctx,
  finding: Pick<Finding, "id" | "companyId" | "reference" | "dueOn">,
): Promise<string> {
  const soonest = addDays(ctx.today, daysAtLeast);
  const dueOn = finding.dueOn > soonest ? finding.dueOn : soonest;
  // What has ended begins as new work: who did the former may look at this.
  await sql`update findings set worked_by = '{}' where id = ${finding.id}::uuid and state in ('closed', 'accepted')`.execute(
    ctx.db,
  );
  // One by an earlier day, or of the fiscal year before, would go on beside it.
  await lapseOne(ctx, [finding.id], remedyDuty, "finding.due_changed");
  await openRemedies(ctx, [{ ...finding, dueOn }]);
  return dueOn;
}
