// A plan begins: demanded by a result, or by somebody who wants to do something about findings.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope, found } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import { record, recordEach } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { openDuties } from "#modules/duties/service.ts";
import { holdFindings } from "#modules/findings/planned.ts";
import type { plans } from "./contract.ts";
import { permissions } from "./contract/words.ts";
import { subjectOf } from "./loading.ts";

export const handInDuty = "plan.hand_in";

export async function settingsOf(ctx: Ctx) {
  const { rows } = await sql<{
    handInDays: number;
    effectMonths: number;
    driftDays: number;
    rowVersion: number;
  }>`select * from plan_settings`.execute(ctx.db);
  return found(rows[0], "plan_settings");
}

export async function beginImprovementPlan(
  ctx: Ctx,
  input: Input<typeof plans.beginImprovementPlan>,
): Promise<Output<typeof plans.beginImprovementPlan>> {
  await companyInScope(ctx, input.companyId);
  const { handInDays } = await settingsOf(ctx);
  const [plan] = await addPlans(ctx, [
    {
      companyId: input.companyId,
      title: input.title,
      cause: "by_hand",
      inspectionId: null,
      result: null,
      handInBy: addDays(ctx.today, handInDays),
    },
  ]);
  if (!plan) throw new Error("a plan was not written");
  await putFindings(ctx, plan, input.findingIds);
  await record(ctx, "plan.opened", {
    subject: subjectOf(plan),
    data: {
      reference: plan.reference,
      handInBy: addDays(ctx.today, handInDays),
      count: input.findingIds.length,
    },
  });
  return { id: plan.id, rowVersion: 1 };
}

type New = {
  companyId: string;
  title: string;
  cause: "result" | "by_hand";
  inspectionId: string | null;
  result: string | null;
  handInBy: string;
};
type Added = { id: string; companyId: string; reference: string; inspectionId: string | null };

export async function addPlans(ctx: Ctx, news: readonly New[]): Promise<Added[]> {
  const { rows } = await sql<Added>`
    with given as (
      select x.*, new_id() as id, row_number() over (partition by x."companyId" order by x."inspectionId") as place
      from jsonb_to_recordset(${JSON.stringify(news)}::jsonb) as x ("companyId" uuid, title text, cause text, "inspectionId" uuid, result text, "handInBy" date)
      where not exists (select from plans p where p.inspection_id = x."inspectionId" and p.state <> 'dropped')
    ), numbered as (
      insert into plan_numbers (company_id, last) select "companyId", count(*) from given group by 1
      on conflict (company_id) do update set last = plan_numbers.last + excluded.last returning company_id, last
    )
    insert into plans (id, company_id, number, reference, title, cause, inspection_id, result, opened_at, opened_by, hand_in_by)
    select g.id, g."companyId", n.last - t.count + g.place, u.code || '-P' || (n.last - t.count + g.place), g.title, g.cause, g."inspectionId",
      g.result, app_now(), ${ctx.actor.personId}::uuid, g."handInBy"
    from given g join units u on u.id = g."companyId" join numbered n on n.company_id = g."companyId"
    join (select "companyId", count(*) from given group by 1) t on t."companyId" = g."companyId"
    returning id, company_id, reference, inspection_id`.execute(ctx.db);
  return rows;
}

