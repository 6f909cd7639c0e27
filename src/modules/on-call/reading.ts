// Rosters as they are looked at: a week of all of them, one of them whole, and who is on call for a company now.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { companyInScope, found, holds, withinUnits } from "#core/db/scope.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import type { onCall } from "./contract.ts";
import { permissions } from "./contract.ts";
import { rulesOf } from "./laying.ts";
import { type Absence, horizonDays, isAwayIn, momentOf, nextAfter, type Span } from "./rules.ts";
import { absencesOf, gapsOf, peopleOf, type Turn, turnsOf } from "./seeing.ts";

type In<K extends keyof typeof onCall> = Input<(typeof onCall)[K]>;
type Out<K extends keyof typeof onCall> = Promise<Output<(typeof onCall)[K]>>;
type Roster = Output<typeof onCall.getOnCallRoster>;
type Listed = Output<typeof onCall.listOnCallRosters>["rows"][number];
type Serving = Output<typeof onCall.getOnCallNow>["rows"][number];

const dayMs = 86_400_000;
/** More at once nobody looks through: a unit narrows it. */
const mostListed = 100;
const daysShown = 35;

const unitNamed = sql`n.name as unit_name, n.name_en as unit_name_en, n.name_ja as unit_name_ja, n.name_zh as unit_name_zh`;
const named = sql`join unit_names n on n.unit_id = r.unit_id and holds_on(n.valid_from, n.valid_to, group_today())`;

/** Whether the actor keeps the roster `r`; the frame's own right, not that of the operation. */
const mayKeep = (ctx: Ctx): RawBuilder<boolean> =>
  sql<boolean>`(coalesce(r.unit_id = any (units_in_scope(${ctx.actor.personId}::uuid, ${permissions.keep})), false)
    or coalesce((select s.reach = 'group' from standing_of(${ctx.actor.personId}::uuid, ${permissions.keep}) s), false))`;

export async function listOnCallRosters(ctx: Ctx, input: In<"listOnCallRosters">): Out<"listOnCallRosters"> {
  const within = await spanOf(ctx, input.from ?? ctx.today, input.days ?? 7);
  const { rows } = await sql<Omit<Listed, "people" | "turns" | "gaps">>`
    select r.id, r.unit_id, ${unitNamed}, r.name, r.time_zone, r.purposes, r.is_continuous, ${mayKeep(ctx)} as may_keep
    from on_call_rosters r join units u on u.id = r.unit_id ${named}
    where r.ended_at is null and ${withinUnits(ctx, "r.unit_id")}
      and ${input.unitId ? sql`r.unit_id = ${input.unitId}::uuid` : sql`true`}
    order by array_position(array['group', 'division', 'company'], u.kind), u.code, r.name, r.id limit ${mostListed + 1}`.execute(
    ctx.db,
  );
  const listed = rows.slice(0, mostListed);
  const ids = listed.map((row) => row.id);
  const [people, turns] = [await peopleOf(ctx, ids), await turnsOf(ctx, ids, within)];
  const absences = await absencesOf(ctx, ids);
  return {
    from: within.startsAt.toISOString(),
    until: within.endsAt.toISOString(),
    rows: listed.map((row) => {
      const its = turns.get(row.id) ?? [];
      const who = people.get(row.id) ?? [];
      const there = new Set(its.map((turn) => turn.personId));
      return {
        ...row,
        turns: its,
        people: who.filter((one) => there.has(one.id)),
        gaps: gapsOf(row, its, { people: who, absences, within: aheadOf(ctx, within) }),
      };
    }),
    isCut: rows.length > mostListed,
  };
}

/** Whole days in the reader's zone. */
/** Rosters of other centuries are nobody's: what lies outside is read from its edge. */
const [earliest, latest] = ["2000-01-01", "2999-01-01"];

async function spanOf(ctx: Ctx, asked: string, days: number): Promise<Span> {
  const from = asked < earliest ? earliest : asked > latest ? latest : asked;
  const { rows } = await sql<{
    zone: string;
  }>`select time_zone_of(${ctx.actor.personId}::uuid) as zone`.execute(ctx.db);
  const zone = rows[0]?.zone ?? "UTC";
  return { startsAt: momentOf(from, "00:00", zone), endsAt: momentOf(addDays(from, days), "00:00", zone) };
}

