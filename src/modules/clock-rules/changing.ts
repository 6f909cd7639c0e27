// Adopting rules by name, withdrawing, reviewing, ending them.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, forbidden, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { clockRules } from "./contract.ts";
import { isSeen } from "./naming.ts";
import { refusalToAdopt } from "./reading.ts";

type In<K extends keyof typeof clockRules> = Input<(typeof clockRules)[K]>;
type Done = Promise<Output<typeof clockRules.adoptClockRule>>;
type Held = {
  id: string;
  key: string;
  version: number;
  companyId: string | null;
  status: "draft" | "in_force";
  adoptedAt: string | null;
  writtenBy: string | null;
  effectiveFrom: string | null;
  rowVersion: number;
};

/** What holds for every company is decided for the whole group. */
export function assertReach(ctx: Ctx, companyId: string | null): void {
  if (companyId === null && ctx.reach !== "group") throw forbidden("clock_rule.needs_whole_group");
}

/** Of two who change the same version at once, the slower is told. */
async function holdRule(ctx: Ctx, { id, rowVersion }: { id: string; rowVersion: number }): Promise<Held> {
  const { rows } = await sql<Held>`
    select r.id, r.key, r.version, r.company_id, r.status, r.adopted_at, r.written_by, r.effective_from, r.row_version
    from clock_rules r where r.id = ${id}::uuid and ${isSeen(ctx)} for no key update`.execute(ctx.db);
  const one = found(rows[0], "clock_rule");
  assertReach(ctx, one.companyId);
  if (one.rowVersion !== rowVersion)
    throw lostRace("clock_rule", { rowVersion }, { rowVersion: one.rowVersion });
  return one;
}

const subjectOf = (one: Pick<Held, "id" | "companyId">) => ({
  kind: "clock_rule",
  id: one.id,
  companyId: one.companyId,
});
const dataOf = ({ key, version }: Pick<Held, "key" | "version">) => ({ key, version });
const done = (one: Held) => ({ id: one.id, rowVersion: one.rowVersion + 1 });

export async function adoptClockRule(ctx: Ctx, input: In<"adoptClockRule">): Done {
  const one = await holdRule(ctx, input);
  const refusal = refusalToAdopt(one, ctx.actor.personId);
  if (refusal) throw conflict(refusal);
  const note = input.note.trim();
  await sql`insert into clock_rule_adoptions (rule_id, company_id, adopted_at, adopted_by, note)
    values (${one.id}::uuid, ${one.companyId}::uuid, app_now(), ${ctx.actor.personId}::uuid, ${note})`.execute(
    ctx.db,
  );
  await sql`update clock_rules set adopted_at = app_now(), adopted_by = ${ctx.actor.personId}::uuid, row_version = row_version + 1
    where id = ${one.id}::uuid`.execute(ctx.db);
  await record(ctx, "clock_rule.adopted", {
    subject: subjectOf(one),
    data: dataOf(one),
    ...(note ? { personal: { note } } : {}),
  });
  return done(one);
}

export async function withdrawClockRule(ctx: Ctx, input: In<"withdrawClockRule">): Done {
  const one = await holdRule(ctx, input);
  if (one.adoptedAt === null) throw conflict("clock_rule.not_adopted");
  const reason = input.reason.trim();
  await sql`update clock_rule_adoptions set withdrawn_at = app_now(), withdrawn_by = ${ctx.actor.personId}::uuid, reason = ${reason}
    where rule_id = ${one.id}::uuid and withdrawn_at is null`.execute(ctx.db);
  await sql`update clock_rules set adopted_at = null, adopted_by = null, row_version = row_version + 1
    where id = ${one.id}::uuid`.execute(ctx.db);
  await record(ctx, "clock_rule.withdrawn", {
    subject: subjectOf(one),
    data: dataOf(one),
    personal: { reason },
  });
  return done(one);
}

export async function reviewClockRule(ctx: Ctx, input: In<"reviewClockRule">): Done {
  if (input.reviewedOn > ctx.today) throw invalid("clock_rule.read_later");
  const one = await holdRule(ctx, input);
  await sql`insert into clock_rule_reviews (rule_id, company_id, reviewed_on, recorded_at, reviewed_by, is_unchanged, found)
    values (${one.id}::uuid, ${one.companyId}::uuid, ${input.reviewedOn}::date, app_now(), ${ctx.actor.personId}::uuid, ${input.isUnchanged},
      ${input.found.trim()})`.execute(ctx.db);
  await sql`update clock_rules set reviewed_on = greatest(reviewed_on, ${input.reviewedOn}::date), row_version = row_version + 1
    where id = ${one.id}::uuid`.execute(ctx.db);
  await record(ctx, "clock_rule.reviewed", {
    subject: subjectOf(one),
    data: { ...dataOf(one), reviewedOn: input.reviewedOn, isUnchanged: input.isUnchanged },
    personal: { note: input.found.trim() },
  });
  return done(one);
}

export async function endClockRule(ctx: Ctx, input: In<"endClockRule">): Done {
  const one = await holdRule(ctx, input);
  if (input.effectiveTo !== null && one.effectiveFrom !== null && input.effectiveTo <= one.effectiveFrom)
    throw invalid("clock_rule.ends_before_it_begins");
  await sql`update clock_rules set effective_to = ${input.effectiveTo}::date, row_version = row_version + 1
    where id = ${one.id}::uuid`.execute(ctx.db);
  await record(ctx, "clock_rule.end_set", {
    subject: subjectOf(one),
    data: { ...dataOf(one), until: input.effectiveTo },
    personal: { reason: input.reason.trim() },
  });
  return done(one);
}
