// What a figure of incidents counts, said once: the figures count by it and the lists that they open read by it, so that a number opens
// as many rows as it says. Exercises and cases of products alone are in none. What nobody has judged yet is in all of them, or the latest would be missing.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Cause } from "../after/rules.ts";
import { isOfProductAlone } from "../visible.ts";
import { type Counted, noCountry, notReviewed } from "./rules.ts";

const counted = sql<boolean>`i.state not in ('nothing', 'duplicate') and not ${isOfProductAlone}`;
/** One that is not reported counts from the moment its 24 hours are over, not before. */
const due = sql<boolean>`${counted} and (i.reported_at is not null or i.report_due_at < app_now())`;

/** Of incidents `i`. */
export const setOf: Readonly<Record<Counted, RawBuilder<boolean>>> = {
  counted,
  unjudged: sql<boolean>`${counted} and i.state = 'reported'`,
  due,
  in_time: sql<boolean>`${counted} and i.reported_at <= i.report_due_at`,
  late: sql<boolean>`${due} and coalesce(i.reported_at > i.report_due_at, true)`,
  reported: sql<boolean>`${counted} and i.reported_at is not null`,
  contained: sql<boolean>`${counted} and i.contained_at is not null`,
};

/** Of notices `c`. What nobody owes any more, and what two have decided not to send, was never late. */
export const isNoticeDue = sql<boolean>`c.state not in ('omitted', 'no_longer') and (c.reached_at is not null or c.due_at < app_now())`;
export const isNoticeInTime = sql<boolean>`coalesce(c.reached_at <= c.due_at, false)`;

/** Of clocks `c`: of rules that the group has adopted, with a due time. */
export const isClockDue = sql<boolean>`c.standing = 'due' and c.outcome = 'applies' and c.gone_at is null
  and (c.ended_as = 'notified' or c.due_at < app_now()) and c.due_at is not null
  and not (c.ended_as is not distinct from 'not_notified' and c.seconded_at is not null)`;
export const isClockInTime = sql<boolean>`coalesce(c.ended_as = 'notified' and c.ended_at <= c.due_at, false)`;

/** From the first to the last day, both whole, by the group's clock. */
export const discoveredFrom = (day: string): RawBuilder<boolean> =>
  sql<boolean>`i.discovered_at >= (${day}::date)::timestamp at time zone coalesce((select time_zone from group_settings), 'UTC')`;
export const discoveredTo = (day: string): RawBuilder<boolean> =>
  sql<boolean>`i.discovered_at < (${day}::date + 1)::timestamp at time zone coalesce((select time_zone from group_settings), 'UTC')`;

export const inCountry = (ctx: Ctx, country: string): RawBuilder<boolean> =>
  sql<boolean>`${country === noCountry ? sql`not` : sql``} exists (select from company_facts f where f.company_id = i.company_id
    and ${country === noCountry ? sql`true` : sql`f.country = ${country}`} and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date))`;

export const isOfCause = (cause: Cause | typeof notReviewed): RawBuilder<boolean> =>
  cause === notReviewed
    ? sql<boolean>`not exists (select from incident_reviews w where w.incident_id = i.id)`
    : sql<boolean>`exists (select from incident_reviews w where w.incident_id = i.id and ${cause} = any (w.causes))`;