/** The findings of a plan, in place of those before. @throws AppError where one is not open, not the company's, or in another plan. */
export async function putFindings(
  ctx: Ctx,
  plan: { id: string; companyId: string },
  findingIds: readonly string[],
): Promise<void> {
  const ids = [...new Set(findingIds)];
  await holdFindings(ctx, ids);
  const { rows } = await sql<{ id: string; reference: string; inPlan: string | null }>`
    select f.id, f.reference, (select p.reference from plan_findings x join plans p on p.id = x.plan_id and p.state not in ('done', 'dropped')
      where x.finding_id = f.id and x.plan_id <> ${plan.id}::uuid limit 1) as in_plan
    from findings f where f.id = any (${ids}::uuid[]) and f.company_id = ${plan.companyId}::uuid and f.state <> 'merged'`.execute(
    ctx.db,
  );
  if (rows.length !== ids.length) throw invalid("plan.unknown_finding");
  const taken = rows.find((row) => row.inPlan !== null);
  if (taken)
    throw conflict("plan.finding_planned", { values: { finding: taken.reference, plan: taken.inPlan } });
  await sql`delete from plan_findings where plan_id = ${plan.id}::uuid and not finding_id = any (${ids}::uuid[])`.execute(
    ctx.db,
  );
  await sql`insert into plan_findings (plan_id, finding_id, company_id, added_at)
    select ${plan.id}::uuid, i, ${plan.companyId}::uuid, app_now() from unnest(${ids}::uuid[]) i on conflict do nothing`.execute(
    ctx.db,
  );
}

type Locked = { inspectionId: string; companyId: string; result: string; title: string };

/**
 * "improvement required" and "serious gap" create the duty to hand in a plan. A result that a correction has changed for the better
 * leaves the plan that is there; the company may have it dropped.
 */
export const plansOwed: Subscriber = {
  name: "plans.owed",
  verbs: ["inspection.locked"],
  from: "now",
  handle: async (ctx, events) => {
    const { rows } = await sql<Locked>`select i.id as inspection_id, i.company_id, v.result, r.name as title
      from inspections i join rounds r on r.id = i.round_id
      join lateral (select x.result from inspection_results x where x.inspection_id = i.id and x.basis in ('locked', 'restated')
        order by x.basis = 'restated' desc limit 1) v on v.result in ('improve', 'serious')
      where i.id = any (${events.flatMap((one) => one.subjectId ?? [])}::uuid[]) and i.left_on is null`.execute(
      ctx.db,
    );
    if (rows.length > 0) await demandPlans(ctx, rows);
  },
};

async function demandPlans(ctx: Ctx, locked: readonly Locked[]): Promise<void> {
  const { handInDays } = await settingsOf(ctx);
  const handInBy = addDays(ctx.today, handInDays);
  const added = await addPlans(
    ctx,
    locked.map(({ inspectionId, companyId, result, title }) => ({
      companyId,
      title,
      cause: "result" as const,
      inspectionId,
      result,
      handInBy,
    })),
  );
  const { rows: seen } = await sql<{
    id: string;
  }>`select distinct o.finding_id as id from finding_occurrences o
    where o.source_id = any (${added.map((one) => one.inspectionId)}::uuid[]) and o.verdict <> 'met'`.execute(
    ctx.db,
  );
  await holdFindings(
    ctx,
    seen.map((row) => row.id),
  );
  await sql`insert into plan_findings (plan_id, finding_id, company_id, added_at)
    select p.id, f.id, p.company_id, app_now() from plans p join finding_occurrences o on o.source_id = p.inspection_id and o.verdict <> 'met'
    join findings f on f.id = o.finding_id and f.state in ('open', 'planned', 'in_work', 'to_verify')
    where p.id = any (${added.map((one) => one.id)}::uuid[])
      and not exists (select from plan_findings x join plans q on q.id = x.plan_id and q.state not in ('done', 'dropped') where x.finding_id = f.id)
    on conflict do nothing`.execute(ctx.db);
  await openDuties(
    ctx,
    added.map((one) => ({
      kind: handInDuty,
      subjectKind: "plan",
      subjectId: one.id,
      companyId: one.companyId,
      permission: permissions.write,
      dueOn: handInBy,
      about: one.reference,
    })),
  );
  await recordEach(
    ctx,
    "plan.opened",
    added.map((one) => ({
      subject: subjectOf(one),
      data: { reference: one.reference, handInBy, inspectionId: one.inspectionId },
    })),
  );
}
