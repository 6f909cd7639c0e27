// What a company says of itself. It changes nothing in the register: it proposes the tier, and the group office takes it over or
// decides otherwise (organization, changeFacts and setTier).
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { companyInScope } from "#core/db/scope.ts";
import { invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { isTimeZone } from "#core/time/zones.ts";
import { type Relation, tierByCriteria } from "#modules/organization/rules.ts";
import type { onboarding } from "./contract.ts";
import type { FactName } from "./rules.ts";

type Saying = typeof onboarding.sayFacts;
type Given = Omit<Input<Saying>, "companyId">;
export type Said = { facts: Pick<Given, FactName>; on: string; byName: string | null };

/** What was said last, if it was ever. */
export async function lastSaid(ctx: Ctx, companyId: string): Promise<Said | null> {
  const { rows } = await sql<Given & { on: string; byName: string | null }>`
    select s.country, s.time_zone, s.language, s.workers, s.personal_data_people, s.has_plant, s.runs_servers, s.has_restricted_rooms,
      s.develops_software, s.develops_products, s.is_regional_headquarters, s.is_finance, s.provides_shared_services,
      s.said_on as "on", ${nameOfActor(ctx.language, sql`s.said_by`)} as by_name
    from said_facts s where s.company_id = ${companyId}::uuid order by s.said_at desc limit 1`.execute(
    ctx.db,
  );
  const [row] = rows;
  if (!row) return null;
  const { on, byName, ...facts } = row;
  return { facts, on, byName };
}

export async function sayFacts(ctx: Ctx, input: Input<Saying>): Promise<Output<Saying>> {
  const { companyId, ...facts } = input;
  await companyInScope(ctx, companyId);
  if (!isTimeZone(facts.timeZone)) throw invalid("time_zone.unknown");
  await ctx.db
    .insertInto("saidFacts")
    .values({
      companyId,
      ...facts,
      saidOn: ctx.today,
      saidAt: sql`app_now()`,
      saidBy: ctx.actor.personId,
    })
    .execute();
  const { rows } = await sql<{ kind: Relation }>`select r.kind from relations r
    where r.company_id = ${companyId}::uuid and holds_on(r.valid_from, r.valid_to, ${ctx.today}::date)`.execute(
    ctx.db,
  );
  const { tier } = tierByCriteria(facts, rows[0]?.kind ?? null);
  await record(ctx, "onboarding.facts_said", {
    subject: { kind: "unit", id: companyId, companyId },
    data: { tierProposed: tier },
    personal: facts,
  });
  return { on: ctx.today, proposed: tier };
}
