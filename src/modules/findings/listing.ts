// The register: one list of every source. Lists, counts and the file read the same conditions, so that a number opens as many as it says.
import { like } from "#core/db/like.ts";
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { companyInScope, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import type { findings } from "./contract.ts";
import { type Age, running } from "./rules.ts";

type In = Input<typeof findings.listFindings>;
type Row = Output<typeof findings.listFindings>["rows"][number];
export type Narrowing = Input<typeof findings.countFindings>;
type View = NonNullable<In["view"]>;
type Sort = NonNullable<In["sort"]>;

/** Written out, so that the indexes over what is running serve it. */
export const isRunning = sql<boolean>`f.state in (${sql.join(running.map((state) => sql.lit(state)))})`;

/** Of the finding `f`; who has left the group owes nothing, and is read under "all". */
export const viewed = (ctx: Ctx): Record<View, RawBuilder<boolean>> => ({
  running: sql<boolean>`${isRunning} and f.left_on is null`,
  overdue: sql<boolean>`${isRunning} and f.left_on is null and f.due_on < ${ctx.today}::date and f.state <> 'to_verify'`,
  to_verify: sql<boolean>`f.state = 'to_verify' and f.left_on is null`,
  accepted: sql<boolean>`f.state = 'accepted' and f.left_on is null`,
  closed: sql<boolean>`f.state = 'closed'`,
  all: sql<boolean>`true`,
});

/** Days since it was found, from and to, both counted in; the last step has no end. */
const daysOf: Record<Age, readonly [from: number, to: number | null]> = {
  to30: [0, 30],
  to90: [31, 90],
  to180: [91, 180],
  over180: [181, null],
};

/** Of the finding `f`; one of a day that has not come yet is of the youngest. */
export function isOfAge(ctx: Ctx, age: Age): RawBuilder<boolean> {
  const [from, to] = daysOf[age];
  return sql<boolean>`${sql.join(
    [
      ...(from > 0 ? [sql`f.found_on <= ${ctx.today}::date - ${from}::int`] : []),
      ...(to === null ? [] : [sql`f.found_on >= ${ctx.today}::date - ${to}::int`]),
    ],
    sql` and `,
  )}`;
}

export function narrowed(ctx: Ctx, filter: Narrowing): RawBuilder<boolean> {
  const {
    companyId,
    divisionId,
    severity,
    source,
    sourceId,
    control,
    harm,
    entryId,
    age,
    recurring,
    search,
  } = filter;
  return sql<boolean>`${sql.join(
    [
      within(ctx, "f.company_id"),
      ...(companyId ? [sql`f.company_id = ${companyId}::uuid`] : []),
      ...(divisionId ? [sql`f.company_id = any (array(select companies_under(${divisionId}::uuid)))`] : []),
      ...(severity ? [sql`f.severity = ${severity}`] : []),
      ...(source ? [sql`f.source_kind = ${source}`] : []),
      ...(sourceId
        ? [
            sql`(f.source_id = ${sourceId}::uuid or exists (select from finding_occurrences o where o.finding_id = f.id and o.source_id = ${sourceId}::uuid))`,
          ]
        : []),
      ...(control ? [sql`f.control_ids @> array[${control}::text]`] : []),
      ...(harm
        ? [
            sql`exists (select from controls c where c.edition_id = f.edition_id and c.control_id = any (f.control_ids) and ${harm} = any (c.harms))`,
          ]
        : []),
      ...(entryId
        ? [
            sql`exists (select from finding_assets a where a.finding_id = f.id and a.entry_id = ${entryId}::uuid)`,
          ]
        : []),
      ...(age ? [isOfAge(ctx, age)] : []),
      ...(recurring === undefined ? [] : [sql`(f.recurred_count + f.reopened_count > 0) = ${recurring}`]),
      ...(search?.trim() ? [sql`folded(f.sought) ilike ${like(search)}`] : []),
    ],
    sql` and `,
  )}`;
}

/** Each with what tells rows apart that are alike in it; `from` is the row a page begins after. */
const orders: Record<Sort, { by: string[]; down: boolean }> = {
  due: { by: ["due_on", "id"], down: false },
  "-due": { by: ["due_on", "id"], down: true },
  found: { by: ["found_on", "id"], down: false },
  "-found": { by: ["found_on", "id"], down: true },
  severity: { by: ["severity_rank", "due_on", "id"], down: false },
  reference: { by: ["reference", "id"], down: false },
};
const typed: Record<string, string> = {
  due_on: "date",
  found_on: "date",
  severity_rank: "smallint",
  reference: "text",
  id: "uuid",
};

const columns = (
  ctx: Ctx,
) => sql`f.id, f.reference, coalesce(f.titles ->> ${ctx.language}, f.title) as title, f.company_id,
  coalesce(${nameOfUnit(ctx.language, "n")}, u.code) as company_name,
  (select ${nameOfUnit(ctx.language, "d")} from unit_names d where d.unit_id = f.unit_id
    and holds_on(d.valid_from, d.valid_to, ${ctx.today}::date)) as unit_name,
  f.source_kind, f.severity, f.state, f.found_on, f.due_on, f.first_due_on, f.control_ids, f.accepted_until, f.by_list is not null as is_by_list, f.reopened_count, f.recurred_count, f.row_version,
  (${viewed(ctx).overdue}) as is_overdue,
  coalesce((select ${nameOfPerson(ctx.language, "p")} from people p where p.id = f.owner_id), nullif(f.owner_said, '')) as owner_name`;

/** u the company, n its name today. */
export const rowColumns = columns;
export const named = (ctx: Ctx) => sql`join units u on u.id = f.company_id
  left join lateral (select x.* from unit_names x where x.unit_id = f.company_id order by holds_on(x.valid_from, x.valid_to, ${ctx.today}::date) desc,
    x.valid_from desc limit 1) n on true`;

export async function listFindings(
  ctx: Ctx,
  { after, limit = 50, view = "running", sort = "due", ...filter }: In,
): Promise<Output<typeof findings.listFindings>> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const { by, down } = orders[sort];
  const keys = sql.join(by.map((name) => sql.ref(`f.${name}`)));
  const order = sql.join(by.map((name) => sql`${sql.ref(`f.${name}`)} ${down ? sql`desc` : sql`asc`}`));
  const from = after?.split("|");
  const begins =
    from?.length === by.length
      ? sql`(${keys}) ${down ? sql`<` : sql`>`} (${sql.join(by.map((name, at) => sql`${from[at]}::${sql.raw(typed[name] ?? "text")}`))})`
      : sql`true`;
  const end = sql.join(
    by.map((name) => sql`${sql.ref(`f.${name}`)}::text`),
    sql` || '|' || `,
  );
  const { rows } = await sql<Row & { end: string }>`with page as materialized (
      select f.* from findings f where ${viewed(ctx)[view]} and ${narrowed(ctx, filter)} and ${begins} order by ${order} limit ${limit + 1})
    select ${columns(ctx)}, ${end} as "end" from page f ${named(ctx)} order by ${order}`.execute(ctx.db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit).map(({ end: _end, ...row }) => row), next: last?.end ?? null };
}