/** A gap is one of hours to come, as far as turns are laid out. */
function aheadOf(ctx: Ctx, { startsAt, endsAt }: Span): Span {
  const last = new Date(ctx.now.getTime() + (horizonDays - 8) * dayMs);
  const first = startsAt > ctx.now ? startsAt : ctx.now;
  return { startsAt: first, endsAt: endsAt < last ? endsAt : last };
}

export async function getOnCallRoster(ctx: Ctx, { id }: In<"getOnCallRoster">): Out<"getOnCallRoster"> {
  const { rows } = await sql<
    Pick<
      Roster,
      | "id"
      | "unitId"
      | "unitName"
      | "unitNameEn"
      | "unitNameJa"
      | "unitNameZh"
      | "name"
      | "timeZone"
      | "purposes"
      | "isContinuous"
      | "endedAt"
      | "endReason"
      | "rowVersion"
      | "mayKeep"
    >
  >`
    select r.id, r.unit_id, ${unitNamed}, r.name, r.time_zone, r.purposes, r.is_continuous, r.ended_at, r.end_reason, r.row_version,
      r.ended_at is null and ${mayKeep(ctx)} as may_keep
    from on_call_rosters r ${named} where r.id = ${id}::uuid and ${withinUnits(ctx, "r.unit_id")}`.execute(
    ctx.db,
  );
  const roster = found(rows[0], "on_call_roster");
  const within = {
    startsAt: new Date(ctx.now.getTime() - 7 * dayMs),
    endsAt: new Date(ctx.now.getTime() + daysShown * dayMs),
  };
  const people = (await peopleOf(ctx, [id])).get(id) ?? [];
  const turns = (await turnsOf(ctx, [id], within)).get(id) ?? [];
  const absences = await absencesOf(ctx, [id]);
  return {
    ...roster,
    served: await servedBy(ctx, id),
    rules: (await rulesOf(ctx, id)) as Roster["rules"],
    shifts: await shiftsOf(ctx, id),
    people,
    turns,
    gaps: roster.endedAt ? [] : gapsOf(roster, turns, { people, absences, within: aheadOf(ctx, within) }),
    away: awayIn(ctx, turns, absences, roster.timeZone),
    handovers: await handoversOf(ctx, id),
    swaps: await swapsOf(ctx, sql`w.roster_id = ${id}::uuid and ${withinUnits(ctx, "w.unit_id")}`),
  };
}

async function servedBy(ctx: Ctx, id: string): Promise<Roster["served"]> {
  const { rows } = await sql<Roster["served"][number]>`
    select n.unit_id as id, ${unitNamed} from on_call_rosters r join unit_names n on n.unit_id = any (r.served)
      and holds_on(n.valid_from, n.valid_to, group_today())
    where r.id = ${id}::uuid and ${withinUnits(ctx, "r.unit_id")} order by n.name limit 500`.execute(ctx.db);
  return rows;
}

async function shiftsOf(ctx: Ctx, id: string): Promise<Roster["shifts"]> {
  const { rows } = await sql<Roster["shifts"][number]>`
    select s.id, s.tier, s.person_id, s.starts_at, s.ends_at, s.reason, s.swap_id is not null as is_swap,
      ${nameOfActor(ctx.language, sql`s.entered_by`)} as entered_by
    from on_call_shifts s where s.roster_id = ${id}::uuid and ${withinUnits(ctx, "s.unit_id")} and s.removed_at is null
      and s.ends_at > app_now() order by s.starts_at, s.id limit 200`.execute(ctx.db);
  return rows;
}

