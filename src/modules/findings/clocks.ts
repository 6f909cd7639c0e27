// What time alone does: an acceptance is over, proof of a closed one has run out, a company has left the group.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { refusable } from "#core/db/savepoint.ts";
import { record, recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { movesWithItsDuty } from "#modules/duties/moved.ts";
import { lapseDuties } from "#modules/duties/service.ts";
import { openAgain } from "./accepting.ts";
import { type Finding, subjectOf } from "./loading.ts";
import { reopen } from "./merging.ts";
import { remedyDuty } from "./recording.ts";

const atOnce = 100;

/** Its company belongs to the group today, also before it is marked that it does not. */
const isOfGroup = (ctx: Ctx) => sql<boolean>`f.left_on is null
    and not exists (select from units u where u.id = f.company_id and u.ended_on <= ${ctx.today}::date)`;

/** The day after its last one it is open again, under its number, with days to act. */
export async function endAcceptances(ctx: Ctx): Promise<number> {
  const { rows } =
    await sql<Finding>`select f.* from findings f where f.state = 'accepted' and f.accepted_until < ${ctx.today}::date
    and ${isOfGroup(ctx)} order by f.accepted_until, f.id limit ${atOnce} for no key update skip locked`.execute(
      ctx.db,
    );
  for (const finding of rows) {
    await sql`update finding_acceptances set ended_at = app_now(), ended_because = 'over' where id = ${finding.acceptanceId}::uuid`.execute(
      ctx.db,
    );
    await openAgain(ctx, finding);
    await record(ctx, "finding.acceptance_ended", {
      subject: subjectOf(finding),
      data: { acceptanceId: finding.acceptanceId, endedBecause: "over" },
    });
  }
  return rows.length;
}

const speaksSince = sql`o.id <> f.id and (o.state not in ('closed', 'merged') or (o.closed_at, o.id) > (f.closed_at, f.id))`;
/**
 * What speaks of the weakness of the finding `f` now: found again, or merged into a wider one, it is open there, or was seen to be gone there
 * since. The proof of the earlier one says nothing any more, and opening it beside the other would be two clocks for one thing.
 */
const isToldElsewhere = sql<boolean>`(exists (select from findings_carrying(f.company_id, f.same_key) c
    join findings o on o.id = c.finding_id where ${speaksSince})
  or f.same_key is null and exists (select from findings o where o.company_id = f.company_id and o.recurs_id = f.id and ${speaksSince}))`;

/** T-12: what was shown to be gone until a day, and by nobody after it, is open again without anybody acting. */
export async function endProofs(ctx: Ctx): Promise<number> {
  const { rows } =
    await sql<Finding>`select f.* from finding_verifications v join findings f on f.verification_id = v.id and f.state = 'closed'
    where v.holds_until < ${ctx.today}::date and ${isOfGroup(ctx)} and not ${isToldElsewhere}
    order by v.holds_until, f.id limit ${atOnce} for no key update of f skip locked`.execute(ctx.db);
  let reopened = 0;
  for (const finding of rows) {
    // One that cannot be opened keeps its company waiting for nobody else's.
    const done = await refusable(ctx.db, () => reopenUnproven(ctx, finding));
    if ("value" in done) reopened++;
  }
  return reopened;
}

async function reopenUnproven(ctx: Ctx, finding: Finding): Promise<void> {
  const because = "proof_ran_out";
  await reopen(ctx, finding, { because, reason: "" });
  await record(ctx, "finding.reopened", {
    subject: subjectOf(finding),
    data: { endedBecause: because },
  });
}

/** Nobody owes anything for a company that the group has sold; its history stays as it was that day, what has ended as well. */
export async function markLeavers(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ id: string; companyId: string; leftOn: string }>`
    with gone as (select f.id, u.ended_on from units u join findings f on f.company_id = u.id and f.left_on is null
      where u.kind = 'company' and u.ended_on <= ${ctx.today}::date order by f.id limit 1000)
    update findings f set left_on = g.ended_on, row_version = f.row_version + 1 from gone g where f.id = g.id
    returning f.id, f.company_id, f.left_on`.execute(ctx.db);
  await lapseDuties(
    ctx,
    rows.map((row) => row.id),
    "company.left",
  );
  await recordEach(
    ctx,
    "finding.left",
    rows.map((row) => ({
      subject: { kind: "finding", id: row.id, companyId: row.companyId },
      data: { leftOn: row.leftOn },
    })),
  );
  return rows.length;
}

export const acceptances: TimedWork = {
  name: "findings.acceptances",
  everySeconds: 300,
  run: async (ctx) => (await endAcceptances(ctx)) === atOnce,
};
export const proofsOfClosed: TimedWork = {
  name: "findings.proofs",
  everySeconds: 300,
  run: async (ctx) => (await endProofs(ctx)) === atOnce,
};
export const leavers: TimedWork = {
  name: "findings.left",
  everySeconds: 300,
  run: async (ctx) => (await markLeavers(ctx)) === 1000,
};

/** What was granted to the duty is the finding's own day. */
movesWithItsDuty(remedyDuty, (ctx, dutyId) =>
  sql`update findings f set due_on = (d.due_at at time zone d.time_zone)::date, row_version = f.row_version + 1
    from duties d where d.id = ${dutyId}::uuid and d.state = 'open' and f.id = d.subject_id
      and f.due_on <> (d.due_at at time zone d.time_zone)::date`.execute(ctx.db),
);
