// Rounds: draft, preview, freeze, launch, close.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { openDuty } from "#modules/duties/service.ts";
import { permissions, type rounds } from "./contract.ts";
import { launch } from "./launch.ts";
import { freeze, type MemberRow, population, preview } from "./population.ts";

type In<K extends keyof typeof rounds> = Input<(typeof rounds)[K]>;
type Out<K extends keyof typeof rounds> = Promise<Output<(typeof rounds)[K]>>;
type Round = Output<typeof rounds.getRound>["round"];

const selectRounds = sql`
  select r.*, encode(r.population_sha256, 'hex') as population_sha256, e.edition, e.standard,
    (select count(*)::int from round_members m where m.round_id = r.id and m.is_in) as member_count,
    (select count(*)::int from round_members m where m.round_id = r.id and not m.is_in) as exempt_count
  from rounds r join editions e on e.id = r.edition_id`;

export async function listRounds(ctx: Ctx): Out<"listRounds"> {
  const { rows } =
    await sql<Round>`${selectRounds} order by r.fiscal_year desc, r.opens_on desc limit 200`.execute(ctx.db);
  return { rows };
}

async function roundById(ctx: Ctx, id: string): Promise<Round> {
  const { rows } = await sql<Round>`${selectRounds} where r.id = ${id}::uuid`.execute(ctx.db);
  return found(rows[0], "round");
}

export async function getRound(ctx: Ctx, { id }: In<"getRound">): Out<"getRound"> {
  const round = await roundById(ctx, id);
  const { rows } = await sql<{ manages: boolean }>`
    select exists (select 1 from grants g join role_permissions rp on rp.role_id = g.role_id
      where g.person_id = ${ctx.actor.personId}::uuid and rp.permission = ${permissions.manage}
        and holds_on(g.valid_from, g.valid_to, group_today())) as manages`.execute(ctx.db);
  return { round, can: { manage: rows[0]?.manages ?? false } };
}

