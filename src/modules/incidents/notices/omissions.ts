// Decisions not to notify, for whoever audits: of notices of the table and of clocks of law, by whom, for what reason, and who looked at them.
// Exercises are none.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { companyInScope, found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { wordIn } from "#modules/clock-rules/naming.ts";
import { seen } from "../visible.ts";
import type { notices } from "./contract.ts";
import type { omissionStandings, omissionViews } from "./contract/omissions.ts";
import { wordsFor } from "./drafting.ts";
import type { Notice } from "./loading.ts";

type In<K extends keyof typeof notices> = Input<(typeof notices)[K]>;
type Out<K extends keyof typeof notices> = Promise<Output<(typeof notices)[K]>>;
export type Omission = Output<typeof notices.listOmissions>["rows"][number];
type View = (typeof omissionViews)[number];
type Standing = (typeof omissionStandings)[number];

/** Of a notice's decision `o`, written out so that what waits is found by its index. */
const ofNotice: Record<View, RawBuilder<boolean>> = {
  waiting: sql<boolean>`o.seen_at is null and o.reopened_at is null`,
  agreed: sql<boolean>`o.agrees and o.reopened_at is null`,
  refused: sql<boolean>`not o.agrees and o.reopened_at is null`,
  again: sql<boolean>`o.reopened_at is not null`,
  all: sql<boolean>`true`,
};
/** Of a clock `o`: what a second person does not agree to runs again. */
const ofClock: Record<View, RawBuilder<boolean>> = {
  waiting: sql<boolean>`o.ended_as = 'not_notified' and o.seconded_at is null`,
  agreed: sql<boolean>`o.ended_as = 'not_notified' and o.seconded_at is not null`,
  refused: sql<boolean>`false`,
  again: sql<boolean>`false`,
  all: sql<boolean>`o.ended_as = 'not_notified'`,
};

function narrowed(
  ctx: Ctx,
  at: RawBuilder<unknown>,
  { companyId, divisionId, from, to }: In<"countOmissions">,
): RawBuilder<boolean> {
  const start = (day: string, and = 0) =>
    sql`((${day}::date + ${and}::int)::timestamp at time zone coalesce((select time_zone from group_settings), 'UTC'))`;
  return sql<boolean>`${sql.join(
    [
      seen(ctx),
      within(ctx, "o.company_id"),
      sql`not i.is_exercise`,
      ...(companyId ? [sql`o.company_id = ${companyId}::uuid`] : []),
      ...(divisionId ? [sql`o.company_id = any (array(select companies_under(${divisionId}::uuid)))`] : []),
      ...(from ? [sql`${at} >= ${start(from)}`] : []),
      ...(to ? [sql`${at} < ${start(to, 1)}`] : []),
    ],
    sql` and `,
  )}`;
}

const decided = { notice: sql`o.decided_at`, clock: sql`o.ended_at` } as const;

export async function listOmissions(
  ctx: Ctx,
  { after, limit = 50, view = "all", ...filter }: In<"listOmissions">,
): Out<"listOmissions"> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const [from, fromId] = after?.split("|") ?? [];
  const begins = (at: RawBuilder<unknown>) =>
    from && fromId ? sql`(${at}, o.id) < (${from}::timestamptz, ${fromId}::uuid)` : sql`true`;
  const part = (kind: "notice" | "clock") => {
    const at = decided[kind];
    const table = kind === "notice" ? sql`incident_notice_omissions` : sql`incident_clocks`;
    return sql`(select ${sql.lit(kind)} as kind, o.id, ${at} as at from ${table} o join incidents i on i.id = o.incident_id
      where ${(kind === "notice" ? ofNotice : ofClock)[view]} and ${narrowed(ctx, at, filter)} and ${begins(at)}
      order by ${at} desc, o.id desc limit ${limit + 1})`;
  };
  const kinds = filter.kind ? [filter.kind] : (["notice", "clock"] as const);
  const { rows } = await sql<
    Omit<Omission, "name"> & { names: Notice["names"]; rule: string | null; end: string }
  >`
    with page as materialized (
      select * from (${sql.join(kinds.map(part), sql` union all `)}) every order by at desc, id desc limit ${limit + 1})
    select x.*, i.reference, ${nameOfUnit(ctx.language, "n")} as company_name, p.at::text || '|' || p.id as "end"
    from page p cross join lateral (
      select p.kind, o.id, o.notice_id as subject_id, o.incident_id, null::text as entity_name, c.names, null::text as rule, c.audience, o.severity,
        case when o.reopened_at is not null then 'again' when o.agrees is null then 'waiting' when o.agrees then 'agreed' else 'refused' end as standing,
        o.reason, o.criteria, o.decided_at, ${nameOfActor(ctx.language, sql`o.decided_by`)} as decided_by_name, o.seen_at,
        ${nameOfActor(ctx.language, sql`o.seen_by`)} as seen_by_name, o.said
      from incident_notice_omissions o join incident_notices c on c.id = o.notice_id where p.kind = 'notice' and o.id = p.id
      union all
      select p.kind, o.id, o.id, o.incident_id, (select ${nameOfUnit(ctx.language, "e")} from unit_names e where e.unit_id = o.entity_id
          and holds_on(e.valid_from, e.valid_to, ${ctx.today}::date)), null, ${wordIn(ctx, "name")}, null, null,
        case when o.seconded_at is null then 'waiting' else 'agreed' end,
        o.reason, nullif(o.omitted_criteria, ''), o.ended_at, ${nameOfActor(ctx.language, sql`o.ended_by`)}, o.seconded_at, ${nameOfActor(ctx.language, sql`o.seconded_by`)}, ''
      from incident_clocks o left join clock_rules r on r.id = o.rule_id where p.kind = 'clock' and o.id = p.id) x
    join incidents i on i.id = x.incident_id
    join unit_names n on n.unit_id = i.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    order by p.at desc, p.id desc`.execute(ctx.db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    rows: rows.slice(0, limit).map(({ names, rule, end: _end, ...row }) => ({
      ...row,
      name: row.kind === "notice" ? wordsFor(ctx.language, names) : rule || "–",
    })),
    next: last?.end ?? null,
  };
}

export async function countOmissions(ctx: Ctx, filter: In<"countOmissions">): Out<"countOmissions"> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const count = (of: Record<View, RawBuilder<boolean>>) =>
    sql.join(
      (Object.keys(of) as View[]).map(
        (view) => sql`count(*) filter (where ${of[view]})::int as ${sql.ref(view)}`,
      ),
    );
  type Counted = Record<Standing | "all", number>;
  const part = async (kind: "notice" | "clock"): Promise<Counted> => {
    const of = kind === "notice" ? ofNotice : ofClock;
    const table = kind === "notice" ? sql`incident_notice_omissions` : sql`incident_clocks`;
    const { rows } =
      await sql<Counted>`select ${count(of)} from ${table} o join incidents i on i.id = o.incident_id
      where ${of.all} and ${narrowed(ctx, decided[kind], filter)}`.execute(ctx.db);
    return found(rows[0], "notice");
  };
  const counted = [
    ...(filter.kind === "clock" ? [] : [await part("notice")]),
    ...(filter.kind === "notice" ? [] : [await part("clock")]),
  ];
  const sum = (view: View) => counted.reduce((all, one) => all + one[view], 0);
  return {
    views: {
      waiting: sum("waiting"),
      agreed: sum("agreed"),
      refused: sum("refused"),
      again: sum("again"),
      all: sum("all"),
    },
    at: ctx.now.toISOString(),
  };
}
