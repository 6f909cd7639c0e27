// Two that are the same become one; what was closed and is not gone is opened again under its number.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { lapseDuties } from "#modules/duties/service.ts";
import type { findings } from "./contract.ts";
import { change, type Finding, findingTo, subjectOf } from "./loading.ts";
import { startAgain } from "./remedying.ts";
import { running, severities } from "./rules.ts";

export async function mergeFinding(
  ctx: Ctx,
  input: Input<typeof findings.mergeFinding>,
): Promise<Output<typeof findings.mergeFinding>> {
  if (input.into === input.id) throw invalid("finding.merge_itself");
  const finding = await findingTo(ctx, "merge", input.id, input.rowVersion);
  const { rows } = await sql<
    Pick<Finding, "id" | "companyId" | "reference" | "state" | "severity">
  >`select f.id, f.company_id, f.reference, f.state, f.severity
    from findings f where f.id = ${input.into}::uuid and ${within(ctx, "f.company_id")} for no key update`.execute(
    ctx.db,
  );
  const other = found(rows[0], "finding");
  if (other.companyId !== finding.companyId) throw invalid("finding.merge_other_company");
  const { reference } = other;
  if (other.state === "accepted") throw conflict("finding.merge_accepted", { values: { reference } });
  if (!running.includes(other.state)) throw conflict("finding.merge_ended");
  // Its days, who may say that it is gone and who may accept it are the other's from now on.
  if (severities.indexOf(finding.severity) < severities.indexOf(other.severity))
    throw conflict("finding.merge_graver", { values: { reference, own: finding.reference } });
  // What both are about is the other's from now on: things, controls, places, each time that it was seen, and who worked on it and verifies
  // neither.
  await sql`insert into finding_assets (finding_id, company_id, ledger, entry_id, name)
    select ${other.id}::uuid, company_id, ledger, entry_id, name from finding_assets where finding_id = ${finding.id}::uuid
    on conflict do nothing`.execute(ctx.db);
  await sql`insert into finding_occurrences (finding_id, company_id, source_kind, source_id, seen_on, verdict, said)
    select ${other.id}::uuid, company_id, source_kind, source_id, seen_on, verdict, said from finding_occurrences where finding_id = ${finding.id}::uuid
    on conflict do nothing`.execute(ctx.db);
  await sql`update findings o set row_version = o.row_version + 1,
      control_ids = (select coalesce(array_agg(c), '{}') from (select distinct unnest(o.control_ids || m.control_ids) c order by 1 limit 50) x),
      site_ids = (select coalesce(array_agg(s), '{}') from (select distinct unnest(o.site_ids || m.site_ids) s order by 1 limit 50) x),
      worked_by = array(select distinct w from unnest(o.worked_by || m.worked_by || m.owner_id) w where w is not null order by w)
    from findings m where o.id = ${other.id}::uuid and m.id = ${finding.id}::uuid`.execute(ctx.db);
  await sql`update finding_acceptances set ended_at = app_now(), ended_because = 'taken_back'
    where finding_id = ${finding.id}::uuid and decided_at is null and ended_at is null`.execute(ctx.db);
  await lapseDuties(ctx, [finding.id], "finding.merged");
  const done = await change(
    ctx,
    finding,
    sql`state = 'merged', merged_into = ${other.id}::uuid, remedied_at = null, remedied_by = null`,
  );
  await record(ctx, "finding.merged", {
    subject: subjectOf(finding),
    data: { intoId: other.id, reference },
    personal: { reason: input.reason },
  });
  return done;
}

export async function reopenFinding(
  ctx: Ctx,
  input: Input<typeof findings.reopenFinding>,
): Promise<Output<typeof findings.reopenFinding>> {
  const finding = await findingTo(ctx, "reopen", input.id, input.rowVersion);
  const because = finding.state === "merged" ? "no_case_of_it" : "not_gone";
  const done = await reopen(ctx, finding, { because, reason: input.reason });
  await record(ctx, "finding.reopened", {
    subject: subjectOf(finding),
    data: { endedBecause: because },
    personal: { reason: input.reason },
  });
  return done;
}

/**
 * Its number is kept. Where the same weakness was found again meanwhile, that one is open already: two clocks for one thing would
 * be one too many. One that comes out of a merge is no case of what it was merged into.
 */
export async function reopen(
  ctx: Ctx,
  finding: Finding,
  { because, reason }: { because: "not_gone" | "proof_ran_out" | "no_case_of_it"; reason: string },
) {
  const { rows } = await sql<{ reference: string }>`select f.reference from findings f
    where f.company_id = ${finding.companyId}::uuid and f.state not in ('closed', 'merged') and f.id <> ${finding.id}::uuid
      and (f.same_key = ${finding.sameKey} or ${finding.state} <> 'merged'
        and f.id in (select c.finding_id from findings_carrying(${finding.companyId}::uuid, ${finding.sameKey}) c)) limit 1`.execute(
    ctx.db,
  );
  if (rows[0]) throw conflict("finding.open_elsewhere", { values: { reference: rows[0].reference } });
  const dueOn = await startAgain(ctx, finding);
  await sql`insert into finding_reopenings (finding_id, company_id, because, reason, opened_at, opened_by)
    values (${finding.id}::uuid, ${finding.companyId}::uuid, ${because}, ${reason}, app_now(),
      ${because === "proof_ran_out" ? null : ctx.actor.personId}::uuid)`.execute(ctx.db);
  return change(
    ctx,
    finding,
    sql`state = 'open', by_list = null, verification_id = null, closed_at = null, merged_into = null, remedied_at = null, remedied_by = null,
      due_on = ${dueOn}::date, reopened_count = reopened_count + ${finding.state === "closed" ? 1 : 0}`,
  );
}