function awayIn(
  ctx: Ctx,
  turns: readonly Turn[],
  absences: readonly Absence[],
  timeZone: string,
): Roster["away"] {
  return turns
    .filter((turn) => new Date(turn.endsAt) > ctx.now)
    .flatMap(({ id: turnId, personId, startsAt, endsAt }) => {
      const span = { startsAt: new Date(startsAt), endsAt: new Date(endsAt) };
      const away = absences.find((row) => row.personId === personId && isAwayIn(span, row, timeZone));
      return away ? [{ turnId, from: away.from, until: away.until }] : [];
    })
    .slice(0, 500);
}

async function handoversOf(ctx: Ctx, id: string): Promise<Roster["handovers"]> {
  const { rows } = await sql<Roster["handovers"][number]>`
    select h.turn_id, h.tier, h.person_id, h.note, h.written_at, h.taken_by, h.taken_at from on_call_handovers h
    where h.roster_id = ${id}::uuid and ${withinUnits(ctx, "h.unit_id")} order by h.written_at desc limit 20`.execute(
    ctx.db,
  );
  return rows;
}

export async function swapsOf(ctx: Ctx, wanted: RawBuilder<unknown>): Promise<Roster["swaps"]> {
  const { rows } = await sql<Roster["swaps"][number]>`
    select w.id, w.roster_id, w.turn_id, w.tier, w.starts_at, w.ends_at, w.asked_by, w.asked_of, w.words, w.state, w.asked_at, w.ended_at
    from on_call_swaps w where ${wanted} and w.asked_at > app_now() - interval '60 days' order by w.asked_at desc limit 20`.execute(
    ctx.db,
  );
  return rows;
}

export async function getOnCallNow(ctx: Ctx, { id }: In<"getOnCallNow">): Out<"getOnCallNow"> {
  await companyInScope(ctx, id);
  const { rows } = await sql<Omit<Serving, "people" | "turns"> & { depth: number }>`
    select s.id, s.unit_id, s.depth, s.depth = 0 as is_own, s.name, s.time_zone, s.purposes, s.unit_name, s.unit_name_en, s.unit_name_ja,
      s.unit_name_zh from on_call_serving(${id}::uuid) s`.execute(ctx.db);
  const ids = rows.map((row) => row.id);
  const within = { startsAt: ctx.now, endsAt: new Date(ctx.now.getTime() + 14 * dayMs) };
  const [people, turns] = [await peopleOf(ctx, ids, id), await turnsOf(ctx, ids, within, id)];
  const absences = await absencesOf(ctx, ids, id);
  return {
    rows: rows.map(({ depth: _depth, ...row }) => {
      const who = (people.get(row.id) ?? []).filter((one) => one.isThere);
      const here = (turns.get(row.id) ?? []).filter((turn) => !isAwayAt(ctx, turn, absences, row.timeZone));
      const its = nowAndNext(here, ctx.now, new Set(who.map((one) => one.id)));
      const shown = new Set(its.map((turn) => turn.personId));
      return { ...row, people: who.filter((one) => shown.has(one.id)), turns: its };
    }),
    mayRing: await holds(ctx, permissions.ring, id),
  };
}

/** Away now, or when the turn begins: somebody else is asked then. */
function isAwayAt(ctx: Ctx, turn: Turn, absences: readonly Absence[], timeZone: string): boolean {
  const startsAt = new Date(Math.max(ctx.now.getTime(), Date.parse(turn.startsAt)));
  const span = { startsAt, endsAt: new Date(startsAt.getTime() + 1000) };
  return absences.some((one) => one.personId === turn.personId && isAwayIn(span, one, timeZone));
}

/** Of each tier who is on call now, and who comes after them, or first where nobody is. */
function nowAndNext(turns: readonly Turn[], now: Date, there: ReadonlySet<string>): Turn[] {
  const counted = turns.filter((turn) => there.has(turn.personId));
  const at = now.toISOString();
  return [1, 2].flatMap((tier) => {
    const current = counted.filter((turn) => turn.tier === tier && turn.startsAt <= at);
    const last = [...current].sort((a, b) => b.endsAt.localeCompare(a.endsAt))[0];
    const next = nextAfter(counted, last ?? ({ tier, startsAt: at, endsAt: at, personId: "" } as Turn));
    return [...current.slice(0, 5), ...(next ? [next] : [])];
  });
}
