// Rounds as they are read.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { launchJob } from "./launch.ts";
import { permissions, type rounds } from "./contract.ts";
import { statesOf } from "./progress.ts";
import { stepsNow } from "./rules.ts";

type Out<K extends keyof typeof rounds> = Promise<Output<(typeof rounds)[K]>>;
export type Round = Output<typeof rounds.getRound>["round"];
type Launch = NonNullable<Output<typeof rounds.getRound>["launch"]>;

const selectRounds = sql`
  select r.*, encode(r.population_sha256, 'hex') as population_sha256, e.edition, e.standard,
    (select count(*)::int from round_members m where m.round_id = r.id and m.is_in) as member_count,
    (select count(*)::int from round_members m where m.round_id = r.id and not m.is_in) as exempt_count
  from rounds r join editions e on e.id = r.edition_id`;

export async function roundById(ctx: Ctx, id: string): Promise<Round> {
  const { rows } =
    await sql<Round>`${selectRounds} where r.id = ${id}::uuid and r.state <> 'discarded'`.execute(ctx.db);
  return found(rows[0], "round");
}

export async function listRounds(
  ctx: Ctx,
  { divisionId }: Input<typeof rounds.listRounds>,
): Out<"listRounds"> {
  const { rows } = await sql<Round>`
    ${selectRounds} where r.state <> 'discarded' order by r.fiscal_year desc, r.opens_on desc, r.created_at desc limit 200`.execute(
    ctx.db,
  );
  const states = await statesOf(
    ctx,
    rows.map((row) => row.id),
    divisionId,
  );
  return {
    rows: rows.map((row) => ({ ...row, ...(states.get(row.id) ?? { states: {}, late: 0, left: 0 }) })),
    can: { manage: await manages(ctx) },
  };
}

async function manages(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ manages: boolean }>`
    select exists (select from permissions_of(${ctx.actor.personId}::uuid) p
      where p.permission = ${permissions.manage}) as manages`.execute(ctx.db);
  return rows[0]?.manages ?? false;
}

export async function getRound(ctx: Ctx, { id }: Input<typeof rounds.getRound>): Out<"getRound"> {
  const round = await roundById(ctx, id);
  const isManager = await manages(ctx);
  const launch = isManager ? await launchOf(ctx, id) : null;
  return {
    round,
    launch,
    plannedFor: isManager && round.state === "launching" && !launch ? round.opensOn : null,
    can: { manage: isManager, steps: stepsNow(round.state, isManager) },
  };
}

/** The last launch that was ordered for a round, while it is of interest. */
export async function launchOf(ctx: Ctx, roundId: string): Promise<Launch | null> {
  const { rows } = await sql<Launch>`
    select id as job_id, state, done, total, problem ->> 'code' as problem from jobs
    where subject_id = ${roundId}::uuid and kind = ${launchJob.kind} order by created_at desc limit 1`.execute(
    ctx.db,
  );
  return rows[0] ?? null;
}
