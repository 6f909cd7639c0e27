// Who provides a shared service, from day to day.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { forbidden, invalid } from "#core/errors.ts";
import { record, recordEach } from "#core/events/record.ts";
import { assertReason } from "#modules/organization/dated.ts";
import type { services } from "./contract.ts";
import { endOf } from "./rules.ts";
import { assertService } from "./reading.ts";

type In<K extends keyof typeof services> = Input<(typeof services)[K]>;
type Done = Output<typeof services.setServiceProvider>;
type Provided = { companyId: string; validFrom: string; validTo: string | null };

/** One at a time may change a service: what is looked at stays as it is until it is written. */
export async function holdService(ctx: Ctx, service: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('service ' || ${service}, 0))`.execute(ctx.db);
}

function assertWholeGroup(ctx: Ctx): void {
  if (ctx.reach !== "group") throw forbidden("service.needs_whole_group");
}

async function providersFrom(ctx: Ctx, service: string, day: string): Promise<Provided[]> {
  const { rows } = await sql<Provided>`
    select company_id, valid_from, valid_to from service_providers
    where service = ${service} and (valid_to is null or valid_to > ${day}::date) order by valid_from`.execute(
    ctx.db,
  );
  return rows;
}

export async function setServiceProvider(ctx: Ctx, input: In<"setServiceProvider">): Promise<Done> {
  assertWholeGroup(ctx);
  assertReason(ctx, input.from, input.reason);
  const { service, from, until = null } = input;
  if (until !== null && until <= from) throw invalid("service.ends_before_it_begins");
  await assertService(ctx, service);
  await assertInGroup(ctx, input.companyId, from);
  await holdService(ctx, service);
  const known = await providersFrom(ctx, service, from);
  const before = known.find((one) => one.validFrom <= from) ?? null;
  const next = known.find((one) => one.validFrom > from)?.validFrom ?? null;
  const end = endOf(until, next);
  await closeOn(ctx, service, from);
  await sql`insert into service_providers (service, company_id, valid_from, valid_to)
    values (${service}, ${input.companyId}::uuid, ${from}::date, ${end}::date)`.execute(ctx.db);
  if (before && until !== null && end === until && (before.validTo === null || before.validTo > until))
    await sql`insert into service_providers (service, company_id, valid_from, valid_to)
      values (${service}, ${before.companyId}::uuid, ${until}::date, ${endOf(before.validTo, next)}::date)`.execute(
      ctx.db,
    );
  await record(ctx, "service.provider_changed", {
    subject: { kind: "unit", id: input.companyId, companyId: input.companyId },
    data: { service, from, until: end, before: before?.companyId ?? null },
    personal: { reason: input.reason ?? null },
  });
  return { service };
}

export async function endServiceProvider(ctx: Ctx, input: In<"endServiceProvider">): Promise<Done> {
  assertWholeGroup(ctx);
  assertReason(ctx, input.on, input.reason);
  await holdService(ctx, input.service);
  const ended = await providersFrom(ctx, input.service, input.on);
  if (ended.length === 0) throw invalid("service.nothing_to_change");
  await sql`delete from service_providers where service = ${input.service} and valid_from > ${input.on}::date`.execute(
    ctx.db,
  );
  await closeOn(ctx, input.service, input.on);
  await recordEach(
    ctx,
    "service.provider_changed",
    ended.map((one) => ({
      subject: { kind: "unit", id: one.companyId, companyId: one.companyId },
      data: { service: input.service, from: one.validFrom, until: input.on, ended: true },
      personal: { reason: input.reason ?? null },
    })),
  );
  return { service: input.service };
}

/** What began on that very day goes; what held before it ends with the day before. */
async function closeOn(ctx: Ctx, service: string, day: string): Promise<void> {
  await sql`delete from service_providers where service = ${service} and valid_from = ${day}::date`.execute(
    ctx.db,
  );
  await sql`update service_providers set valid_to = ${day}::date where service = ${service} and valid_from < ${day}::date
    and (valid_to is null or valid_to > ${day}::date)`.execute(ctx.db);
}

async function assertInGroup(ctx: Ctx, companyId: string, day: string): Promise<void> {
  const { rows } = await sql<{ isInGroup: boolean }>`
    select u.founded_on <= ${day}::date and (u.ended_on is null or u.ended_on > ${day}::date) as is_in_group
    from units u where u.id = ${companyId}::uuid and u.kind = 'company' and ${within(ctx, "u.company_id")}`.execute(
    ctx.db,
  );
  if (!found(rows[0], "company").isInGroup) throw invalid("service.provider_not_in_group");
}
