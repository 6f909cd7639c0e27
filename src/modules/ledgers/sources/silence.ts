// When a source has not spoken for longer than it should.
import { type RawBuilder, sql } from "kysely";

/** Since when a source owes its next load; null while it does not. `s` is a row of asset_sources. */
export const silentSince: RawBuilder<string | null> =
  sql`case when s.ended_at is null and s.expected_hours is not null
  and coalesce(s.loaded_at, s.created_at) + make_interval(hours => s.expected_hours) < app_now()
  then coalesce(s.loaded_at, s.created_at) + make_interval(hours => s.expected_hours) end`;
