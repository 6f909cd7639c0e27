// Rounds: draft, preview, freeze, launch, close. What follows the freeze for single companies is in members.ts.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { orderJob } from "#core/jobs/order.ts";
import type { Lack, rounds } from "./contract.ts";
import { launchJob } from "./launch.ts";
import { companiesOn, freeze, preview, ruleWithoutReasons } from "./population.ts";
import * as progress from "./progress.ts";
import { launchOf, type Round, roundById } from "./reading.ts";
import { isOfAnotherYear, passedDays } from "./rules.ts";

export { addMember, listMembers, listPopulationChanges, markMemberLeft } from "./members.ts";
export { listLate } from "./progress.ts";
export { proposeRound } from "./proposing.ts";
export { getRound, listRounds } from "./reading.ts";

type In<K extends keyof typeof rounds> = Input<(typeof rounds)[K]>;
type Out<K extends keyof typeof rounds> = Promise<Output<(typeof rounds)[K]>>;

export async function getRoundProgress(
  ctx: Ctx,
  { id, divisionId }: In<"getRoundProgress">,
): Out<"getRoundProgress"> {
  await roundById(ctx, id);
  return progress.getRoundProgress(ctx, id, divisionId);
}

async function assertPublished(ctx: Ctx, editionId: string): Promise<void> {
  const edition = await ctx.db
    .selectFrom("editions")
    .select(["id", "state"])
    .where("id", "=", editionId)
    .executeTakeFirst();
  if (found(edition, "edition").state !== "published") throw invalid("edition.not_published");
}

