// Writing a list of plans: its rows are gathered into plans, each of which is written as a draft. One that the list says is handed in
// is handed in where it lacks nothing; nobody approves by a list, and a step that it says is done is that list's word.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { record } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { holdFindings } from "#modules/findings/planned.ts";
import type { Applied, Applying } from "#modules/organization/importing/company-apply.ts";
import type { Judged } from "#modules/organization/importing/judging.ts";
import { subjectOf } from "../loading.ts";
import { addPlans, settingsOf } from "../opening.ts";
import { heldPlans, heldSteps } from "./held.ts";
import type { ListedStep } from "./judging.ts";
import { type HeldPlan, isOpenToList, keyText, type PlanSaid } from "./known.ts";
import { settleState } from "./settling.ts";
import { addSteps, correctStep } from "./steps.ts";

export type Ready = ListedStep & { rowNumber: number };
type Group = { first: Ready; rows: Ready[] };

export async function applySteps(
  ctx: Ctx,
  rows: readonly Judged<ListedStep>[],
  { reason, source }: Applying & { source: string },
): Promise<Applied[]> {
  const ready = rows.flatMap(({ fields, rowNumber }): Ready[] => (fields ? [{ ...fields, rowNumber }] : []));
  if (ready.length === 0) return [];
  // Whoever brings in the same list at once waits here, and then sees what the other has written.
  await sql`select pg_advisory_xact_lock(hashtextextended('yagura.plans.' || c, 0)) from unnest(${[
    ...new Set(ready.map((one) => one.companyId)),
  ].toSorted()}::text[]) c`.execute(ctx.db);
  const held = await heldSteps(ctx, ready);
  const isStale = (one: Ready) => one.before === null && held.has(keyText(one.companyId, one.rowKey));
  const fresh = ready.filter((one) => !isStale(one));
  const done = ready.filter(isStale).map((one) => refused(one, "import.changed_since"));
  for (const group of groupsOf(fresh)) done.push(...(await writePlan(ctx, group, source)));
  const count = (did: Applied["did"]) => done.filter((one) => one.did === did).length;
  await record(ctx, "plan.list_loaded", {
    subject: { kind: "unit", id: null, companyId: null },
    data: { added: count("added"), changed: count("changed") },
    personal: { source, ...(reason ? { reason } : {}) },
  });
  return done;
}

const refused = ({ rowNumber }: Ready, code: string): Applied => ({ rowNumber, did: "not_applied", code });

function groupsOf(rows: readonly Ready[]): Group[] {
  const groups = new Map<string, Group>();
  for (const one of rows) {
    const key = one.planId ?? keyText(one.companyId, one.planKey);
    const group = groups.get(key);
    if (group) group.rows.push(one);
    else groups.set(key, { first: one, rows: [one] });
  }
  return [...groups.values()];
}

async function writePlan(ctx: Ctx, { first, rows }: Group, source: string): Promise<Applied[]> {
  const plan = await heldPlan(ctx, first);
  if (plan && !isOpenToList(plan)) return rows.map((one) => refused(one, "import.plan_decided_since"));
  const taken = await inOtherPlans(ctx, rows, plan?.id ?? null);
  const isFree = (one: Ready) => one.said.findingIds.every((id) => !taken.has(id));
  const fit = await thatFit(ctx, rows.filter(isFree), plan?.id ?? null);
  const left = rows
    .filter((one) => !fit.includes(one))
    .map((one) => refused(one, isFree(one) ? "import.plan_full" : "import.finding_planned_since"));
  if (fit.length === 0) return left;
  const written = plan ?? (await beginPlan(ctx, fit, source));
  await putFindings(ctx, written, fit);
  const added = fit.filter((one) => one.before === null);
  const known = fit.filter((one) => one.before !== null);
  await addSteps(ctx, written, added, source);
  for (const one of known) await correctStep(ctx, one, source);
  const fields = plan ? await retitle(ctx, plan, fit) : [];
  await sql`update plans p set row_version = row_version + 1 where p.id = ${written.id}::uuid`.execute(
    ctx.db,
  );
  if (plan)
    await record(ctx, "plan.changed", {
      subject: subjectOf(written),
      data: { count: fit.length, byList: true, ...(fields.length > 0 ? { fields } : {}) },
    });
  await settleState(ctx, written.id);
  return [
    ...left,
    ...fit.map(
      (one): Applied => ({
        rowNumber: one.rowNumber,
        did: one.before === null ? "added" : "changed",
        id: written.id,
      }),
    ),
  ];
}

/** As it is now that nobody else writes. */
async function heldPlan(ctx: Ctx, { companyId, planId, planKey }: Ready): Promise<HeldPlan | null> {
  const plans = await heldPlans(ctx, planId ? [] : [{ companyId, key: planKey }], planId ? [planId] : []);
  const [plan] = plans;
  if (!plan) return null;
  await sql`select from plans p where p.id = ${plan.id}::uuid for no key update`.execute(ctx.db);
  return (await heldPlans(ctx, [], [plan.id]))[0] ?? null;
}

