// Lent to later modules.
// Who is late, the one rule of every list, count and figure. It is derived from the running clock of the answers, which
// knows postponements and the company's own zone; it is never stored.
import { sql } from "kysely";

/** Joins to inspection `i` the open clock of its answers as `c`: the first one, or the one of what was returned. */
export const answerClock = sql`left join duties c on c.subject_id = i.id and c.kind = 'inspection.answer' and c.state = 'open'
  and c.person_id is null`;

/** When the answers of inspection `i` are due; once its round is closed no clock runs, and the due day stands for it. */
export const answersDueAt = sql<string>`coalesce(c.due_at,
  (i.due_on + 1)::timestamp at time zone (select time_zone from group_settings))`;

/** Inspection `i` owes answers, never handed in or returned, its clock has run out, and its company has not left. */
export const isOverdue = sql<boolean>`(i.left_on is null and i.state in ('not_begun', 'answering', 'returned')
  and ${answersDueAt} < app_now())`;
