// Lent to later modules.
// Who is asked, after the freeze: latecomers with their own due day, companies that leave, both lists to look through.
import { like } from "#core/db/like.ts";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { openDuty } from "#modules/duties/service.ts";
import type { rounds } from "./contract.ts";
import { lacksOf, lacksOne } from "./missing.ts";
import { population } from "./population.ts";
import { roundById } from "./reading.ts";

type In<K extends keyof typeof rounds> = Input<(typeof rounds)[K]>;
type Out<K extends keyof typeof rounds> = Promise<Output<(typeof rounds)[K]>>;

const everybody = {
  relations: ["parent", "consolidated", "equity_method", "joint_venture", "dealer"] as never,
  tiers: ["T1", "T2", "T3", "T4"] as never,
  leaveOut: [],
};

export async function addMember(ctx: Ctx, input: In<"addMember">): Out<"addMember"> {
  // Held, so that the round is not closed in between and leaves a duty that nobody can do.
  await sql`select from rounds where id = ${input.id}::uuid for share`.execute(ctx.db);
  const round = await roundById(ctx, input.id);
  if (round.state !== "open") throw conflict("round.not_open");
  if (input.dueOn < ctx.today) throw invalid("round.due_passed");
  const before = await sql`select 1 from round_members
    where round_id = ${round.id}::uuid and company_id = ${input.companyId}::uuid and is_in`.execute(ctx.db);
  if (before.rows.length > 0) throw conflict("round.member_already");
  const rule = { ...everybody, asOf: ctx.today };
  const there = await sql<{ hasPlace: boolean }>`
    select tier is not null and binding is not null as has_place from (${population(ctx, rule)}) p
    where company_id = ${input.companyId}::uuid`.execute(ctx.db);
  if (!found(there.rows[0], "company").hasPlace) throw invalid("round.member_has_no_place");
  const added = await sql<{ tier: string }>`
    insert into round_members (round_id, company_id, is_in, reason, tier, relation, binding, division_id, region, country, workers, joined_on)
    select ${round.id}::uuid, company_id, true, ${input.reason}, tier, relation, binding, division_id, region, country, workers, ${ctx.today}::date
    from (${population(ctx, rule)}) p where company_id = ${input.companyId}::uuid
    on conflict (round_id, company_id) do update set is_in = true, reason = excluded.reason, tier = excluded.tier, relation = excluded.relation,
      binding = excluded.binding, division_id = excluded.division_id, region = excluded.region, country = excluded.country,
      workers = excluded.workers, joined_on = excluded.joined_on
    returning tier`.execute(ctx.db);
  const { tier } = found(added.rows[0], "company");
  const inspection = await sql<{ id: string }>`
    insert into inspections (round_id, company_id, edition_id, tier, due_on)
    values (${round.id}::uuid, ${input.companyId}::uuid, ${round.editionId}::uuid, ${tier}, ${input.dueOn}::date)
    returning id`.execute(ctx.db);
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

/** T-07: from that day nothing is asked of it any more; what it answered and where it stood stay. */
export async function markMemberLeft(ctx: Ctx, input: In<"markMemberLeft">): Out<"markMemberLeft"> {
  const round = await roundById(ctx, input.id);
  if (round.state !== "open") throw conflict("round.not_open");
  const member = await sql<{ leftOn: string | null }>`
    select left_on from round_members m where m.round_id = ${round.id}::uuid and m.company_id = ${input.companyId}::uuid
      and m.is_in and ${within(ctx, "m.company_id")}`.execute(ctx.db);
  if (found(member.rows[0], "company").leftOn) throw conflict("round.member_left_already");
  await sql`update round_members set left_on = ${input.on}::date, left_reason = ${input.reason}
    where round_id = ${round.id}::uuid and company_id = ${input.companyId}::uuid`.execute(ctx.db);
  const inspection = await sql<{ id: string }>`
    update inspections set left_on = ${input.on}::date, row_version = row_version + 1
    where round_id = ${round.id}::uuid and company_id = ${input.companyId}::uuid returning id`.execute(
    ctx.db,
  );
  const inspectionId = inspection.rows[0]?.id ?? null;
  const lapsed = await sql`
    update duties set state = 'lapsed', closed_at = app_now(), closed_by = ${ctx.actor.personId}::uuid,
      closed_reason = 'company.left', next_at = null
    where state = 'open' and subject_id = ${inspectionId}::uuid returning id`.execute(ctx.db);
  await record(ctx, "round.member_left", {
    subject: { kind: "inspection", id: inspectionId, companyId: input.companyId },
    data: { roundId: round.id, on: input.on, lapsedDuties: lapsed.rows.length },
    personal: { reason: input.reason },
  });
  return { id: round.id, lapsedDuties: lapsed.rows.length };
}

const named = sql`u.code, n.name, n.name_en, n.name_ja, n.name_zh`;

/** Of member `m` of round `q`: it is asked, here, and in a round that goes on. */
const isNeeded = sql`(m.is_in and m.left_on is null and q.state <> 'closed')`;

export async function listMembers(ctx: Ctx, input: In<"listMembers">): Out<"listMembers"> {
  const limit = input.limit ?? 100;
  const sought = input.search ? like(input.search) : null;
  const { rows } = await sql<Output<typeof rounds.listMembers>["rows"][number]>`
    select m.company_id, ${named}, m.is_in, m.reason, m.tier, m.relation, m.binding, m.workers, m.joined_on, m.left_on,
      m.left_reason, i.id as inspection_id, case when ${isNeeded} then ${lacksOf(ctx, "m.company_id", "i.state")} else '{}' end as lacks
    from round_members m join rounds q on q.id = m.round_id join units u on u.id = m.company_id
    left join inspections i on i.round_id = m.round_id and i.company_id = m.company_id
    join lateral (select * from unit_names x where x.unit_id = m.company_id order by valid_from desc limit 1) n on true
    where m.round_id = ${input.id}::uuid and ${within(ctx, "m.company_id")}
      and ${input.divisionId ? sql`m.division_id = ${input.divisionId}::uuid` : sql`true`}
      and ${input.isIn === undefined ? sql`true` : sql`m.is_in = ${input.isIn}`}
      and ${input.moved === "joined" ? sql`m.joined_on is not null` : input.moved === "left" ? sql`m.left_on is not null` : sql`true`}
      and ${input.lacks ? sql`${isNeeded} and ${lacksOne(ctx, input.lacks, "m.company_id", "i.state")}` : sql`true`}
      and ${sought ? sql`(u.code ilike ${sought} or folded(concat_ws(' ', n.name, n.name_en, n.name_ja, n.name_zh)) ilike ${sought})` : sql`true`}
      and ${input.after ? sql`u.code > ${input.after}` : sql`true`}
    order by u.code limit ${limit + 1}`.execute(ctx.db);
  const last = rows[limit - 1];
  return { rows: rows.slice(0, limit), next: rows.length > limit && last ? last.code : null };
}

/** What happened to the group since the population was frozen and is not yet in the round. */
export async function listPopulationChanges(
  ctx: Ctx,
  { id }: In<"listPopulationChanges">,
): Out<"listPopulationChanges"> {
  const round = await roundById(ctx, id);
  const rule = { ...everybody, asOf: ctx.today };
  const joined = await sql<Output<typeof rounds.listPopulationChanges>["joined"][number]>`
    select p.company_id, p.code, p.name, p.name_en, p.name_ja, p.name_zh, p.tier, p.relation, u.founded_on as since
    from (${population(ctx, rule)}) p join units u on u.id = p.company_id
    where not exists (select from round_members m where m.round_id = ${round.id}::uuid and m.company_id = p.company_id)
    order by p.code limit 500`.execute(ctx.db);
  const left = await sql<Output<typeof rounds.listPopulationChanges>["left"][number]>`
    select m.company_id, ${named}, case when u.ended_on <= ${ctx.today}::date then u.ended_on else r.valid_from end as ended_on,
      case when u.ended_on <= ${ctx.today}::date then u.ended_reason else 'population.relation_not_asked' end as ended_reason,
      case when u.ended_on <= ${ctx.today}::date then null else r.kind end as relation
    from round_members m join units u on u.id = m.company_id join rounds q on q.id = m.round_id
    left join relations r on r.company_id = m.company_id and holds_on(r.valid_from, r.valid_to, ${ctx.today}::date)
    join lateral (select * from unit_names x where x.unit_id = m.company_id order by valid_from desc limit 1) n on true
    where m.round_id = ${round.id}::uuid and m.is_in and m.left_on is null and (u.ended_on <= ${ctx.today}::date
      or q.population_rule -> 'relations' ? m.relation and not q.population_rule -> 'relations' ? r.kind)
      and ${within(ctx, "m.company_id")} order by u.code limit 500`.execute(ctx.db);
  return { joined: joined.rows, left: left.rows };
}
