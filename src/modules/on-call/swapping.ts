// A turn that one asks a colleague to take: both are recorded, and nothing moves before the other has said yes.
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { onCall } from "./contract.ts";
import { ownTurn } from "./own.ts";
import { subjectOf } from "./visible.ts";

type In<K extends keyof typeof onCall> = Input<(typeof onCall)[K]>;
type Out<K extends keyof typeof onCall> = Promise<Output<(typeof onCall)[K]>>;

export async function askOnCallSwap(ctx: Ctx, input: In<"askOnCallSwap">): Out<"askOnCallSwap"> {
  const turn = await ownTurn(ctx, input.id);
  if (new Date(turn.endsAt) <= ctx.now) throw conflict("on_call.turn_over");
  const colleagues =
    await sql`select from on_call_colleagues(${turn.rosterId}::uuid) c where c.id = ${input.personId}::uuid`.execute(
      ctx.db,
    );
  if (colleagues.rows.length === 0) throw invalid("on_call.person");
  const id = randomUUID();
  const { rows } = await sql`
    insert into on_call_swaps (id, roster_id, unit_id, turn_id, tier, starts_at, ends_at, asked_by, asked_of, words, asked_at)
    select ${id}::uuid, t.roster_id, t.unit_id, t.id, t.tier, t.starts_at, t.ends_at, ${ctx.actor.personId}::uuid, ${input.personId}::uuid,
      ${input.words?.trim() ?? ""}, app_now()
    from on_call_turns t where t.id = ${input.id}::uuid
    on conflict (turn_id) where state = 'asked' do nothing returning id`.execute(ctx.db);
  if (rows.length === 0) throw conflict("on_call.swap_asked_already");
  await record(ctx, "on_call.swap_asked", {
    subject: subjectOf({ id: turn.rosterId, companyId: turn.companyId }),
    data: {
      personId: input.personId,
      startsAt: turn.startsAt,
      endsAt: turn.endsAt,
      roster: turn.roster,
      swapId: id,
    },
    personal: { words: input.words ?? "" },
  });
  return { id };
}

type Asked = {
  id: string;
  rosterId: string;
  companyId: string | null;
  roster: string;
  askedBy: string;
  askedOf: string;
  state: string;
  startsAt: string;
  endsAt: string;
};

async function swapOf(ctx: Ctx, id: string): Promise<Asked> {
  const { rows } = await sql<Asked>`
    select w.id, w.roster_id, r.company_id, r.name as roster, w.asked_by, w.asked_of, w.state, w.starts_at, w.ends_at
    from on_call_swaps w join on_call_rosters r on r.id = w.roster_id where w.id = ${id}::uuid
      and (w.asked_by = ${ctx.actor.personId}::uuid or w.asked_of = ${ctx.actor.personId}::uuid) and w.roster_id = any (my_rosters())
    for update of w`.execute(ctx.db);
  return found(rows[0], "on_call_swap");
}

const end = (ctx: Ctx, id: string, state: "declined" | "withdrawn") =>
  sql`update on_call_swaps set state = ${state}, ended_at = app_now() where id = ${id}::uuid`.execute(ctx.db);

export async function answerOnCallSwap(
  ctx: Ctx,
  { id, accepts }: In<"answerOnCallSwap">,
): Out<"answerOnCallSwap"> {
  const swap = await swapOf(ctx, id);
  if (swap.askedOf !== ctx.actor.personId || swap.state !== "asked") throw conflict("on_call.swap_over");
  if (accepts) {
    const { rows } = await sql<{ isTaken: boolean }>`select take_swap(${id}::uuid) as is_taken`.execute(
      ctx.db,
    );
    if (!rows[0]?.isTaken) throw conflict("on_call.swap_over");
  } else await end(ctx, id, "declined");
  await record(ctx, "on_call.swap_answered", {
    subject: subjectOf({ id: swap.rosterId, companyId: swap.companyId }),
    data: {
      personId: swap.askedBy,
      startsAt: swap.startsAt,
      endsAt: swap.endsAt,
      roster: swap.roster,
      accepts,
      swapId: id,
    },
  });
  return { id };
}

export async function withdrawOnCallSwap(
  ctx: Ctx,
  { id }: In<"withdrawOnCallSwap">,
): Out<"withdrawOnCallSwap"> {
  const swap = await swapOf(ctx, id);
  if (swap.askedBy !== ctx.actor.personId || swap.state !== "asked") throw conflict("on_call.swap_over");
  await end(ctx, id, "withdrawn");
  await record(ctx, "on_call.swap_withdrawn", {
    subject: subjectOf({ id: swap.rosterId, companyId: swap.companyId }),
    data: { personId: swap.askedOf, swapId: id },
  });
  return { id };
}
