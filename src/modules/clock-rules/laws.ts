// What a company is in the eyes of a law: dated, with its source.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { companyInScope, holds } from "#core/db/scope.ts";
import { invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { type clockRules, permissions } from "./contract.ts";
import { companyLaws, type CompanyLaw } from "./mechanism/facts.ts";

type Laws = Output<typeof clockRules.getCompanyLaws>;

export async function getCompanyLaws(
  ctx: Ctx,
  input: Input<typeof clockRules.getCompanyLaws>,
): Promise<Laws> {
  await companyInScope(ctx, input.id);
  const day = input.asOf ?? ctx.today;
  const { rows } = await sql<Laws["rows"][number]>`
    select l.law, l.value, l.valid_from, l.valid_to, l.source, ${nameOfActor(ctx.language, sql`l.recorded_by`)} as recorded_by_name
    from company_laws l where l.company_id = ${input.id}::uuid and holds_on(l.valid_from, l.valid_to, ${day}::date)
    order by l.law limit 100`.execute(ctx.db);
  const facts = await sql<{ country: string | null }>`
    select f.country from company_facts f where f.company_id = ${input.id}::uuid and holds_on(f.valid_from, f.valid_to, ${day}::date)`.execute(
    ctx.db,
  );
  return {
    country: facts.rows[0]?.country ?? null,
    rows: rows.filter((row) => row.law in companyLaws),
    mayKeep: await holds(ctx, permissions.keepLaws, input.id),
  };
}

const fitsLaw = (law: CompanyLaw, value: string) => {
  const of = companyLaws[law];
  return of.kind === "yes_no"
    ? value === "yes" || value === "no"
    : (of.options as readonly string[]).includes(value);
};

export async function setCompanyLaw(
  ctx: Ctx,
  input: Input<typeof clockRules.setCompanyLaw>,
): Promise<Output<typeof clockRules.setCompanyLaw>> {
  const { id, law, value, from } = input;
  await companyInScope(ctx, id);
  if (value !== null && !fitsLaw(law, value)) throw invalid("clock_rule.fact_value");
  await sql`select pg_advisory_xact_lock(hashtextextended('company law ' || ${id}::text || ${law}, 0))`.execute(
    ctx.db,
  );
  const before = await sql<{ value: string }>`select l.value from company_laws l
    where l.company_id = ${id}::uuid and l.law = ${law} and holds_on(l.valid_from, l.valid_to, ${from}::date)`.execute(
    ctx.db,
  );
  // What was said for later days is said anew; what held until then ends with the day before.
  await sql`delete from company_laws where company_id = ${id}::uuid and law = ${law} and valid_from >= ${from}::date`.execute(
    ctx.db,
  );
  await sql`update company_laws set valid_to = ${from}::date where company_id = ${id}::uuid and law = ${law}
    and (valid_to is null or valid_to > ${from}::date)`.execute(ctx.db);
  if (value !== null)
    await sql`insert into company_laws (company_id, law, value, valid_from, source, recorded_at, recorded_by)
      values (${id}::uuid, ${law}, ${value}, ${from}::date, ${input.source.trim()}, app_now(), ${ctx.actor.personId}::uuid)`.execute(
      ctx.db,
    );
  await record(ctx, "company.law_set", {
    subject: { kind: "unit", id, companyId: id },
    data: { law, from, before: before.rows[0]?.value ?? null, value },
    personal: { note: input.source.trim() },
  });
  return { id };
}
