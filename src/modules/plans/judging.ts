// What a plan still lacks, read from what is written.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { type Problem, qualityOf, type StepToJudge } from "./rules.ts";

type Read = {
  hasOwner: boolean;
  steps: StepToJudge[];
  findings: { id: string; reference: string; dueOn: string }[];
};

export async function judged(ctx: Ctx, planId: string): Promise<Problem[]> {
  const { rows } = await sql<Read>`select p.owner_id is not null as has_owner,
      coalesce((select jsonb_agg(jsonb_build_object('what', s.what, 'hasOwner', s.owner_id is not null or btrim(s.owner_said) <> '',
        'startsOn', s.starts_on, 'dueOn', s.due_on, 'cost', s.cost, 'isDone', s.state = 'done', 'findingIds', to_jsonb(s.finding_ids)) order by s.position)
        from plan_steps s where s.plan_id = p.id), '[]') as steps,
      coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'reference', f.reference, 'dueOn', f.due_on) order by f.number)
        from plan_findings x join findings f on f.id = x.finding_id where x.plan_id = p.id and f.state not in ('closed', 'accepted', 'merged')), '[]') as findings
    from plans p where p.id = ${planId}::uuid`.execute(ctx.db);
  const [plan] = rows;
  return plan ? qualityOf(plan, ctx.today) : [];
}
