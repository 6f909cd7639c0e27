// When an entry is looked at again.
import { type RawBuilder, sql } from "kysely";

/** The next look is due after the months of its class from when it was looked at, else from when it was taken in. */
export const reviewDue = (from: RawBuilder<unknown>, rank: RawBuilder<unknown>) =>
  sql`(${from}::date + make_interval(months => (select a.review_months from asset_classes a where a.rank = coalesce(${rank}, 1))))::date`;

/** The day of the last look, else that on which it was taken in, as the group's zone has it; else today. `e` is a row of a ledger. */
export const lookedAtOn = (today: string) =>
  sql`coalesce(e.reviewed_on, (e.registered_at at time zone coalesce((select time_zone from group_settings), 'UTC'))::date, ${today}::date)`;
