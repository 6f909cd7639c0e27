// The steps that rows of a list are, written and corrected, and which row each of them is.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { ListedStep } from "./judging.ts";
import type { Said } from "./known.ts";

type Plan = { id: string; companyId: string };

export async function addSteps(
  ctx: Ctx,
  plan: Plan,
  rows: readonly ListedStep[],
  source: string,
): Promise<void> {
  if (rows.length === 0) return;
  const given = rows.map(({ rowKey, said }, nth) => ({ rowKey, nth, said, ...written(said) }));
  await sql`with given as (
      select g.*, new_id() as id, (select coalesce(max(s.position) + 1, 0) from plan_steps s where s.plan_id = ${plan.id}::uuid) as from_place
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g ("rowKey" text, nth int, said jsonb, what text, "ownerId" uuid,
        "ownerSaid" text, "startsOn" date, "dueOn" date, cost numeric, currency text, "findingIds" jsonb, state text, "doneOn" date)
    ), added as (
      insert into plan_steps (id, plan_id, company_id, position, what, owner_id, owner_said, starts_on, due_on, cost, currency, finding_ids,
        state, done_on, is_done_by_list, ended_at)
      select g.id, ${plan.id}::uuid, ${plan.companyId}::uuid, g.from_place + g.nth, g.what, g."ownerId", g."ownerSaid", g."startsOn", g."dueOn",
        g.cost, g.currency, array(select jsonb_array_elements_text(g."findingIds")::uuid), g.state, g."doneOn", g.state = 'done',
        case when g.state = 'done' then app_now() end
      from given g
    )
    insert into plan_step_origins (company_id, plan_id, step_id, row_key, said, list_name, loaded_by, loaded_at)
    select ${plan.companyId}::uuid, ${plan.id}::uuid, g.id, g."rowKey", g.said, ${source}, ${ctx.actor.personId}::uuid, app_now() from given g`.execute(
    ctx.db,
  );
}

const written = (said: Said) => ({
  what: said.what,
  ownerId: said.ownerId,
  ownerSaid: said.ownerId ? "" : said.answerable,
  startsOn: said.startsOn,
  dueOn: said.dueOn,
  cost: said.cost,
  currency: said.currency,
  findingIds: said.findingIds,
  state: said.state,
  doneOn: said.doneOn,
});

/** What the row says otherwise than before; that nobody has touched it here the check has seen to. */
export async function correctStep(
  ctx: Ctx,
  { companyId, rowKey, said, before }: ListedStep,
  source: string,
): Promise<void> {
  if (before === null) return;
  const differs = (...fields: (keyof Said)[]) =>
    fields.some((field) => String(said[field] ?? "") !== String(before[field] ?? ""));
  const now = written(said);
  const set = [sql`row_version = s.row_version + 1`];
  if (differs("what")) set.push(sql`what = ${now.what}`);
  if (differs("answerable", "email", "ownerId"))
    set.push(sql`owner_id = ${now.ownerId}::uuid, owner_said = ${now.ownerSaid}`);
  if (differs("startsOn")) set.push(sql`starts_on = ${now.startsOn}::date`);
  if (differs("dueOn")) set.push(sql`due_on = ${now.dueOn}::date`);
  if (differs("cost", "currency")) set.push(sql`cost = ${now.cost}, currency = ${now.currency}`);
  if (differs("findingIds")) set.push(sql`finding_ids = ${now.findingIds}::uuid[]`);
  if (differs("state", "doneOn"))
    set.push(
      now.state === "done"
        ? sql`state = 'done', done_on = ${now.doneOn}::date, is_done_by_list = true, ended_at = app_now()`
        : sql`state = 'open', done_on = null, is_done_by_list = false, ended_at = null, ended_by = null`,
    );
  const origin = sql`o.company_id = ${companyId}::uuid and o.row_key = ${rowKey}`;
  await sql`update plan_steps s set ${sql.join(set)} from plan_step_origins o where ${origin} and s.id = o.step_id`.execute(
    ctx.db,
  );
  await sql`update plan_step_origins o set said = ${JSON.stringify(said)}::jsonb, list_name = ${source}, loaded_by = ${ctx.actor.personId}::uuid,
    loaded_at = app_now() where ${origin}`.execute(ctx.db);
}
