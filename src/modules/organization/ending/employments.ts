// People leave: one day and one reason for all who were chosen, with what hangs on their employment.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { conflict, notFound } from "#core/errors.ts";
import { recordEach } from "#core/events/record.ts";
import {
  type EndedGrant,
  keepAdministered,
  recordEndedGrants,
  wouldLoseAdministrators,
} from "../administering.ts";
import type { ending } from "./contract.ts";

type In<K extends keyof typeof ending> = Input<(typeof ending)[K]>;
type Preview = Output<typeof ending.previewEmploymentEnds>;
type Chosen = Pick<In<"previewEmploymentEnds">, "personIds" | "lastDay">;

/** Chosen people within scope; one outside it does not exist for the asker, so nothing is done for any. */
async function chosen(ctx: Ctx, ids: readonly string[]): Promise<{ id: string; companyId: string }[]> {
  const { rows } = await sql<{ id: string; companyId: string }>`
    select p.id, p.company_id from people p where p.id = any (${[...ids]}::uuid[]) and ${within(ctx, "p.company_id")}`.execute(
    ctx.db,
  );
  if (rows.length < ids.length) throw notFound("person");
  return rows;
}

const dayAfter = (lastDay: string) => sql`(${lastDay}::date + 1)`;
const goes = (ctx: Ctx, alias: "e" | "h", { personIds, lastDay }: Chosen) =>
  sql`${sql.ref(`${alias}.person_id`)} = any (${personIds}::uuid[]) and ${within(ctx, `${alias}.company_id`)}
    and (${sql.ref(`${alias}.valid_to`)} is null or ${sql.ref(`${alias}.valid_to`)} > ${dayAfter(lastDay)})`;

/** Rights stay with who is still employed where the asker does not reach. */
const leavesForGood = (ctx: Ctx, column: string, { lastDay }: Chosen) =>
  ctx.reach === "group"
    ? sql`true`
    : sql`not is_employed_after(${sql.ref(column)}, ${lastDay}::date,
        scope_of(${ctx.actor.personId}::uuid, ${ctx.permission}))`;

const grantEnds = (ctx: Ctx, chosen: Chosen) =>
  sql`g.person_id = any (${chosen.personIds}::uuid[]) and ${within(ctx, "g.company_id")}
    and (g.valid_to is null or g.valid_to > greatest(g.valid_from, ${dayAfter(chosen.lastDay)}))
    and ${leavesForGood(ctx, "g.person_id", chosen)}`;

async function refusal(ctx: Ctx, input: Chosen): Promise<Preview["refusedBecause"]> {
  if (input.personIds.includes(ctx.actor.personId)) return "person.own_employment";
  const { rows } = await sql<{ id: string }>`
    select p.id from unnest(${input.personIds}::uuid[]) as p(id) where ${leavesForGood(ctx, "p.id", input)}`.execute(
    ctx.db,
  );
  const ids = rows.map((row) => row.id);
  return (await wouldLoseAdministrators(ctx, ids, input.lastDay)) ? "grant.last_administrator" : null;
}

export async function previewEmploymentEnds(ctx: Ctx, input: In<"previewEmploymentEnds">): Promise<Preview> {
  const { personIds: ids } = input;
  await chosen(ctx, ids);
  const counted = await sql<{ people: number; grants: number; accounts: number }>`
    select (select count(distinct e.person_id)::int from employments e where ${goes(ctx, "e", input)}) as people,
      (select count(*)::int from grants g where ${grantEnds(ctx, input)}) as grants,
      (select count(*)::int from accounts a where a.person_id = any (${ids}::uuid[])
        and ${within(ctx, "a.company_id")} and a.state <> 'closed') as accounts`.execute(ctx.db);
  const seats = await sql<Preview["seats"][number]>`
    select distinct p.id, p.name, p.name_en, p.name_ja, p.name_zh, n.name as company_name, q.family_name, q.given_name
    from position_holders h join positions p on p.id = h.position_id join people q on q.id = h.person_id
    join unit_names n on n.unit_id = p.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where ${goes(ctx, "h", input)}
    order by p.name, p.id limit 500`.execute(ctx.db);
  const { people = 0, grants = 0, accounts = 0 } = counted.rows[0] ?? {};
  return {
    people,
    untouched: ids.length - people,
    grants,
    accounts,
    seats: seats.rows,
    refusedBecause: await refusal(ctx, input),
  };
}

export async function endEmployments(
  ctx: Ctx,
  input: In<"endEmployments">,
): Promise<Output<typeof ending.endEmployments>> {
  const { personIds: ids, lastDay } = input;
  const people = await chosen(ctx, ids);
  if (ids.includes(ctx.actor.personId)) throw conflict("person.own_employment");
  const ended = await sql<{ personId: string }>`
    with never as (
      delete from employments e where ${goes(ctx, "e", input)} and e.valid_from >= ${dayAfter(lastDay)} returning e.person_id
    ), closed as (
      update employments e set valid_to = ${dayAfter(lastDay)}
      where ${goes(ctx, "e", input)} and e.valid_from < ${dayAfter(lastDay)} returning e.person_id
    )
    select person_id from closed union select person_id from never`.execute(ctx.db);
  const left = new Set(ended.rows.map((row) => row.personId));
  const seats = await sql<{ count: number }>`
    with never as (
      delete from position_holders h where ${goes(ctx, "h", input)} and h.valid_from >= ${dayAfter(lastDay)} returning 1
    ), closed as (
      update position_holders h set valid_to = ${dayAfter(lastDay)}
      where ${goes(ctx, "h", input)} and h.valid_from < ${dayAfter(lastDay)} returning 1
    )
    select (select count(*) from never)::int + (select count(*) from closed)::int as count`.execute(ctx.db);
  await sql`update deputies h set valid_to = greatest(h.valid_from, ${dayAfter(lastDay)}) where ${goes(ctx, "h", input)}`.execute(
    ctx.db,
  );
  const grants = await keepAdministered(ctx, () =>
    sql<EndedGrant>`update grants g
      set valid_to = greatest(g.valid_from, ${dayAfter(lastDay)}), row_version = g.row_version + 1
      where ${grantEnds(ctx, input)}
      returning g.id, g.person_id, g.company_id, g.role_id, g.unit_id, g.valid_to`.execute(ctx.db),
  );
  await recordEach(
    ctx,
    "person.left",
    people.map((person) => ({
      subject: { kind: "person", id: person.id, companyId: person.companyId },
      data: { lastDay },
      personal: { reason: input.reason },
    })),
  );
  await recordEndedGrants(ctx, grants.rows);
  return { people: left.size, seats: seats.rows[0]?.count ?? 0, grants: grants.rows.length };
}
