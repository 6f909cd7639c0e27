// When a purpose may be rested on.
import { type RawBuilder, sql } from "kysely";

/** `p` is a row of the purposes. */
export const inForce = (today: string): RawBuilder<boolean> =>
  sql<boolean>`(p.state = 'approved' and p.valid_from <= ${today}::date and (p.valid_until is null or p.valid_until >= ${today}::date))`;
