// Views of lists: what the URL of a list says, kept under a name. Personal, so the rights are of the person: one's own,
// and those shared at a unit where one holds a role today. No permission reaches the views of somebody else, and a session
// bound to a company knows none that was saved outside of it: what somebody looks for elsewhere is not that company's to see.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, withinBound } from "#core/db/scope.ts";
import { conflict, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { views } from "./contract.ts";
import { isSearch } from "./rules.ts";

type In<K extends keyof typeof views> = Input<(typeof views)[K]>;
type Out<K extends keyof typeof views> = Promise<Output<(typeof views)[K]>>;

const mostPerList = 50;

/** The application's own lock; row-level security holds the same line by itself. */
function own(ctx: Ctx): RawBuilder<boolean> {
  return ctx.locks.application
    ? sql`(v.person_id = ${ctx.actor.personId}::uuid and ${withinBound(ctx, (company) => sql`v.bound_to = ${company}::uuid`)})`
    : sql`true`;
}

const bound = (ctx: Ctx) => ctx.actor.boundTo ?? null;

function ownOrShared(ctx: Ctx): RawBuilder<boolean> {
  return ctx.locks.application
    ? sql`(${own(ctx)}
        or (v.shared_at in (select p.unit_id from own_places(${ctx.actor.personId}::uuid) p)
          and holds_role_at(v.person_id, v.shared_at)))`
    : sql`true`;
}

export async function listViews(ctx: Ctx, { list }: In<"listViews">): Out<"listViews"> {
  const { rows } = await sql<Output<typeof views.listViews>["rows"][number]>`
    select v.id, v.name, v.search, v.person_id = ${ctx.actor.personId}::uuid and ${bound(ctx) ? sql`v.bound_to = ${bound(ctx)}::uuid` : sql`true`} as is_own, v.shared_at,
      d.view_id is not null as is_default, v.row_version
    from saved_views v left join default_views d on d.view_id = v.id and d.person_id = ${ctx.actor.personId}::uuid
      and d.bound_to is not distinct from ${bound(ctx)}::uuid
    where v.list = ${list} and ${ownOrShared(ctx)}
    order by is_own desc, v.name, v.id limit 200`.execute(ctx.db);
  return { rows, places: await placesOf(ctx) };
}

async function placesOf(ctx: Ctx): Promise<Output<typeof views.listViews>["places"]> {
  const { rows } = await sql<Output<typeof views.listViews>["places"][number]>`
    select * from own_places(${ctx.actor.personId}::uuid) limit 50`.execute(ctx.db);
  return rows;
}

export async function saveView(
  ctx: Ctx,
  { list, name, search, sharedAt = null }: In<"saveView">,
): Out<"saveView"> {
  checkSearch(search);
  await checkPlace(ctx, sharedAt);
  const { rows } = await sql<{ id: string | null }>`
    insert into saved_views (person_id, company_id, list, name, search, shared_at)
    select ${ctx.actor.personId}::uuid, ${ctx.actor.companyId}::uuid, ${list}, ${name.trim()}, ${search}, ${sharedAt}::uuid
    where (select count(*) from saved_views v where v.person_id = ${ctx.actor.personId}::uuid and v.list = ${list}) < ${mostPerList}
    returning id`.execute(ctx.db);
  const id = rows[0]?.id;
  if (!id) throw conflict("view.too_many", { values: { most: mostPerList } });
  await told(ctx, "view.saved", id, { list, sharedAt });
  return { id };
}

export async function changeView(
  ctx: Ctx,
  { id, rowVersion, ...change }: In<"changeView">,
): Out<"changeView"> {
  const before = await ownView(ctx, id);
  const next = {
    name: change.name?.trim() ?? before.name,
    search: change.search ?? before.search,
    sharedAt: change.sharedAt === undefined ? before.sharedAt : change.sharedAt,
  };
  if (before.rowVersion !== rowVersion) throw lostRace("view", next, before);
  checkSearch(next.search);
  if (next.sharedAt !== before.sharedAt) await checkPlace(ctx, next.sharedAt);
  await sql`
    update saved_views set name = ${next.name}, search = ${next.search}, shared_at = ${next.sharedAt}::uuid, row_version = row_version + 1
    where id = ${id}::uuid`.execute(ctx.db);
  await told(ctx, "view.changed", id, { sharedAt: next.sharedAt });
  return { rowVersion: rowVersion + 1 };
}

export async function removeView(ctx: Ctx, { id }: In<"removeView">): Out<"removeView"> {
  const { rows } = await sql<{ id: string }>`
    delete from saved_views v where v.id = ${id}::uuid and ${own(ctx)} returning id`.execute(ctx.db);
  found(rows[0], "view");
  await told(ctx, "view.removed", id, {});
  return {};
}

export async function chooseDefaultView(
  ctx: Ctx,
  { list, viewId }: In<"chooseDefaultView">,
): Out<"chooseDefaultView"> {
  await sql`delete from default_views where person_id = ${ctx.actor.personId}::uuid and list = ${list}
    and bound_to is not distinct from ${bound(ctx)}::uuid`.execute(ctx.db);
  if (viewId === null) return {};
  const { rows } = await sql<{ viewId: string }>`
    insert into default_views (person_id, company_id, list, view_id)
    select ${ctx.actor.personId}::uuid, ${ctx.actor.companyId}::uuid, v.list, v.id from saved_views v
    where v.id = ${viewId}::uuid and v.list = ${list} and ${ownOrShared(ctx)} returning view_id`.execute(
    ctx.db,
  );
  found(rows[0], "view");
  return {};
}

type Kept = { name: string; search: string; sharedAt: string | null; rowVersion: number };

/** Held until the change is written; only who may change it finds it. */
async function ownView(ctx: Ctx, id: string): Promise<Kept> {
  const { rows } = await sql<Kept>`
    select v.name, v.search, v.shared_at, v.row_version from saved_views v
    where v.id = ${id}::uuid and ${own(ctx)} for update`.execute(ctx.db);
  return found(rows[0], "view");
}

function checkSearch(search: string): void {
  if (!isSearch(search)) throw invalid("view.search_malformed");
}

/** Shared only where one holds a role oneself; any other unit does not exist for the asker. */
async function checkPlace(ctx: Ctx, unitId: string | null): Promise<void> {
  if (unitId === null) return;
  const { rows } =
    await sql`select from own_places(${ctx.actor.personId}::uuid) p where p.unit_id = ${unitId}::uuid`.execute(
      ctx.db,
    );
  found(rows[0], "unit");
}

const told = (ctx: Ctx, verb: string, id: string, data: Record<string, unknown>) =>
  record(ctx, verb, { subject: { kind: "view", id, companyId: ctx.actor.companyId }, data });
