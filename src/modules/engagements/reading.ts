// Engagements as those of the group see them who ordered them, or whose records they cover.
import { like } from "#core/db/like.ts";
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import type { engagements } from "./contract.ts";
import { permissions } from "./contract/words.ts";
import { stateOf } from "./rules.ts";
import { isVisible, paged, readCursor } from "./visible.ts";

type In<K extends keyof typeof engagements> = Input<(typeof engagements)[K]>;
type Out<K extends keyof typeof engagements> = Promise<Output<(typeof engagements)[K]>>;
type Row = Output<typeof engagements.listEngagements>["rows"][number];

/** What an engagement `e` says of its days. */
export const days = sql`e.valid_from, (e.valid_to - 1) as last_day, e.time_zone, e.begins_at, e.ends_at, e.ended_at`;

const columns = (ctx: Ctx) => sql`e.id, e.title, e.firm_id, f.name as firm_name, e.role_id, e.company_id,
  ${nameOfUnit(ctx.language, "n")} as company_name, ${days}, e.row_version,
  (select count(distinct c.company_id)::int from engagement_covers c where c.engagement_id = e.id and ${within(ctx, "c.company_id")}) as companies,
  (select count(*)::int from engagement_covers c where c.engagement_id = e.id and c.subject_kind = 'inspection'
    and ${within(ctx, "c.company_id")}) as inspections,
  (select count(*)::int from engagement_people k where k.engagement_id = e.id and k.removed_at is null) as people,
  (select max(a.last_sign_in_at) from engagement_people k join accounts a on a.person_id = k.person_id
    where k.engagement_id = e.id and k.removed_at is null) as last_sign_in_at`;

const from = (ctx: Ctx) => sql`engagements e join outside_firms f on f.id = e.firm_id
  left join unit_names n on n.unit_id = e.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)`;

const inState: Record<Row["state"], RawBuilder<boolean>> = {
  coming: sql`e.begins_at > app_now() and e.ends_at > app_now()`,
  running: sql`e.begins_at <= app_now() and e.ends_at > app_now()`,
  over: sql`e.ends_at <= app_now()`,
};

/** The latest end first: what runs stands above what is over. */
export async function listEngagements(ctx: Ctx, input: In<"listEngagements">): Out<"listEngagements"> {
  const limit = input.limit ?? 50;
  const after = readCursor(input.after);
  const wanted = sql.join(
    [
      isVisible(ctx),
      ...(input.state ? [inState[input.state]] : []),
      ...(input.firmId ? [sql`e.firm_id = ${input.firmId}::uuid`] : []),
      ...(input.companyId
        ? [
            sql`exists (select from engagement_covers c where c.engagement_id = e.id and c.company_id = ${input.companyId}::uuid
              and ${within(ctx, "c.company_id")})`,
          ]
        : []),
      ...(input.search
        ? [sql`(e.title ilike ${like(input.search)} or f.name ilike ${like(input.search)})`]
        : []),
      ...(after ? [sql`(e.ends_at, e.id) < (${after.value}::timestamptz, ${after.id}::uuid)`] : []),
    ],
    sql` and `,
  );
  const { rows } = await sql<Omit<Row, "state">>`
    select ${columns(ctx)} from ${from(ctx)} where ${wanted} order by e.ends_at desc, e.id desc limit ${limit + 1}`.execute(
    ctx.db,
  );
  return paged(
    rows.map((row) => ({ ...row, state: stateOf(row, ctx.now) })),
    limit,
    (row) => `${row.endsAt}|${row.id}`,
  );
}

type Whole = Output<typeof engagements.getEngagement>;

export async function getEngagement(ctx: Ctx, { id }: In<"getEngagement">): Out<"getEngagement"> {
  const { rows } = await sql<Omit<Whole, "state" | "can"> & { isMine: boolean }>`
    select ${columns(ctx)}, e.purpose, ${nameOfActor(ctx.language, sql`e.ordered_by`)} as ordered_by_name,
      ${nameOfActor(ctx.language, sql`e.ended_by`)} as ended_by_name, e.ended_reason,
      array(select rp.permission from role_permissions rp where rp.role_id = e.role_id order by rp.permission) as permissions,
      ((select s.reach = 'group' from standing_of(${ctx.actor.personId}::uuid, ${permissions.manage}) s)
        or coalesce(e.company_id = any ((select companies_in_scope(${ctx.actor.personId}::uuid, ${permissions.manage}))::uuid[]), false)) as is_mine
    from ${from(ctx)} where e.id = ${id}::uuid and ${isVisible(ctx)}`.execute(ctx.db);
  const { isMine, ...row } = found(rows[0], "engagement");
  const state = stateOf(row, ctx.now);
  return {
    ...row,
    permissions: row.permissions.filter((one) => one.startsWith("engaged.")),
    state,
    can: { change: !isMine ? "can.not_yours" : state === "over" ? "engagement.over" : null },
  };
}

