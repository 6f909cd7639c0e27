// Writing a rule of one's own, or a new version of a rule.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope, found } from "#core/db/scope.ts";
import { invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { assertReach } from "./changing.ts";
import type { clockRules } from "./contract.ts";
import { conditionOf } from "./mechanism/blocks.ts";
import { wrongWith } from "./mechanism/conditions.ts";
import { determinations } from "./mechanism/rules.ts";
import { isSeen } from "./naming.ts";

type Written = Input<typeof clockRules.writeClockRule>;

/** What is wrong with a rule as it was written, as a code; null where it can count. Pure. */
export function wrongIn(one: Written, today: string): string | null {
  const { unit, amount, softFrom, anchor, anchorOf, effectiveFrom, effectiveTo } = one;
  if (Object.keys(one.words).length === 0) return "clock_rule.words_missing";
  if (Object.values(one.words).some((words) => words.name.trim() === "")) return "clock_rule.words_missing";
  if ((unit === "none") !== (amount === null)) return "clock_rule.length_and_unit";
  if (unit === "none" && one.extension !== null) return "clock_rule.length_and_unit";
  if (softFrom !== null && (amount === null || softFrom >= amount)) return "clock_rule.soft_window";
  if (!fitsAnchor(anchor, anchorOf)) return "clock_rule.anchor_of";
  if (effectiveFrom !== null && effectiveTo !== null && effectiveTo <= effectiveFrom)
    return "clock_rule.ends_before_it_begins";
  if (one.readOn > today) return "clock_rule.read_later";
  const addresses = [one.sourceAddress, ...one.moreSources.map((source) => source.address)];
  if (addresses.some((address) => address.trim() !== "" && !isWebAddress(address)))
    return "clock_rule.address";
  return wrongWith(conditionOf(one.whose)) ?? wrongWith(conditionOf(one.when));
}

/** Which rule a submission is of is looked up (assertAnchorRule): here, whether any is named. */
function fitsAnchor(anchor: Written["anchor"], of: Written["anchorOf"]): boolean {
  if (anchor === "submitted") return of !== null;
  if (anchor === "determined") return (determinations as readonly (string | null)[]).includes(of);
  return of === null;
}

/** It becomes a link on a page: nothing but the web's own. */
export function isWebAddress(given: string): boolean {
  const url = URL.parse(given.trim());
  return url !== null && (url.protocol === "https:" || url.protocol === "http:");
}

type Before = { key: string; companyId: string | null };

export async function writeClockRule(
  ctx: Ctx,
  input: Written,
): Promise<Output<typeof clockRules.writeClockRule>> {
  assertReach(ctx, input.companyId);
  if (input.companyId !== null) await companyInScope(ctx, input.companyId);
  const wrong = wrongIn(input, ctx.today);
  if (wrong) throw invalid(wrong);
  const before = input.versionOf ? await versionOf(ctx, input.versionOf) : null;
  if (before && before.companyId !== input.companyId) throw invalid("clock_rule.other_company");
  const key = before?.key ?? `own-${crypto.randomUUID().slice(0, 8)}`;
  if (input.anchor === "submitted") await assertAnchorRule(ctx, key, input);
  await sql`select pg_advisory_xact_lock(hashtextextended('clock rule ' || ${key}, 0))`.execute(ctx.db);
  const { rows } = await sql<{ id: string; version: number }>`
    insert into clock_rules (key, version, company_id, subject, jurisdiction, stage, status, anchor, anchor_of, amount, unit, day_start, calendar, soft_from,
      extension_amount, extension_unit, may_pause, whose, applies_when, words, effective_from, effective_to, source_title, source_address, more_sources, read_on, sure,
      written_at, written_by, reviewed_on)
    values (${key}, (select 1 + coalesce(max(v.version), 0) from clock_rules v where v.key = ${key}), ${input.companyId}::uuid, ${input.subject},
      ${input.jurisdiction}, ${input.stage}, ${input.status}, ${input.anchor}, ${input.anchorOf}, ${input.amount}::integer, ${input.unit}, ${input.dayStart},
      ${input.calendar}, ${input.softFrom}::integer, ${input.extension?.amount ?? null}::integer, ${input.extension?.unit ?? null}, ${input.mayPause},
      ${JSON.stringify(conditionOf(input.whose))}::jsonb, ${JSON.stringify(conditionOf(input.when))}::jsonb, ${JSON.stringify(input.words)}::jsonb,
      ${input.effectiveFrom}::date, ${input.effectiveTo}::date, ${input.sourceTitle.trim()}, ${input.sourceAddress.trim()}, ${JSON.stringify(input.moreSources)}::jsonb, ${input.readOn}::date,
      ${input.sure}, app_now(), ${ctx.actor.personId}::uuid, ${input.readOn}::date)
    returning id, version`.execute(ctx.db);
  const written = found(rows[0], "clock_rule");
  await record(ctx, "clock_rule.written", {
    subject: { kind: "clock_rule", id: written.id, companyId: input.companyId },
    data: { key, version: written.version, jurisdiction: input.jurisdiction, status: input.status },
  });
  return written;
}

async function versionOf(ctx: Ctx, id: string): Promise<Before> {
  const { rows } = await sql<Before>`
    select r.key, r.company_id from clock_rules r where r.id = ${id}::uuid and ${isSeen(ctx)}`.execute(
    ctx.db,
  );
  return found(rows[0], "clock_rule");
}

/**
 * The rule that another counts from holds for every company, or for the same one: else it would wait in companies where it is never
 * submitted, and be named to those who do not see it. Nor does it count from itself, through whichever rules and versions.
 */
async function assertAnchorRule(ctx: Ctx, key: string, { anchorOf, companyId }: Written): Promise<void> {
  // Two who write at once might close a circle that neither sees.
  await sql`select pg_advisory_xact_lock(hashtextextended('clock rules that count from others', 0))`.execute(
    ctx.db,
  );
  const { rows } = await sql<{ isThere: boolean; isCircle: boolean }>`
    with recursive counted as (
      select ${anchorOf}::text as key
      union select r.anchor_of from counted c join clock_rules r on r.key = c.key and r.anchor = 'submitted'
    )
    select exists (select from clock_rules r where r.key = ${anchorOf} and ${isSeen(ctx)}
        and (r.company_id is null or r.company_id = ${companyId}::uuid)) as is_there,
      exists (select from counted c where c.key = ${key}) as is_circle`.execute(ctx.db);
  if (!rows[0]?.isThere) throw invalid("clock_rule.anchor_rule");
  if (rows[0].isCircle) throw invalid("clock_rule.anchor_circle");
}