/** Days since it was found, up to and with; the last one without an end. */
const ageSteps = [30, 90, 180, 365] as const;

export async function countFindings(
  ctx: Ctx,
  filter: Narrowing,
): Promise<Output<typeof findings.countFindings>> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const views = viewed(ctx);
  const count = (condition: RawBuilder<boolean>, name: string) =>
    sql`count(*) filter (where ${condition})::int as ${sql.ref(name)}`;
  const aged = (from: number | undefined, to: number | undefined) => sql<boolean>`${views.running}
    ${from === undefined ? sql`` : sql`and f.found_on < ${ctx.today}::date - ${from}::int`}
    ${to === undefined ? sql`` : sql`and f.found_on >= ${ctx.today}::date - ${to}::int`}`;
  const steps = [...ageSteps, undefined];
  const { rows } = await sql<Record<string, number>>`select ${sql.join([
    ...Object.entries(views).map(([name, condition]) => count(condition, name)),
    ...["critical", "high", "medium", "low"].map((one) =>
      count(sql<boolean>`${views.running} and f.severity = ${one}`, one),
    ),
    ...steps.map((to, at) => count(aged(at === 0 ? undefined : steps[at - 1], to), `age${at}`)),
  ])} from findings f where ${narrowed(ctx, filter)}`.execute(ctx.db);
  const counted = rows[0] ?? {};
  const of = <K extends string>(names: readonly K[]) =>
    Object.fromEntries(names.map((name) => [name, counted[camel(name)] ?? 0])) as Record<K, number>;
  return {
    views: of(["running", "overdue", "to_verify", "accepted", "closed", "all"]),
    severities: of(["critical", "high", "medium", "low"]),
    ages: steps.map((to, at) => ({ upToDays: to ?? null, count: counted[`age${at}`] ?? 0 })),
    at: ctx.now.toISOString(),
  };
}

/** Columns come back as the rest of the code names them. */
const camel = (name: string) => name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