type Covered = Output<typeof engagements.listCovered>["rows"][number];

export async function listCovered(ctx: Ctx, input: In<"listCovered">): Out<"listCovered"> {
  const limit = input.limit ?? 50;
  const after = readCursor(input.after);
  const seen =
    await sql`select from engagements e where e.id = ${input.id}::uuid and ${isVisible(ctx)}`.execute(ctx.db);
  found(seen.rows[0], "engagement");
  const name = nameOfUnit(ctx.language, "n");
  const { rows } = await sql<Covered>`
    select c.subject_id as id, c.subject_kind as kind, c.company_id, ${name} as company_name, r.name as round_name, r.fiscal_year
    from engagement_covers c
    join unit_names n on n.unit_id = c.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    left join inspections i on i.id = c.subject_id and c.subject_kind = 'inspection'
    left join rounds r on r.id = i.round_id
    where c.engagement_id = ${input.id}::uuid and ${within(ctx, "c.company_id")}
      and ${input.search ? sql`n.sought ilike ${like(input.search)}` : sql`true`}
      and ${after ? sql`(${name}, c.subject_id) > (${after.value}, ${after.id}::uuid)` : sql`true`}
    order by ${name}, c.subject_id limit ${limit + 1}`.execute(ctx.db);
  return paged(rows, limit, (row) => `${row.companyName}|${row.id}`);
}

type Coverable = Output<typeof engagements.listCoverable>["rows"][number];

export async function listCoverable(ctx: Ctx, input: In<"listCoverable">): Out<"listCoverable"> {
  const limit = input.limit ?? 50;
  const after = readCursor(input.after);
  const name = nameOfUnit(ctx.language, "n");
  const { rows } = await sql<Coverable>`
    select u.id as company_id, ${name} as company_name, i.id as inspection_id, r.name as round_name
    from units u
    join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    ${
      input.roundId
        ? sql`join inspections i on i.company_id = u.id and i.round_id = ${input.roundId}::uuid join rounds r on r.id = i.round_id`
        : sql`left join (select null::uuid as id) i on false left join (select null::text as name) r on false`
    }
    where u.kind = 'company' and ${within(ctx, "u.company_id")} and (u.ended_on is null or u.ended_on > ${ctx.today}::date)
      and ${input.search ? sql`n.sought ilike ${like(input.search)}` : sql`true`}
      and ${after ? sql`(${name}, u.id) > (${after.value}, ${after.id}::uuid)` : sql`true`}
    order by ${name}, u.id limit ${limit + 1}`.execute(ctx.db);
  return paged(rows, limit, (row) => `${row.companyName}|${row.companyId}`);
}

/** Of the rounds those in which one of the companies in reach was asked. */
export async function listCoverableRounds(ctx: Ctx): Out<"listCoverableRounds"> {
  const { rows } = await sql<{ id: string; name: string; fiscalYear: number }>`
    select r.id, r.name, r.fiscal_year from rounds r
    where exists (select from inspections i where i.round_id = r.id and ${within(ctx, "i.company_id")})
    order by r.fiscal_year desc, r.id desc limit 100`.execute(ctx.db);
  const settings = await ctx.db.selectFrom("groupSettings").select("timeZone").executeTakeFirst();
  return {
    rows,
    timeZone: settings?.timeZone ?? "UTC",
    keepers: ctx.reach === "group" ? null : await keepersOf(ctx),
  };
}

async function keepersOf(ctx: Ctx): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select u.id, ${nameOfUnit(ctx.language, "n")} as name from units u
    join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where u.kind = 'company' and ${within(ctx, "u.company_id")} and (u.ended_on is null or u.ended_on > ${ctx.today}::date)
    order by 2, 1 limit 1000`.execute(ctx.db);
  return rows;
}
