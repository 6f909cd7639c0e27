// An open duty as the clock that screens show: one form wherever a clock of an inspection is told.
import { type RawBuilder, sql } from "kysely";

const moment = (column: string) =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/** The clock of the duty joined as `duty`; null where none is. */
export const clockOf = (duty: string): RawBuilder<unknown> => {
  const of = (column: string) => sql.ref(`${duty}.${column}`);
  return sql`case when ${of("id")} is null then null else jsonb_build_object('startsAt', ${moment(`${duty}.starts_at`)},
    'dueAt', ${moment(`${duty}.due_at`)}, 'timeZone', ${of("time_zone")}, 'kind', ${of("kind")}, 'level', ${of("level")},
    'postponedCount', ${of("postponed_count")}, 'remindedAt', ${moment(`${duty}.reminded_at`)}) end`;
};
