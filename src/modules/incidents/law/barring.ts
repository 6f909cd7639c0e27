// Clocks of law outlive an incident: it is neither over nor nothing while one of them is owed. Each is notified, or two people decide
// that it is not; an exercise ends with itself.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { conflict, invalid } from "#core/errors.ts";

type Barred = { id: string; isExercise: boolean };

/**
 * @param said what whoever closes it says of questions of law that nobody has answered.
 * @throws AppError while a clock of an adopted rule is owed; where one may be, and nobody says why that stays open.
 */
export async function assertNoClockRuns(ctx: Ctx, { id, isExercise }: Barred, said: string): Promise<void> {
  if (isExercise) return;
  const { rows } = await sql<{ owed: number; possible: number }>`
    select count(*) filter (where c.outcome = 'applies')::int as owed, count(*) filter (where c.outcome = 'possible' and c.ended_as is null)::int as possible
    from incident_clocks c where c.incident_id = ${id}::uuid and c.standing = 'due' and c.started_at is not null and c.gone_at is null
      and c.ended_as is distinct from 'notified' and c.seconded_at is null`.execute(ctx.db);
  const { owed = 0, possible = 0 } = rows[0] ?? {};
  if (owed > 0) throw conflict("incident.clocks_run", { values: { count: owed } });
  if (possible > 0 && said.trim() === "")
    throw invalid("incident.questions_open", { values: { count: possible } });
}