/** A finding is in one plan at a time. */
async function inOtherPlans(ctx: Ctx, rows: readonly Ready[], planId: string | null): Promise<Set<string>> {
  const ids = [...new Set(rows.flatMap((one) => one.said.findingIds))];
  await holdFindings(ctx, ids);
  const { rows: taken } = await sql<{ id: string }>`select distinct x.finding_id as id from plan_findings x
    join plans p on p.id = x.plan_id and p.state not in ('done', 'dropped')
    where x.finding_id = any (${ids}::uuid[]) and x.plan_id is distinct from ${planId}::uuid`.execute(ctx.db);
  return new Set(taken.map((row) => row.id));
}

export const mostSteps = 100;
const mostFindings = 200;

/** A plan that is written here has as many steps and findings, and no list makes a longer one. */
async function thatFit(ctx: Ctx, rows: readonly Ready[], planId: string | null): Promise<Ready[]> {
  const { rows: counted } = await sql<{ steps: number; findingIds: string[] }>`
    select (select count(*)::int from plan_steps s where s.plan_id = ${planId}::uuid) as steps,
      array(select x.finding_id from plan_findings x where x.plan_id = ${planId}::uuid) as finding_ids`.execute(
    ctx.db,
  );
  let { steps } = counted[0] ?? { steps: 0 };
  const findings = new Set(counted[0]?.findingIds ?? []);
  return rows.filter((one) => {
    const all = new Set([...findings, ...one.said.findingIds]);
    if (all.size > mostFindings || (one.before === null && steps >= mostSteps)) return false;
    if (one.before === null) steps += 1;
    for (const id of one.said.findingIds) findings.add(id);
    return true;
  });
}

type Written = { id: string; companyId: string };

async function beginPlan(ctx: Ctx, rows: readonly Ready[], source: string): Promise<Written> {
  const [first] = rows;
  if (!first) throw new Error("a plan of no row");
  const { handInDays } = await settingsOf(ctx);
  const handInBy = addDays(ctx.today, handInDays);
  const named = rows.find((one) => one.said.planTitle !== "")?.said.planTitle;
  const said: PlanSaid = {
    title: named ?? (first.planNumber || source.replace(/\.[^.]+$/, "").slice(0, 200)),
    ...ownerOf(rows),
    isHandedIn: false,
  };
  const [plan] = await addPlans(ctx, [
    {
      companyId: first.companyId,
      title: said.title,
      cause: "by_hand",
      inspectionId: null,
      result: null,
      handInBy,
    },
  ]);
  if (!plan) throw new Error("a plan was not written");
  await sql`update plans set owner_id = ${said.ownerId}::uuid where id = ${plan.id}::uuid`.execute(ctx.db);
  await sql`insert into plan_origins (plan_id, company_id, own_number, number_key, said, list_name, loaded_by, loaded_at)
    values (${plan.id}::uuid, ${plan.companyId}::uuid, ${first.planNumber}, ${first.planKey}, ${JSON.stringify(said)}::jsonb, ${source},
      ${ctx.actor.personId}::uuid, app_now())`.execute(ctx.db);
  await record(ctx, "plan.opened", {
    subject: subjectOf(plan),
    data: { reference: plan.reference, handInBy, count: rows.length, byList: true },
  });
  return plan;
}

function ownerOf(rows: readonly Ready[]): { ownerId: string | null; ownerSaid: string } {
  const named =
    rows.find((one) => one.said.planOwnerId !== null) ?? rows.find((one) => one.said.planOwner !== "");
  return { ownerId: named?.said.planOwnerId ?? null, ownerSaid: named?.said.planOwner ?? "" };
}

/** What a corrected row says otherwise of the plan itself; that nobody has changed it here the check has seen to. */
async function retitle(ctx: Ctx, plan: HeldPlan, rows: readonly Ready[]): Promise<string[]> {
  const { said } = plan;
  if (said === null) return [];
  const other = (field: "planTitle" | "planOwner") =>
    rows.find(
      (one) => one.said[field] !== "" && one.before !== null && one.before[field] !== one.said[field],
    );
  const title = other("planTitle")?.said.planTitle ?? said.title;
  const by = other("planOwner");
  // A batch that comes later may be the first to name who answers for the plan.
  const owner = by ? ownerOf([by]) : said.ownerId === null && plan.ownerId === null ? ownerOf(rows) : said;
  const now: PlanSaid = { ...said, title, ownerId: owner.ownerId, ownerSaid: owner.ownerSaid };
  const fields = [
    ...(title === said.title ? [] : ["title"]),
    ...(owner.ownerId === said.ownerId ? [] : ["ownerId"]),
  ];
  if (fields.length === 0) return [];
  await sql`update plans p set title = case when p.title = ${said.title} then ${title} else p.title end,
      owner_id = case when p.owner_id is not distinct from ${said.ownerId}::uuid then ${owner.ownerId}::uuid else p.owner_id end
    where p.id = ${plan.id}::uuid`.execute(ctx.db);
  await sql`update plan_origins set said = ${JSON.stringify(now)}::jsonb where plan_id = ${plan.id}::uuid`.execute(
    ctx.db,
  );
  return fields;
}

async function putFindings(ctx: Ctx, plan: Written, rows: readonly Ready[]): Promise<void> {
  const ids = [...new Set(rows.flatMap((one) => one.said.findingIds))];
  await sql`insert into plan_findings (plan_id, finding_id, company_id, added_at)
    select ${plan.id}::uuid, i, ${plan.companyId}::uuid, app_now() from unnest(${ids}::uuid[]) i on conflict do nothing`.execute(
    ctx.db,
  );
}
