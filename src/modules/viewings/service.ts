// Looking along ("view as"): a supporter sees what somebody sees, as long as that somebody allows it (docs/decisions/0086).
import { like } from "#core/db/like.ts";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { found } from "#core/db/scope.ts";
import { conflict, forbidden, notFound } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { viewings } from "./contract.ts";
import { stateOf } from "./rules.ts";

type In<K extends keyof typeof viewings> = Input<(typeof viewings)[K]>;
type Out<K extends keyof typeof viewings> = Promise<Output<(typeof viewings)[K]>>;

type Given = Omit<Output<typeof viewings.listMyViewings>["rows"][number], "state">;
type Taken = Omit<Output<typeof viewings.listViewings>["rows"][number], "state">;

export async function listMyViewings(ctx: Ctx): Out<"listMyViewings"> {
  const me = sql`${ctx.actor.personId}::uuid`;
  const { rows } = await sql<Given>`
    select v.id, v.reason, v.allowed_at, v.ends_at, v.started_at, looks_of(v.id) as looks,
      ${nameOfPerson(ctx.language, "w")} as with_name
    from viewings v join viewing_people() w on w.viewing_id = v.id where v.person_id = ${me} order by v.id desc limit 50`.execute(
    ctx.db,
  );
  return { rows: rows.map((row) => ({ ...row, state: stateOf(row, ctx.now) })) };
}

export async function listViewings(ctx: Ctx): Out<"listViewings"> {
  const { rows } = await sql<Taken>`
    select v.id, v.reason, v.allowed_at, v.ends_at, v.started_at,
      ${nameOfPerson(ctx.language, "w")} as with_name,
      (select ${nameOfUnit(ctx.language, "n")} from viewing_places() n where n.viewing_id = v.id) as company_name
    from viewings v join viewing_people() w on w.viewing_id = v.id where v.viewer_id = ${ctx.actor.personId}::uuid order by v.id desc limit 50`.execute(
    ctx.db,
  );
  return { rows: rows.map((row) => ({ ...row, state: stateOf(row, ctx.now) })) };
}

/** Why nobody may look along with the actor, whoever asks; null where somebody may. */
async function offBecause(ctx: Ctx): Promise<string | null> {
  // A session of a company's own provider speaks for that company, and its person may see more.
  if (ctx.actor.boundTo) return "viewing.session_is_bound";
  const { rows } = await sql<{ isOutside: boolean; seesAll: boolean }>`
    select is_outside(${ctx.actor.personId}::uuid) as is_outside, sees_whole_group(${ctx.actor.personId}::uuid) as sees_all`.execute(
    ctx.db,
  );
  if (rows[0]?.isOutside) return "viewing.of_outside";
  return rows[0]?.seesAll ? "viewing.sees_whole_group" : null;
}

export async function listViewers(ctx: Ctx, { search = "" }: In<"listViewers">): Out<"listViewers"> {
  const off = await offBecause(ctx);
  if (off) return { rows: [], offBecause: off };
  const sought = like(search);
  const { rows } = await sql<{ personId: string; name: string }>`
    select w.person_id, ${nameOfPerson(ctx.language, "w")} as name
    from viewers_for(${ctx.actor.personId}::uuid, ${ctx.actor.companyId}::uuid) w
    where folded(concat_ws(' ', w.family_name, w.given_name, w.family_name, w.family_name || w.given_name || w.family_name)) ilike ${sought} order by 2 limit 50`.execute(
    ctx.db,
  );
  return { rows, offBecause: null };
}

export async function allowViewing(ctx: Ctx, input: In<"allowViewing">): Out<"allowViewing"> {
  const off = await offBecause(ctx);
  if (off) throw forbidden(off);
  const { personId, accountId, companyId } = ctx.actor;
  const viewer = await sql`select from viewers_for(${personId}::uuid, ${companyId}::uuid) w
    where w.person_id = ${input.viewerId}::uuid`.execute(ctx.db);
  found(viewer.rows[0], "viewer");
  await sql`select pg_advisory_xact_lock(hashtextextended(${personId}, 27))`.execute(ctx.db);
  const open =
    await sql`select from viewings v where v.person_id = ${personId}::uuid and v.viewer_id = ${input.viewerId}::uuid
    and v.ends_at > app_now()`.execute(ctx.db);
  if (open.rows.length > 0) throw conflict("viewing.allowed_already");
  const { rows } = await sql<{ id: string; endsAt: string }>`
    insert into viewings (person_id, account_id, company_id, viewer_id, reason, allowed_at, ends_at)
    values (${personId}::uuid, ${accountId}::uuid, ${companyId}::uuid, ${input.viewerId}::uuid, ${input.reason.trim()}, app_now(),
      app_now() + make_interval(mins => ${input.minutes})) returning id, ends_at`.execute(ctx.db);
  const made = found(rows[0], "viewing");
  await record(ctx, "viewing.allowed", {
    subject: { kind: "viewing", id: made.id, companyId },
    data: { viewerId: input.viewerId, endsAt: made.endsAt },
    personal: { reason: input.reason.trim() },
  });
  return made;
}

type Kept = { id: string; companyId: string; personId: string; endsAt: string };

async function ofTheTwo(ctx: Ctx, id: string): Promise<Kept> {
  const { rows } = await sql<Kept>`select v.id, v.company_id, v.person_id, v.ends_at from viewings v
    where v.id = ${id}::uuid and ${ctx.actor.personId}::uuid in (v.person_id, v.viewer_id)`.execute(ctx.db);
  const one = found(rows[0], "viewing");
  if (new Date(one.endsAt) <= ctx.now) throw conflict("viewing.over");
  return one;
}

export async function endViewing(ctx: Ctx, { id }: In<"endViewing">): Out<"endViewing"> {
  const one = await ofTheTwo(ctx, id);
  const { rows } = await sql<{ ended: boolean }>`select end_viewing(${id}::uuid) as ended`.execute(ctx.db);
  if (!rows[0]?.ended) throw conflict("viewing.over");
  await record(ctx, "viewing.ended", {
    subject: { kind: "viewing", id, companyId: one.companyId },
    data: { byPerson: one.personId === ctx.actor.personId },
  });
  return { id };
}

export async function startViewing(ctx: Ctx, { id }: In<"startViewing">): Out<"startViewing"> {
  const one = await ofTheTwo(ctx, id);
  const { rows } = await sql<{ started: boolean }>`
    select start_viewing(${id}::uuid, ${ctx.actor.sessionId}::uuid) as started`.execute(ctx.db);
  // It is somebody's own to give and another's to start.
  if (!rows[0]?.started) throw notFound("viewing");
  await record(ctx, "viewing.started", {
    subject: { kind: "viewing", id, companyId: one.companyId },
    data: { personId: one.personId },
  });
  return { id };
}

export async function leaveViewing(ctx: Ctx): Out<"leaveViewing"> {
  const { rows } = await sql<{ id: string | null }>`
    select leave_viewing(${ctx.actor.sessionId}::uuid) as id`.execute(ctx.db);
  const id = rows[0]?.id ?? null;
  await record(ctx, "viewing.left", { subject: { kind: "viewing", id, companyId: ctx.actor.companyId } });
  return { id };
}
