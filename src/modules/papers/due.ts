// Signed answers are made by themselves when an inspection is confirmed or locked, in the company's language.
import { sql } from "kysely";
import type { Language } from "#core/context.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { keepPaper } from "./keeping.ts";

export const papersWanted: Subscriber = {
  name: "papers.wanted",
  verbs: ["inspection.confirmed", "inspection.locked"],
  from: "now",
  handle: async (ctx, events) => {
    const ids = events.flatMap((event) => (event.subjectId ? [event.subjectId] : []));
    await sql`insert into papers_due (inspection_id, company_id)
      select i.id, i.company_id from inspections i where i.id = any (${ids}::uuid[])
      on conflict (inspection_id) do update set next_at = now(), tries = 0`.execute(ctx.db);
  },
};

type Due = { inspectionId: string; language: Language; tries: number; isOpen: boolean };

/** One paper a turn: setting one takes half a second, and no lock is held longer than that. */
export const papersDue: TimedWork = {
  name: "papers.due",
  everySeconds: 5,
  run: async (ctx) => {
    const { rows } = await sql<Due>`
      select d.inspection_id, d.tries, i.state not in ('confirmed', 'locked') as is_open,
        case when f.language in ('ja', 'en', 'zh') then f.language else 'en' end as language
      from papers_due d join inspections i on i.id = d.inspection_id
      left join company_facts f on f.company_id = i.company_id and holds_on(f.valid_from, f.valid_to, group_today())
      where d.next_at <= now() order by d.next_at limit 1 for update of d skip locked`.execute(ctx.db);
    const due = rows[0];
    if (!due) return false;
    // Reopened before the paper was made: the next confirmation asks for it again.
    if (!due.isOpen) await keepPaper(ctx, due.inspectionId, due.language);
    await sql`delete from papers_due where inspection_id = ${due.inspectionId}::uuid`.execute(ctx.db);
    return true;
  },
};
