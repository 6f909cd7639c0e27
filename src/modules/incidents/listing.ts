// The register: lists, counts and the file read the same conditions, so that a number opens as many rows as it says.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { like } from "#core/db/like.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { companyInScope } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import type { incidents } from "./contract.ts";
import { views } from "./contract/register.ts";
import { discoveredFrom, discoveredTo, inCountry, isOfCause, setOf } from "./counting/sets.ts";
import { running, severities } from "./rules.ts";
import { seen } from "./visible.ts";

type In = Input<typeof incidents.listIncidents>;
type Row = Output<typeof incidents.listIncidents>["rows"][number];
type Narrowing = Input<typeof incidents.countIncidents>;
type View = (typeof views)[number];
type Sort = NonNullable<In["sort"]>;

/** Written out, so that the indexes over what is running serve it. */
const isRunning = sql<boolean>`i.state in (${sql.join(running.map((state) => sql.lit(state)))})`;
/**
 * Not reported although its 24 hours are over, or reported after them; what was nothing and never reported was nothing to report, and of
 * two that are the same the kept one counts.
 */
export const isLateSql = sql<boolean>`(coalesce(i.reported_at, app_now()) > i.report_due_at and i.state <> 'duplicate'
  and (i.reported_at is not null or i.state <> 'nothing'))`;

const viewed: Record<View, RawBuilder<boolean>> = {
  running: isRunning,
  unreported: sql<boolean>`${isRunning} and i.reported_at is null`,
  late: isLateSql,
  grave: sql<boolean>`${isRunning} and i.severity_rank <= 2`,
  ended: sql<boolean>`i.state = 'closed'`,
  nothing: sql<boolean>`i.state in ('nothing', 'duplicate')`,
  all: sql<boolean>`true`,
};

export function narrowed(ctx: Ctx, filter: Narrowing): RawBuilder<boolean> {
  const {
    companyId,
    divisionId,
    kind,
    severity,
    state,
    country,
    late,
    product,
    exercise = false,
    counted,
    cause,
    search,
  } = filter;
  return sql<boolean>`${sql.join(
    [
      seen(ctx),
      // An exercise is never beside what happened, unless one asks for it.
      exercise ? sql`i.is_exercise` : sql`not i.is_exercise`,
      ...(companyId ? [sql`i.company_id = ${companyId}::uuid`] : []),
      ...(divisionId ? [sql`i.company_id = any (array(select companies_under(${divisionId}::uuid)))`] : []),
      ...(kind ? [sql`i.kind = ${kind}`] : []),
      ...(severity ? [sql`i.severity = ${severity}`] : []),
      ...(state ? [sql`i.state = ${state}`] : []),
      ...(country ? [inCountry(ctx, country)] : []),
      ...(counted ? [setOf[counted]] : []),
      ...(cause ? [isOfCause(cause)] : []),
      ...(filter.discoveredFrom ? [discoveredFrom(filter.discoveredFrom)] : []),
      ...(filter.discoveredTo ? [discoveredTo(filter.discoveredTo)] : []),
      ...(late === undefined ? [] : [sql`${isLateSql} = ${late}`]),
      ...(product === undefined ? [] : [sql`i.is_product = ${product}`]),
      ...(search?.trim() ? [sql`i.id in (select incidents_holding(${like(search)}))`] : []),
    ],
    sql` and `,
  )}`;
}

const orders: Record<Sort, { by: string[]; down: boolean }> = {
  grave: { by: ["severity_rank", "report_due_at", "id"], down: false },
  due: { by: ["report_due_at", "id"], down: false },
  "-due": { by: ["report_due_at", "id"], down: true },
  discovered: { by: ["discovered_at", "id"], down: false },
  "-discovered": { by: ["discovered_at", "id"], down: true },
  reference: { by: ["reference", "id"], down: false },
};
const typed: Record<string, string> = {
  severity_rank: "smallint",
  report_due_at: "timestamptz",
  discovered_at: "timestamptz",
  reference: "text",
  id: "uuid",
};

export const rowColumns = (ctx: Ctx) => sql`i.id, i.reference, i.kind, i.title, i.company_id,
  coalesce(${nameOfUnit(ctx.language, "n")}, u.code) as company_name,
  (select ${nameOfUnit(ctx.language, "d")} from unit_names d where d.unit_id = i.unit_id
    and holds_on(d.valid_from, d.valid_to, ${ctx.today}::date)) as unit_name,
  i.severity, i.state, i.discovered_at, i.discovered_zone, i.entered_at, i.report_due_at, i.reported_at, ${isLateSql} as is_late, i.contained_at,
  i.is_product, i.is_exercise, i.is_confidential, i.row_version,
  (select ${nameOfPerson(ctx.language, "p")} from people p where p.id = i.taken_up_by) as taken_up_by_name`;

/** u the company, n its name today. */
export const named = (ctx: Ctx) => sql`join units u on u.id = i.company_id
  left join lateral (select x.* from unit_names x where x.unit_id = i.company_id order by holds_on(x.valid_from, x.valid_to, ${ctx.today}::date) desc,
    x.valid_from desc limit 1) n on true`;

export async function listIncidents(
  ctx: Ctx,
  { after, limit = 50, view = "running", sort = "grave", ...filter }: In,
): Promise<Output<typeof incidents.listIncidents>> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const { by, down } = orders[sort];
  const keys = sql.join(by.map((name) => sql.ref(`i.${name}`)));
  const order = sql.join(by.map((name) => sql`${sql.ref(`i.${name}`)} ${down ? sql`desc` : sql`asc`}`));
  const from = after?.split("|");
  const begins =
    from?.length === by.length
      ? sql`(${keys}) ${down ? sql`<` : sql`>`} (${sql.join(by.map((name, at) => sql`${from[at]}::${sql.raw(typed[name] ?? "text")}`))})`
      : sql`true`;
  const end = sql.join(
    by.map((name) => sql`${sql.ref(`i.${name}`)}::text`),
    sql` || '|' || `,
  );
  const { rows } = await sql<Row & { end: string }>`with page as materialized (
      select i.* from incidents i where ${viewed[view]} and ${narrowed(ctx, filter)} and ${begins} order by ${order} limit ${limit + 1})
    select ${rowColumns(ctx)}, ${end} as "end" from page i ${named(ctx)} order by ${order}`.execute(ctx.db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit).map(({ end: _end, ...row }) => row), next: last?.end ?? null };
}

export async function countIncidents(
  ctx: Ctx,
  filter: Narrowing,
): Promise<Output<typeof incidents.countIncidents>> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const count = (condition: RawBuilder<boolean>, name: string) =>
    sql`count(*) filter (where ${condition})::int as ${sql.ref(name)}`;
  const { rows } = await sql<Record<string, number>>`select ${sql.join([
    ...views.map((name) => count(viewed[name], name)),
    ...severities.map((one) => count(sql<boolean>`${isRunning} and i.severity = ${one}`, one)),
  ])} from incidents i where ${narrowed(ctx, filter)}`.execute(ctx.db);
  const counted = rows[0] ?? {};
  const of = <K extends string>(names: readonly K[]) =>
    Object.fromEntries(names.map((name) => [name, counted[name] ?? 0])) as Record<K, number>;
  return { views: of(views), severities: of(severities), at: ctx.now.toISOString() };
}
