// Signed answers are made by themselves when an inspection is confirmed or locked, in the company's language.
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { translateConstraint } from "#core/db/constraints.ts";
import { outside } from "#core/db/outside.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { codeOf } from "#core/log.ts";
import { keepPaper, preparePaper, setPages } from "./keeping.ts";

export const papersWanted: Subscriber = {
  name: "papers.wanted",
  verbs: ["inspection.confirmed", "inspection.locked"],
  from: "now",
  handle: async (ctx, events) => {
    const ids = events.flatMap((event) => (event.subjectId ? [event.subjectId] : []));
    await sql`insert into papers_due (inspection_id, company_id)
      select i.id, i.company_id from inspections i where i.id = any (${ids}::uuid[])
      on conflict (inspection_id) do update set next_at = now(), tries = 0, problem = null`.execute(ctx.db);
  },
};

type Due = { inspectionId: string; language: Language; isOpen: boolean };

/**
 * One paper a turn. It is moved to a later turn before it is begun: one that fails, or takes the process with it, keeps
 * no other from being made.
 */
export const papersDue: TimedWork = {
  name: "papers.due",
  everySeconds: 5,
  run: async (ctx) => {
    const { rows } = await sql<Due>`
      with due as (
        select d.inspection_id from papers_due d where d.next_at <= now()
        order by d.next_at limit 1 for update skip locked
      ), moved as (
        update papers_due d set tries = d.tries + 1, next_at = now() + make_interval(mins => power(2, least(d.tries, 9))::integer)
        from due where d.inspection_id = due.inspection_id returning d.inspection_id
      )
      select m.inspection_id, i.state not in ('confirmed', 'locked') as is_open,
        case when f.language in ('ja', 'en', 'zh') then f.language else 'en' end as language
      from moved m join inspections i on i.id = m.inspection_id
      left join company_facts f on f.company_id = i.company_id and holds_on(f.valid_from, f.valid_to, group_today())`.execute(
      ctx.db,
    );
    const due = rows[0];
    if (!due) return false;
    const { inspectionId } = due;
    // Reopened before the paper was made: the next confirmation asks for it again.
    if (due.isOpen) return isDone(ctx, inspectionId);
    const paper = await trying(ctx, inspectionId, () => preparePaper(ctx, inspectionId, due.language));
    if (paper === null) return true;
    if ("thereAs" in paper) return isDone(ctx, inspectionId);
    return outside(
      () =>
        setPages(paper).then(
          (pdf) => ({ pdf }),
          (thrown: unknown) => ({ thrown }),
        ),
      async (second, set) => {
        if ("thrown" in set) return noteProblem(second, inspectionId, set.thrown);
        const kept = await trying(second, inspectionId, () => keepPaper(second, paper, set.pdf));
        return kept === null || isDone(second, inspectionId);
      },
    );
  },
};

async function isDone(ctx: Ctx, inspectionId: string): Promise<true> {
  await sql`delete from papers_due where inspection_id = ${inspectionId}::uuid`.execute(ctx.db);
  return true;
}

async function noteProblem(ctx: Ctx, inspectionId: string, thrown: unknown): Promise<true> {
  const code = codeOf(translateConstraint(thrown));
  await sql`update papers_due set problem = ${code} where inspection_id = ${inspectionId}::uuid`.execute(
    ctx.db,
  );
  return true;
}

/** @returns null where it failed: what it wrote is undone, the transaction goes on and says why. */
async function trying<T>(ctx: Ctx, inspectionId: string, work: () => Promise<T>): Promise<T | null> {
  await sql`savepoint paper`.execute(ctx.db);
  try {
    return await work();
  } catch (thrown) {
    await sql`rollback to savepoint paper`.execute(ctx.db);
    await noteProblem(ctx, inspectionId, thrown);
    return null;
  }
}