export async function draftRound(ctx: Ctx, input: In<"draftRound">): Out<"draftRound"> {
  const edition = await ctx.db
    .selectFrom("editions")
    .select(["id", "state"])
    .where("id", "=", input.editionId)
    .executeTakeFirst();
  if (found(edition, "edition").state !== "published") throw invalid("edition.not_published");
  const round = await ctx.db
    .insertInto("rounds")
    .values({
      kind: "inspection",
      fiscalYear: input.fiscalYear,
      name: input.name,
      editionId: input.editionId,
      previousId: input.previousId ?? (await latestRound(ctx, input.fiscalYear)),
      opensOn: input.opensOn,
      dueOn: input.dueOn,
      reviewDueOn: input.reviewDueOn,
      confirmDueOn: input.confirmDueOn,
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

/** The year before: its answers become this year's proposals. */
async function latestRound(ctx: Ctx, before: number): Promise<string | null> {
  const row = await ctx.db
    .selectFrom("rounds")
    .select("id")
    .where("kind", "=", "inspection")
    .where("fiscalYear", "<", before)
    .where("launchedAt", "is not", null)
    .orderBy("fiscalYear", "desc")
    .executeTakeFirst();
  return row?.id ?? null;
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
  const { rows } =
    await sql`update rounds set row_version = row_version + 1 where id = ${id}::uuid and row_version = ${rowVersion} returning id`.execute(
      ctx.db,
    );
  if (rows.length === 0) throw lostRace("round", { rowVersion }, { rowVersion: round.rowVersion });
  return round;
}

export async function changeRound(ctx: Ctx, input: In<"changeRound">): Out<"changeRound"> {
  await take(ctx, input.id, input.rowVersion, ["draft"], "round.not_draft");
  const { id, rowVersion: _, populationRule, ...values } = input;
  await ctx.db
    .updateTable("rounds")
    .set({ ...values, populationRule: JSON.stringify(populationRule) })
    .where("id", "=", id)
    .execute();
  await record(ctx, "round.changed", {
    subject: { kind: "round", id, companyId: null },
    data: { populationRule, ...values, name: undefined },
  });
  return { id };
}

export async function previewPopulation(
  ctx: Ctx,
  { populationRule }: In<"previewPopulation">,
): Out<"previewPopulation"> {
  const rows = await preview(ctx, populationRule);
  const inCount = rows.filter((row) => row.isIn).length;
  return { rows, inCount, outCount: rows.length - inCount };
}

export async function freezeRound(ctx: Ctx, input: In<"freezeRound">): Out<"freezeRound"> {
  const round = await take(ctx, input.id, input.rowVersion, ["draft"], "round.not_draft");
  const frozen = await freeze(ctx, round.id, round.populationRule);
  if (frozen.inCount === 0) throw invalid("round.population_empty");
  await sql`update rounds set state = 'frozen', frozen_at = app_now(), frozen_by = ${ctx.actor.personId}::uuid,
    population_sha256 = decode(${frozen.sha256}, 'hex') where id = ${round.id}::uuid`.execute(ctx.db);
  await record(ctx, "round.frozen", {
    subject: { kind: "round", id: round.id, companyId: null },
    data: { rule: round.populationRule, ...frozen },
  });
  return { id: round.id, ...frozen };
}

export async function launchRound(ctx: Ctx, input: In<"launchRound">): Out<"launchRound"> {
  const round = await take(ctx, input.id, input.rowVersion, ["frozen"], "round.not_frozen");
  const launched = await launch(ctx, round);
  await sql`update rounds set state = 'open', launched_at = app_now() where id = ${round.id}::uuid`.execute(
    ctx.db,
  );
  await record(ctx, "round.launched", {
    subject: { kind: "round", id: round.id, companyId: null },
    data: { ...launched, rule: round.populationRule, populationSha256: round.populationSha256 },
  });
  return { id: round.id, ...launched };
}

export async function addMember(ctx: Ctx, input: In<"addMember">): Out<"addMember"> {
  const round = await roundById(ctx, input.id);
  if (round.state !== "open") throw conflict("round.not_open");
  const before =
    await sql`select 1 from round_members where round_id = ${round.id}::uuid and company_id = ${input.companyId}::uuid and is_in`.execute(
      ctx.db,
    );
  if (before.rows.length > 0) throw conflict("round.member_already");
  const rule = {
    ...round.populationRule,
    asOf: ctx.today,
    relations: ["parent", "consolidated", "equity_method", "joint_venture", "dealer"] as never,
    tiers: ["T1", "T2", "T3", "T4"] as never,
    leaveOut: [],
  };
  const added = await sql<{ tier: string }>`
    insert into round_members (round_id, company_id, is_in, reason, tier, relation, binding, division_id, region, country, workers, joined_on)
    select ${round.id}::uuid, company_id, true, ${input.reason}, tier, relation, binding, division_id, region, country, workers, ${ctx.today}::date
    from (${population(ctx, rule)}) p where company_id = ${input.companyId}::uuid and tier is not null and binding is not null
    on conflict (round_id, company_id) do update set is_in = true, reason = excluded.reason, tier = excluded.tier, relation = excluded.relation,
      binding = excluded.binding, joined_on = excluded.joined_on
    returning tier`.execute(ctx.db);
  const member = found(added.rows[0], "company");
  const inspection = await sql<{
    id: string;
  }>`insert into inspections (round_id, company_id, edition_id, tier, due_on)
    values (${round.id}::uuid, ${input.companyId}::uuid, ${round.editionId}::uuid, ${member.tier}, ${input.dueOn}::date) returning id`.execute(
    ctx.db,
  );
  const inspectionId = found(inspection.rows[0], "inspection").id;
  await openDuty(ctx, {
    kind: "inspection.answer",
    subjectKind: "inspection",
    subjectId: inspectionId,
    companyId: input.companyId,
    permission: "inspection.answer",
    dueOn: input.dueOn,
  });
  await record(ctx, "round.member_added", {
    subject: { kind: "inspection", id: inspectionId, companyId: input.companyId },
    data: { roundId: round.id, dueOn: input.dueOn },
    personal: { reason: input.reason },
  });
  return { inspectionId };
}

export async function listMembers(ctx: Ctx, input: In<"listMembers">): Out<"listMembers"> {
  const limit = input.limit ?? 100;
  const { rows } = await sql<MemberRow>`
    select m.company_id, u.code, n.name, n.name_en, n.name_ja, n.name_zh, m.is_in, m.reason, m.tier, m.relation, m.binding
    from round_members m join units u on u.id = m.company_id
    join lateral (select * from unit_names x where x.unit_id = m.company_id order by valid_from desc limit 1) n on true
    where m.round_id = ${input.id}::uuid and ${within(ctx, "m.company_id")}
      and ${input.isIn === undefined ? sql`true` : sql`m.is_in = ${input.isIn}`}
      and ${input.after ? sql`u.code > ${input.after}` : sql`true`}
    order by u.code limit ${limit + 1}`.execute(ctx.db);
  const last = rows[limit - 1];
  return { rows: rows.slice(0, limit), next: rows.length > limit && last ? last.code : null };
}

export async function closeRound(ctx: Ctx, input: In<"closeRound">): Out<"closeRound"> {
  const round = await take(ctx, input.id, input.rowVersion, ["open"], "round.not_open");
  await sql`update rounds set state = 'closed', closed_at = app_now() where id = ${round.id}::uuid`.execute(
    ctx.db,
  );
  await sql`update duties set state = 'lapsed', closed_at = app_now(), closed_by = ${ctx.actor.personId}::uuid, closed_reason = 'round.closed', next_at = null
    where state = 'open' and subject_id in (select id from inspections where round_id = ${round.id}::uuid)`.execute(
    ctx.db,
  );
  await record(ctx, "round.closed", { subject: { kind: "round", id: round.id, companyId: null } });
  return { id: round.id };
}
