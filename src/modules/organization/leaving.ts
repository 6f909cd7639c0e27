// A company leaves the group on a day (T-07): that day ends what it may and what it owes, and nothing that was before it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { conflict } from "#core/errors.ts";
import { record, recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { keepAdministered } from "./administering.ts";
import { take } from "./changing.ts";
import type { organization } from "./contract.ts";
import * as queries from "./queries.ts";
import type { Relation } from "./rules.ts";

type Leaving = typeof organization.endCompany;

export async function endCompany(ctx: Ctx, input: Input<Leaving>): Promise<Output<Leaving>> {
  const unit = await take(ctx, input.id, input.rowVersion, "company");
  if (unit.endedOn) throw conflict("company.left_already");
  const relation = await queries.rowOn<{ kind: Relation }>(ctx, "relations", unit.id, input.on);
  if (relation?.kind === "parent") throw conflict("company.parent_cannot_leave");
  await ctx.db
    .updateTable("units")
    .set({ endedOn: input.on, endedReason: input.reason })
    .where("id", "=", unit.id)
    .execute();
  await sql`update relations set valid_to = ${input.on}::date where company_id = ${unit.id}::uuid
    and valid_from < ${input.on}::date and (valid_to is null or valid_to > ${input.on}::date)`.execute(
    ctx.db,
  );
  // The supervision stays, so that the last division can still read the history (domain.md, "As of").
  const endedGrants = (await keepAdministered(ctx, () => endGrants(ctx, [unit.id]))).length;
  const lapsedDuties = input.on <= ctx.today ? (await lapseDutiesOf(ctx, [unit.id])).length : 0;
  await record(ctx, "company.left", {
    subject: { kind: "unit", id: unit.id, companyId: unit.id },
    data: { on: input.on, endedGrants, lapsedDuties },
    personal: { reason: input.reason },
  });
  return { id: unit.id, endedGrants, lapsedDuties };
}

/** Grants end with the company's last day; one that would only have begun later never holds. */
async function endGrants(ctx: Ctx, companyIds: readonly string[]): Promise<{ companyId: string }[]> {
  const { rows } = await sql<{ companyId: string }>`
    update grants g set valid_to = greatest(g.valid_from, u.ended_on), row_version = g.row_version + 1
    from units u where u.id = g.company_id and u.id = any (${[...companyIds]}::uuid[])
      and (g.valid_to is null or g.valid_to > greatest(g.valid_from, u.ended_on)) returning g.company_id`.execute(
    ctx.db,
  );
  return rows;
}

async function lapseDutiesOf(ctx: Ctx, companyIds: readonly string[]): Promise<{ companyId: string }[]> {
  const { rows } = await sql<{ companyId: string }>`
    update duties set state = 'lapsed', closed_at = app_now(), closed_by = ${ctx.actor.personId}::uuid,
      closed_reason = 'company.left', next_at = null
    where company_id = any (${[...companyIds]}::uuid[]) and state = 'open' returning company_id`.execute(
    ctx.db,
  );
  return rows;
}

const atOnce = 100;

/**
 * What was entered with a day ahead comes true on that day, as the group's clock counts days: duties that are still open
 * lapse, and rights given between the entry and the day end too. Returns how many companies there were.
 */
export async function endWhatLeft(ctx: Ctx, limit = atOnce): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select u.id from units u where u.kind = 'company' and u.ended_on <= group_today()
      and (exists (select from duties d where d.company_id = u.id and d.state = 'open')
        or exists (select from grants g where g.company_id = u.id and (g.valid_to is null or g.valid_to > greatest(g.valid_from, u.ended_on))))
    order by u.id limit ${limit}`.execute(ctx.db);
  if (rows.length === 0) return 0;
  const ids = rows.map((row) => row.id);
  const [grants, duties] = [await endGrants(ctx, ids), await lapseDutiesOf(ctx, ids)];
  const countOf = (ended: { companyId: string }[], id: string) =>
    ended.filter((one) => one.companyId === id).length;
  await recordEach(
    ctx,
    "company.duties_ended",
    ids.map((id) => ({
      subject: { kind: "unit", id, companyId: id },
      data: { endedGrants: countOf(grants, id), lapsedDuties: countOf(duties, id) },
    })),
  );
  return rows.length;
}

export const companiesLeave: TimedWork = {
  name: "organization.leave",
  everySeconds: 60,
  run: async (ctx) => (await endWhatLeft(ctx)) === atOnce,
};
