// Beginning a roster, saying what it serves, and the rules that fill it.
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { found, withinUnits } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { like } from "#core/db/like.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { isTimeZone } from "#core/time/zones.ts";
import { lapseDuties } from "#modules/duties/service.ts";
import type { onCall } from "./contract.ts";
import { layOutRoster } from "./laying.ts";
import { wrongIn } from "./rules.ts";
import { keptRoster, moveOn, subjectOf } from "./visible.ts";

type In<K extends keyof typeof onCall> = Input<(typeof onCall)[K]>;
type Out<K extends keyof typeof onCall> = Promise<Output<(typeof onCall)[K]>>;
type Said = Omit<In<"changeOnCallRoster">, "id" | "rowVersion">;

/** More of one unit is a mistake. */
const mostOfUnit = 20;

/** Names what it serves and nothing beyond its own unit. */
async function assertSaid(ctx: Ctx, unitId: string, { timeZone, served }: Said): Promise<void> {
  if (!isTimeZone(timeZone)) throw invalid("on_call.time_zone");
  if (served.length === 0) return;
  const { rows } = await sql<{ count: number }>`
    with recursive below (unit_id, depth) as (
      select ${unitId}::uuid, 0
      union
      select s.unit_id, b.depth + 1 from below b
      join supervisions s on s.parent_id = b.unit_id and holds_on(s.valid_from, s.valid_to, group_today()) where b.depth < 64
    ) select count(distinct b.unit_id)::int as count from below b where b.unit_id = any (${[...served]}::uuid[])`.execute(
    ctx.db,
  );
  if (rows[0]?.count !== served.length) throw invalid("on_call.served_outside");
}

export async function addOnCallRoster(ctx: Ctx, input: In<"addOnCallRoster">): Out<"addOnCallRoster"> {
  const { rows } = await sql<{ companyId: string | null; count: number }>`
    select u.company_id, (select count(*)::int from on_call_rosters r where r.unit_id = u.id and r.ended_at is null) as count
    from units u where u.id = ${input.unitId}::uuid and u.kind in ('group', 'division', 'company')
      and (u.ended_on is null or u.ended_on > group_today()) and ${withinUnits(ctx, "u.id")}`.execute(ctx.db);
  const unit = found(rows[0], "unit");
  if (unit.count >= mostOfUnit) throw conflict("on_call.too_many", { values: { most: mostOfUnit } });
  await assertSaid(ctx, input.unitId, input);
  const id = randomUUID();
  await sql`insert into on_call_rosters (id, unit_id, company_id, name, time_zone, purposes, served, is_continuous, made_at, made_by)
    values (${id}::uuid, ${input.unitId}::uuid, ${unit.companyId}::uuid, ${input.name}, ${input.timeZone}, ${[...input.purposes]}::text[],
      ${[...input.served]}::uuid[], ${input.isContinuous}, app_now(), ${ctx.actor.personId}::uuid)`.execute(
    ctx.db,
  );
  await record(ctx, "on_call.roster_added", {
    subject: subjectOf({ id, companyId: unit.companyId }),
    data: { unitId: input.unitId, purposes: input.purposes, isContinuous: input.isContinuous },
    personal: { name: input.name },
  });
  return { id, rowVersion: 1 };
}

export async function changeOnCallRoster(
  ctx: Ctx,
  input: In<"changeOnCallRoster">,
): Out<"changeOnCallRoster"> {
  const before = await keptRoster(ctx, input.id, input.rowVersion);
  await assertSaid(ctx, before.unitId, input);
  await sql`update on_call_rosters set name = ${input.name}, time_zone = ${input.timeZone}, purposes = ${[...input.purposes]}::text[],
      served = ${[...input.served]}::uuid[], is_continuous = ${input.isContinuous} where id = ${input.id}::uuid`.execute(
    ctx.db,
  );
  await record(ctx, "on_call.roster_changed", {
    subject: subjectOf(before),
    data: {
      purposes: input.purposes,
      isContinuous: input.isContinuous,
      served: input.served.length,
      timeZone: input.timeZone,
    },
    personal: { name: input.name, nameBefore: before.name },
  });
  return moveOn(ctx, input.id);
}

