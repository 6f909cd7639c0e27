// From rules and shifts to turns: what has passed stays, what runs goes on where it is still meant so, what comes is laid out anew.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { horizonDays, layOut, type Rule, type Shift, type Turn } from "./rules.ts";

type Stored = { id: string; tier: number; personId: string; startsAt: string; endsAt: string };
type Place = { id: string; unitId: string; isEnded?: boolean };

export async function rulesOf(ctx: Ctx, rosterId: string): Promise<Rule[]> {
  const { rows } = await sql<Rule>`
    select u.tier, u.kind, u.time_zone, u.at_time as at, u.until_time as until, u.weekdays, u.every, u.starts_on, u.ends_on, u.people
    from on_call_rules u where u.roster_id = ${rosterId}::uuid order by u.place`.execute(ctx.db);
  return rows;
}

const shiftsOf = async (ctx: Ctx, rosterId: string): Promise<Shift[]> =>
  (
    await sql<Shift>`select s.id, s.tier, s.person_id, s.starts_at, s.ends_at from on_call_shifts s
      where s.roster_id = ${rosterId}::uuid and s.removed_at is null and s.ends_at > app_now() order by s.entered_at, s.id`.execute(
      ctx.db,
    )
  ).rows;

/** Lays out a roster from now on; the same again changes nothing. The roster is locked by whoever asks. */
export async function layOutRoster(ctx: Ctx, { id, unitId, isEnded = false }: Place): Promise<void> {
  const within = { startsAt: ctx.now, endsAt: new Date(ctx.now.getTime() + horizonDays * 86_400_000) };
  const meant = isEnded ? [] : layOut(await rulesOf(ctx, id), await shiftsOf(ctx, id), within);
  const { rows: stored } = await sql<Stored>`
    select t.id, t.tier, t.person_id, t.starts_at, t.ends_at from on_call_turns t
    where t.roster_id = ${id}::uuid and t.ends_at > app_now() order by t.starts_at for update`.execute(
    ctx.db,
  );
  const { kept, added, gone, cut } = compared(stored, meant, ctx.now);
  await sql`delete from on_call_turns where id = any (${gone}::uuid[])`.execute(ctx.db);
  await sql`update on_call_turns set ends_at = app_now() where id = any (${cut}::uuid[])`.execute(ctx.db);
  await sql`update on_call_turns t set ends_at = k.ends_at, shift_id = k.shift_id
    from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) as k (id uuid, ends_at timestamptz, shift_id uuid)
    where t.id = k.id and (t.ends_at, t.shift_id) is distinct from (k.ends_at, k.shift_id)`.execute(ctx.db);
  await sql`insert into on_call_turns (roster_id, unit_id, tier, person_id, starts_at, ends_at, shift_id)
    select ${id}::uuid, ${unitId}::uuid, a.tier, a.person_id, a.starts_at, a.ends_at, a.shift_id
    from jsonb_to_recordset(${JSON.stringify(added)}::jsonb)
      as a (tier smallint, person_id uuid, starts_at timestamptz, ends_at timestamptz, shift_id uuid)`.execute(
    ctx.db,
  );
}

/** What is stored beside what is meant: a turn that runs is the same as long as its person goes on. */
function compared(stored: readonly Stored[], meant: readonly Turn[], now: Date) {
  const left = [...stored];
  const kept: { id: string; ends_at: string; shift_id: string | null }[] = [];
  const added: Record<string, unknown>[] = [];
  for (const turn of meant) {
    const runs = turn.startsAt <= now;
    const at = left.findIndex(
      (one) =>
        one.tier === turn.tier &&
        one.personId === turn.personId &&
        (runs ? new Date(one.startsAt) <= now : Date.parse(one.startsAt) === turn.startsAt.getTime()),
    );
    const same = at < 0 ? undefined : left.splice(at, 1)[0];
    if (same) kept.push({ id: same.id, ends_at: turn.endsAt.toISOString(), shift_id: turn.shiftId });
    else
      added.push({
        tier: turn.tier,
        person_id: turn.personId,
        starts_at: (runs ? now : turn.startsAt).toISOString(),
        ends_at: turn.endsAt.toISOString(),
        shift_id: turn.shiftId,
      });
  }
  const running = (one: Stored) => new Date(one.startsAt) < now;
  return {
    kept,
    added,
    gone: left.filter((one) => !running(one)).map((one) => one.id),
    cut: left.filter(running).map((one) => one.id),
  };
}
