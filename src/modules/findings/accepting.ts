// To live with a finding until a day: asked by the company, decided by somebody else, over by itself. Always counted apart.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, forbidden, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeEach, lapseOne, openDuty } from "#modules/duties/service.ts";
import type { findings } from "./contract.ts";
import { permissions } from "./contract/words.ts";
import { change, type Finding, findingTo, ruleOf, subjectOf } from "./loading.ts";
import { addProofs } from "./proofs.ts";
import { remedyDuty } from "./recording.ts";
import { startAgain, verifyDuty } from "./remedying.ts";
import { acceptanceProblem, isGrave } from "./rules.ts";

export const acceptDuty = "finding.accept";
const daysToDecide = 14;

export async function askAcceptance(
  ctx: Ctx,
  input: Input<typeof findings.askAcceptance>,
): Promise<Output<typeof findings.askAcceptance>> {
  const finding = await findingTo(ctx, "ask_acceptance", input.id, input.rowVersion);
  const problem = acceptanceProblem(await ruleOf(ctx, finding.severity), {
    until: input.until,
    today: ctx.today,
  });
  if (problem) throw invalid(problem);
  const { rows } = await sql<{
    id: string;
  }>`insert into finding_acceptances (finding_id, company_id, reason, meanwhile, until, asked_at, asked_by)
    values (${finding.id}::uuid, ${finding.companyId}::uuid, ${input.reason}, ${input.meanwhile ?? ""}, ${input.until}::date, app_now(),
      ${ctx.actor.personId}::uuid)
    on conflict do nothing returning id`.execute(ctx.db);
  const [asked] = rows;
  if (!asked) throw conflict("finding.acceptance_asked_already");
  await addProofs(ctx, finding, "accepted", asked.id, input.fileIds);
  await openDuty(ctx, {
    kind: acceptDuty,
    subjectKind: "finding",
    subjectId: finding.id,
    companyId: finding.companyId,
    permission: isGrave(finding.severity) ? permissions.acceptGrave : permissions.accept,
    notFor: [ctx.actor.personId],
    dueOn: addDays(ctx.today, daysToDecide),
    about: finding.reference,
  });
  const done = { id: finding.id, rowVersion: finding.rowVersion };
  await record(ctx, "finding.acceptance_asked", {
    subject: subjectOf(finding),
    data: { acceptanceId: asked.id, until: input.until },
    personal: { reason: input.reason, meanwhile: input.meanwhile ?? "" },
  });
  return done;
}

type Asked = {
  id: string;
  findingId: string;
  until: string;
  askedBy: string;
  decidedAt: string | null;
  isGranted: boolean | null;
  endedAt: string | null;
};

async function acceptanceInScope(ctx: Ctx, id: string): Promise<Asked> {
  const { rows } = await sql<Asked>`select a.* from finding_acceptances a
    where a.id = ${id}::uuid and ${within(ctx, "a.company_id")} for update`.execute(ctx.db);
  return found(rows[0], "finding_acceptance");
}

export async function decideAcceptance(
  ctx: Ctx,
  input: Input<typeof findings.decideAcceptance>,
): Promise<Output<typeof findings.decideAcceptance>> {
  const asked = await acceptanceInScope(ctx, input.id);
  if (asked.decidedAt || asked.endedAt) throw conflict("finding.acceptance_decided");
  if (asked.askedBy === ctx.actor.personId) throw forbidden("finding.accepted_by_another");
  const finding = await findingTo(ctx, "decide", asked.findingId);
  if (finding.ownerId === ctx.actor.personId) throw forbidden("finding.accepted_by_another");
  if (isGrave(finding.severity) && ctx.permission !== permissions.acceptGrave)
    throw forbidden("finding.accepted_by_group");
  const isGranted = input.decision === "allow";
  const until = input.until ?? asked.until;
  const problem = isGranted
    ? acceptanceProblem(await ruleOf(ctx, finding.severity), { until, today: ctx.today })
    : null;
  if (problem) throw invalid(problem);
  await sql`update finding_acceptances set decided_at = app_now(), decided_by = ${ctx.actor.personId}::uuid, is_granted = ${isGranted},
    decision = ${input.reason}, until = ${until}::date where id = ${asked.id}::uuid`.execute(ctx.db);
  await closeEach(ctx, [finding.id], acceptDuty);
  const done = isGranted
    ? await accept(ctx, finding, asked.id, until)
    : { id: finding.id, rowVersion: finding.rowVersion };
  await record(ctx, isGranted ? "finding.accepted" : "finding.acceptance_refused", {
    subject: subjectOf(finding),
    data: { acceptanceId: asked.id, ...(isGranted ? { until } : {}) },
    personal: { reason: input.reason },
  });
  return done;
}

async function accept(ctx: Ctx, finding: Finding, acceptanceId: string, until: string) {
  await lapseOne(ctx, [finding.id], remedyDuty, "finding.accepted");
  await lapseOne(ctx, [finding.id], verifyDuty, "finding.accepted");
  return change(
    ctx,
    finding,
    sql`state = 'accepted', acceptance_id = ${acceptanceId}::uuid, accepted_until = ${until}::date, remedied_at = null, remedied_by = null`,
  );
}

/** Whoever asked takes it back before it is decided; whoever may decide ends it before its day. */
export async function endAcceptance(
  ctx: Ctx,
  input: Input<typeof findings.endAcceptance>,
): Promise<Output<typeof findings.endAcceptance>> {
  const asked = await acceptanceInScope(ctx, input.id);
  if (asked.endedAt || asked.isGranted === false) throw conflict("finding.acceptance_over");
  const isInForce = asked.isGranted === true;
  if (isInForce && ctx.permission === permissions.work) throw forbidden("finding.accepted_by_another");
  // Whoever decides refuses; to take back is for those who ask.
  if (!isInForce && ctx.permission !== permissions.work) throw forbidden("finding.taken_back_by_company");
  const finding = await findingTo(ctx, isInForce ? "end_acceptance" : "decide", asked.findingId);
  const because = isInForce ? "revoked" : "taken_back";
  await sql`update finding_acceptances set ended_at = app_now(), ended_because = ${because} where id = ${asked.id}::uuid`.execute(
    ctx.db,
  );
  await lapseOne(ctx, [finding.id], acceptDuty, "finding.taken_back");
  const done = isInForce ? await openAgain(ctx, finding) : { id: finding.id, rowVersion: finding.rowVersion };
  await record(ctx, "finding.acceptance_ended", {
    subject: subjectOf(finding),
    data: { acceptanceId: asked.id, endedBecause: because },
    personal: { reason: input.reason },
  });
  return done;
}

/** Under the same number; what was accepted was never gone, so that it counts as no reopening. */
export async function openAgain(ctx: Ctx, finding: Finding) {
  const dueOn = await startAgain(ctx, finding);
  return change(
    ctx,
    finding,
    sql`state = 'open', by_list = null, acceptance_id = null, accepted_until = null, due_on = ${dueOn}::date`,
  );
}