/** Everybody who is named may be put there: they have an account, and belong to the unit or what is below it. */
export async function assertPeople(ctx: Ctx, unitId: string, people: readonly string[]): Promise<void> {
  const wanted = [...new Set(people)];
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from on_call_allowed(${unitId}::uuid, ${wanted}::uuid[])`.execute(ctx.db);
  if (rows[0]?.count !== wanted.length) throw invalid("on_call.person");
}

export async function setOnCallRules(ctx: Ctx, input: In<"setOnCallRules">): Out<"setOnCallRules"> {
  const roster = await keptRoster(ctx, input.id, input.rowVersion);
  const before = await sql<{ id: string }>`
    select distinct p as id from on_call_rules u cross join lateral unnest(u.people) p where u.roster_id = ${input.id}::uuid`.execute(
    ctx.db,
  );
  const known = new Set(before.rows.map((row) => row.id));
  for (const rule of input.rules) {
    const wrong = wrongIn(rule);
    if (wrong) throw invalid(wrong);
    if (!isTimeZone(rule.timeZone)) throw invalid("on_call.time_zone");
  }
  // Who stands in it already may have left meanwhile: that is pointed out, and hinders no other change.
  await assertPeople(
    ctx,
    roster.unitId,
    input.rules.flatMap((rule) => rule.people).filter((id) => !known.has(id)),
  );
  await sql`delete from on_call_rules where roster_id = ${input.id}::uuid`.execute(ctx.db);
  await sql`insert into on_call_rules (roster_id, unit_id, place, tier, kind, time_zone, at_time, until_time, weekdays, every, starts_on, ends_on, people)
    select ${input.id}::uuid, ${roster.unitId}::uuid, x.place, x.tier, x.kind, x."timeZone", x.at, x.until, x.weekdays, x.every, x."startsOn",
      x."endsOn", x.people
    from jsonb_to_recordset(${JSON.stringify(
      input.rules.map((rule, place) => ({
        ...rule,
        place,
        // What the other kind alone uses is not kept.
        until: rule.kind === "hours" ? rule.until : null,
        weekdays: rule.kind === "hours" ? [...rule.weekdays].sort() : [],
      })),
    )}::jsonb) as x (place smallint, tier smallint, kind text, "timeZone" text, at text, until text, weekdays smallint[], every smallint,
      "startsOn" date, "endsOn" date, people uuid[])`.execute(ctx.db);
  await layOutRoster(ctx, roster);
  await record(ctx, "on_call.rules_set", {
    subject: subjectOf(roster),
    data: {
      rules: input.rules.length,
      people: new Set(input.rules.flatMap((rule) => rule.people)).size,
    },
    personal: { rules: input.rules },
  });
  return moveOn(ctx, input.id);
}

export async function endOnCallRoster(ctx: Ctx, input: In<"endOnCallRoster">): Out<"endOnCallRoster"> {
  const roster = await keptRoster(ctx, input.id, input.rowVersion);
  await layOutRoster(ctx, { ...roster, isEnded: true });
  await sql`update on_call_rosters set ended_at = app_now(), end_reason = ${input.reason} where id = ${input.id}::uuid`.execute(
    ctx.db,
  );
  await sql`update on_call_swaps set state = 'withdrawn', ended_at = app_now() where roster_id = ${input.id}::uuid and state = 'asked'`.execute(
    ctx.db,
  );
  await lapseDuties(ctx, [input.id], "on_call.roster_ended");
  await record(ctx, "on_call.roster_ended", {
    subject: subjectOf(roster),
    personal: { reason: input.reason },
  });
  return moveOn(ctx, input.id);
}

export async function listOnCallUnits(ctx: Ctx, { search }: In<"listOnCallUnits">): Out<"listOnCallUnits"> {
  const { rows } = await sql<Output<typeof onCall.listOnCallUnits>["rows"][number]>`
    select u.id, u.kind, coalesce(f.time_zone, group_zone()) as time_zone, n.name as unit_name, n.name_en as unit_name_en, n.name_ja as unit_name_ja,
      n.name_zh as unit_name_zh
    from units u join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, group_today())
    left join company_facts f on f.company_id = u.id and holds_on(f.valid_from, f.valid_to, group_today())
    where u.kind in ('group', 'division', 'company') and (u.ended_on is null or u.ended_on > group_today())
      and ${withinUnits(ctx, "u.id")} and ${search?.trim() ? sql`n.sought ilike ${like(search)}` : sql`true`}
    order by array_position(array['group', 'division', 'company'], u.kind), u.code limit 50`.execute(ctx.db);
  return { rows };
}

export async function listOnCallCandidates(
  ctx: Ctx,
  { id, search }: In<"listOnCallCandidates">,
): Out<"listOnCallCandidates"> {
  const { rows: units } =
    await sql`select from units u where u.id = ${id}::uuid and ${withinUnits(ctx, "u.id")}`.execute(ctx.db);
  found(units[0], "unit");
  const { rows } = await sql<Output<typeof onCall.listOnCallCandidates>["rows"][number]>`
    select c.id, ${nameOfPerson(ctx.language, "c")} as name, ${nameOfUnit(ctx.language, "n")} as company, c.has_number
    from on_call_candidates(${id}::uuid, ${search?.trim() ?? ""}, 50) c
    cross join lateral (select c.company_name as name, c.company_name_en as name_en, c.company_name_ja as name_ja, c.company_name_zh as name_zh) n`.execute(
    ctx.db,
  );
  return { rows };
}