export async function draftRound(ctx: Ctx, input: In<"draftRound">): Out<"draftRound"> {
  await assertPublished(ctx, input.editionId);
  const round = await ctx.db
    .insertInto("rounds")
    .values({
      kind: "inspection",
      fiscalYear: input.fiscalYear,
      name: input.name,
      editionId: input.editionId,
      previousId: input.previousId ?? (await latestRound(ctx, input)),
      opensOn: input.opensOn,
      dueOn: input.dueOn,
      reviewDueOn: input.reviewDueOn,
      confirmDueOn: input.confirmDueOn,
      ...(input.providerLeadDays === undefined ? {} : { providerLeadDays: input.providerLeadDays }),
      populationRule: JSON.stringify(input.populationRule),
      createdBy: ctx.actor.personId,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await record(ctx, "round.drafted", {
    subject: { kind: "round", id: round.id, companyId: null },
    data: { fiscalYear: input.fiscalYear, editionId: input.editionId },
  });
  return { id: round.id };
}

type Asked = { fiscalYear: number; editionId: string };

/** The year before on the same standard: its answers become this year's proposals. */
async function latestRound(ctx: Ctx, { fiscalYear, editionId }: Asked): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select r.id from rounds r join editions e on e.id = r.edition_id
    where r.kind = 'inspection' and r.fiscal_year < ${fiscalYear} and r.launched_at is not null
      and e.standard = (select standard from editions where id = ${editionId}::uuid)
    order by r.fiscal_year desc, r.launched_at desc limit 1`.execute(ctx.db);
  return rows[0]?.id ?? null;
}

/** Takes a round in one of the states for a change; the slower of two writers is told. */
async function take(
  ctx: Ctx,
  id: string,
  rowVersion: number,
  states: readonly Round["state"][],
  refusal: string,
): Promise<Round> {
  const round = await roundById(ctx, id);
  if (!states.includes(round.state)) throw conflict(refusal);
  const { rows } = await sql`update rounds set row_version = row_version + 1
    where id = ${id}::uuid and row_version = ${rowVersion} returning id`.execute(ctx.db);
  if (rows.length === 0) throw lostRace("round", { rowVersion }, { rowVersion: round.rowVersion });
  return round;
}

export async function changeRound(ctx: Ctx, input: In<"changeRound">): Out<"changeRound"> {
  const round = await take(ctx, input.id, input.rowVersion, ["draft"], "round.not_draft");
  await assertPublished(ctx, input.editionId);
  const { id, rowVersion: _, populationRule, ...values } = input;
  const { editionId } = values;
  const follows =
    editionId === round.editionId
      ? {}
      : { previousId: await latestRound(ctx, { fiscalYear: round.fiscalYear, editionId }) };
  await ctx.db
    .updateTable("rounds")
    .set({ ...values, ...follows, populationRule: JSON.stringify(populationRule) })
    .where("id", "=", id)
    .execute();
  await record(ctx, "round.changed", {
    subject: { kind: "round", id, companyId: null },
    data: { populationRule: ruleWithoutReasons(populationRule), ...values, name: undefined },
    personal: { leaveOut: populationRule.leaveOut },
  });
  return { id };
}

export async function discardRound(ctx: Ctx, input: In<"discardRound">): Out<"discardRound"> {
  const { id, fiscalYear } = await take(ctx, input.id, input.rowVersion, ["draft"], "round.not_draft");
  await sql`update rounds set state = 'discarded' where id = ${id}::uuid`.execute(ctx.db);
  await record(ctx, "round.discarded", {
    subject: { kind: "round", id, companyId: null },
    data: { fiscalYear },
    personal: { reason: input.reason },
  });
  return { id };
}

export async function previewPopulation(
  ctx: Ctx,
  { populationRule }: In<"previewPopulation">,
): Out<"previewPopulation"> {
  const rows = await preview(ctx, populationRule);
  const groupCount = await companiesOn(ctx, populationRule.asOf);
  const inCount = rows.filter((row) => row.isIn).length;
  const lacking = (lack: Lack) => rows.filter((row) => row.lacks.includes(lack)).length;
  return {
    rows,
    inCount,
    outCount: rows.length - inCount,
    groupCount,
    missing: groupCount - new Set(rows.map((row) => row.companyId)).size,
    lacks: { answer: lacking("answer"), review: lacking("review"), confirm: lacking("confirm") },
  };
}

export async function freezeRound(ctx: Ctx, input: In<"freezeRound">): Out<"freezeRound"> {
  const round = await take(ctx, input.id, input.rowVersion, ["draft"], "round.not_draft");
  const frozen = await freeze(ctx, round.id, round.populationRule);
  if (frozen.inCount === 0) throw invalid("round.population_empty");
  await sql`update rounds set state = 'frozen', frozen_at = app_now(), frozen_by = ${ctx.actor.personId}::uuid,
    population_sha256 = decode(${frozen.sha256}, 'hex') where id = ${round.id}::uuid`.execute(ctx.db);
  await record(ctx, "round.frozen", {
    subject: { kind: "round", id: round.id, companyId: null },
    data: { rule: ruleWithoutReasons(round.populationRule), ...frozen },
    personal: { leaveOut: round.populationRule.leaveOut },
  });
  return { id: round.id, ...frozen };
}

export async function thawRound(ctx: Ctx, { id }: In<"thawRound">): Out<"thawRound"> {
  const { rows } = await sql<{ state: string }>`
    select state from rounds where id = ${id}::uuid for update`.execute(ctx.db);
  const { state } = found(rows[0], "round");
  const isPlanned = state === "launching" && (await launchOf(ctx, id)) === null;
  if (state !== "frozen" && !isPlanned) throw conflict("round.not_frozen");
  const begun = await sql`select from inspections where round_id = ${id}::uuid limit 1`.execute(ctx.db);
  if (begun.rows.length > 0) throw conflict("round.launch_begun");
  await sql`delete from round_members where round_id = ${id}::uuid`.execute(ctx.db);
  await sql`update rounds set state = 'draft', frozen_at = null, frozen_by = null, population_sha256 = null,
    row_version = row_version + 1 where id = ${id}::uuid`.execute(ctx.db);
  await record(ctx, "round.thawed", { subject: { kind: "round", id, companyId: null } });
  return { id };
}

async function startMonthOf(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ startMonth: number }>`
    select fiscal_year_start_month as start_month from group_settings`.execute(ctx.db);
  return rows[0]?.startMonth ?? 4;
}

const isUnderWay = (state: string | undefined) => state === "queued" || state === "running";

export async function launchRound(ctx: Ctx, input: In<"launchRound">): Out<"launchRound"> {
  const round = await take(ctx, input.id, input.rowVersion, ["frozen", "launching"], "round.not_frozen");
  const [passed] = round.state === "frozen" ? passedDays(round, ctx.today) : [];
  if (passed && input.evenIfPast !== true)
    throw invalid("round.days_past", { values: { day: round[passed] } });
  if (round.state === "frozen" && input.evenIfOtherYear !== true)
    if (isOfAnotherYear(round, await startMonthOf(ctx))) throw invalid("round.days_of_another_year");
  const launch = await launchOf(ctx, round.id);
  const isEarly = round.opensOn > ctx.today;
  if (isUnderWay(launch?.state) || (isEarly && round.state === "launching" && !launch))
    throw conflict("round.launching");
  await sql`update rounds set state = 'launching' where id = ${round.id}::uuid`.execute(ctx.db);
  if (isEarly && !launch) {
    await record(ctx, "round.launch_planned", {
      subject: { kind: "round", id: round.id, companyId: null },
      data: { opensOn: round.opensOn },
    });
    return { id: round.id, jobId: null, companies: round.memberCount };
  }
  const jobId = await orderJob(ctx, launchJob, { subjectId: round.id, total: round.memberCount });
  return { id: round.id, jobId, companies: round.memberCount };
}

/** What was not handed in is closed with the round; what was goes on through desk and executive to its lock. */
export async function closeRound(ctx: Ctx, input: In<"closeRound">): Out<"closeRound"> {
  const round = await take(ctx, input.id, input.rowVersion, ["open"], "round.not_open");
  await sql`update rounds set state = 'closed', closed_at = app_now() where id = ${round.id}::uuid`.execute(
    ctx.db,
  );
  await sql`update duties set state = 'lapsed', closed_at = app_now(), closed_by = ${ctx.actor.personId}::uuid, closed_reason = 'round.closed', next_at = null
    where state = 'open' and subject_id in (select id from inspections where round_id = ${round.id}::uuid and submitted_at is null)`.execute(
    ctx.db,
  );
  await record(ctx, "round.closed", { subject: { kind: "round", id: round.id, companyId: null } });
  return { id: round.id };
}
