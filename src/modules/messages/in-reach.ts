// A reader's messages as far as they reach now: what is out of reach comes back without a name, in the inbox as in a mail.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { risenTo } from "#modules/duties/rules.ts";

export type Reached = {
  id: string;
  kind: string;
  subjectId: string | null;
  data: Record<string, unknown>;
  madeAt: string;
  readAt: string | null;
  isUrgent: boolean;
  company: string | null;
  /** Of the duty while it is open. */
  dueAt: string | null;
  isReachable: boolean;
  /** There was something to do, and it is done. */
  isSettled: boolean;
  isExercise: boolean;
};

/** @param wanted the statement that gives the messages' rows as `m`, of the reader alone and no more than a page. */
export async function reachedOf(ctx: Ctx, wanted: RawBuilder<unknown>): Promise<Reached[]> {
  const { rows } = await sql<Reached>`
    with page as materialized (${wanted}),
    reached as materialized (
      select * from messages_in_reach(${ctx.actor.personId}::uuid, (select array_agg(p.id) from page p), ${[...risenTo]}::text[])
    )
    select m.id, m.kind, case when r.id is null then null else m.subject_id end as subject_id,
      case when r.id is null then '{}'::jsonb else m.data end as data, m.made_at, m.read_at, m.is_urgent,
      ${nameOfUnit(ctx.language, "r")} as company, r.due_at, r.id is not null as is_reachable,
      m.duty_id is not null and not coalesce(r.is_open, false) as is_settled, m.is_exercise
    from page m left join reached r on r.id = m.id order by m.id desc`.execute(ctx.db);
  return rows;
}
