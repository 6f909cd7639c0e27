// Lent to later modules.
// What the mechanism needs of the database: the rules, and the companies of a case with their legal facts and calendars. Read under
// the permission of whoever asks: rules of one company are theirs who reach it.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { calendarsOf } from "#modules/organization/calendar/calendars.ts";
import type { CaseCompany } from "./mechanism/clocks.ts";
import type { Condition } from "./mechanism/conditions.ts";
import { companyLaws, type CompanyLaw, type FactValue } from "./mechanism/facts.ts";
import type { Length, Rule } from "./mechanism/rules.ts";
import { isSeen, wordIn } from "./naming.ts";
import { isReviewOld } from "./reading.ts";

/** A rule with its words in the reader's language. */
export type WordedRule = Rule & {
  name: string;
  duty: string;
  recipient: string;
  notes: string;
  sourceTitle: string;
  sourceAddress: string;
  reviewedOn: string | null;
  isReviewOld: boolean;
};

type Row = Omit<WordedRule, "when" | "extension"> & {
  appliesWhen: Condition;
  extensionAmount: number | null;
  extensionUnit: Length["unit"] | null;
};

/** Every version of every rule that holds for all, or for a company in reach. */
export async function rulesFor(ctx: Ctx): Promise<WordedRule[]> {
  const { rows } = await sql<Row>`
    select r.id, r.key, r.version, r.company_id, r.subject, r.jurisdiction, r.stage, r.status, r.effective_from, r.effective_to, r.adopted_at is not null as is_adopted,
      r.anchor, r.anchor_of, r.amount, r.unit, r.day_start, r.calendar, r.soft_from, r.extension_amount, r.extension_unit, r.may_pause, r.whose, r.applies_when,
      ${wordIn(ctx, "name")} as name, ${wordIn(ctx, "duty")} as duty, ${wordIn(ctx, "recipient")} as recipient, ${wordIn(ctx, "notes")} as notes,
      r.source_title, r.source_address, r.reviewed_on, ${isReviewOld(ctx)} as is_review_old
    from clock_rules r where ${isSeen(ctx)} order by r.key, r.version limit 2000`.execute(ctx.db);
  return rows.map(({ appliesWhen, extensionAmount, extensionUnit, ...row }) => ({
    ...row,
    when: appliesWhen,
    extension: extensionAmount && extensionUnit ? { amount: extensionAmount, unit: extensionUnit } : null,
  }));
}

/** A legal fact as it is kept, in the form that conditions compare. */
export const lawValue = (law: CompanyLaw, value: string): FactValue =>
  companyLaws[law].kind === "yes_no" ? value === "yes" : value;

type CompanyRow = {
  companyId: string;
  country: string | null;
  timeZone: string | null;
  laws: { law: CompanyLaw; value: string }[];
};

/**
 * Companies in reach as they stand on a day, with what they are in the eyes of the laws. Whoever calls says for whom each holds
 * the data.
 */
export async function companiesFor(
  ctx: Ctx,
  companyIds: readonly string[],
  day: string,
): Promise<Omit<CaseCompany, "isEntrusted">[]> {
  const { rows } = await sql<CompanyRow>`
    select u.id as company_id, f.country, coalesce(f.time_zone, g.time_zone) as time_zone,
      (select coalesce(jsonb_agg(jsonb_build_object('law', l.law, 'value', l.value)), '[]') from company_laws l
        where l.company_id = u.id and holds_on(l.valid_from, l.valid_to, ${day}::date)) as laws
    from units u cross join group_settings g
    left join company_facts f on f.company_id = u.id and holds_on(f.valid_from, f.valid_to, ${day}::date)
    where u.id = any (${[...companyIds]}::uuid[]) and u.kind = 'company' and ${within(ctx, "u.company_id")}
    order by u.code`.execute(ctx.db);
  const calendars = await calendarsOf(
    ctx,
    rows.map((row) => row.companyId),
  );
  return rows.map(({ laws, timeZone, ...row }) => ({
    ...row,
    timeZone: timeZone ?? "UTC",
    laws: Object.fromEntries(
      laws.filter(({ law }) => law in companyLaws).map(({ law, value }) => [law, lawValue(law, value)]),
    ),
    calendar: calendars.get(row.companyId),
  }));
}
