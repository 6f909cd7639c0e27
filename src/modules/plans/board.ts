// How plans stand and how old findings are, by division or by company: what a division goes through with its companies each month.
import { Readable } from "node:stream";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { asExport } from "#core/events/exported.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { type SheetColumn, writeXlsx } from "#core/exports/xlsx.ts";
import { withContent } from "#core/files/content.ts";
import { textsOf } from "#core/text/own-texts.ts";
import { ageingByCompany, ageingColumns } from "#modules/findings/ageing.ts";
import { mediaTypes } from "#modules/organization/exporting.ts";
import type { board } from "./contract.ts";
import {
  type BoardCounts,
  boardColumns,
  findingColumns,
  planColumns,
  stepColumns,
} from "./contract/board.ts";
import { isFollowed, isStepLate, isThrice, ofCompany, viewed } from "./listing.ts";

type In = Input<typeof board.getPlanBoard>;
type Row = Output<typeof board.getPlanBoard>["rows"][number];
type Said = {
  unitId: string | null;
  unitKind: Row["unitKind"];
  code: string;
  name: string;
  units: number;
} & {
  [column: string]: number | string | null;
};

/** Columns by their place: their words are the contract's. */
const column = (name: (typeof boardColumns)[number]) => sql.ref(`c${boardColumns.indexOf(name)}`);
const sums = sql.join(
  boardColumns.map((name) => sql`coalesce(sum(${column(name)}), 0)::int as ${column(name)}`),
);
const all = sql.join(boardColumns.map(column));

/** A company that no division stands above is a row of its own beside the divisions. */
export async function getPlanBoard(
  ctx: Ctx,
  { after, limit = 50, by = "division", ...filter }: In,
): Promise<Output<typeof board.getPlanBoard>> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const mark = after?.lastIndexOf("|") ?? -1;
  const from = after && mark > 0 ? { code: after.slice(0, mark), id: after.slice(mark + 1) } : null;
  const { rows } = await sql<Said>`with plan as (
      select p.company_id, ${planCounts(ctx)} from plans p where ${sql.join(ofCompany(ctx, "p", filter), sql` and `)} group by p.company_id),
    step as (
      select s.company_id, (count(*) filter (where ${isStepLate(ctx)}))::int as ${column("late_steps")},
        (count(*) filter (where ${isThrice}))::int as ${column("thrice")}
      from plan_steps s join plans p on p.id = s.plan_id where ${isFollowed} and ${sql.join(ofCompany(ctx, "s", filter), sql` and `)}
      group by s.company_id),
    aged as (select a.company_id, ${sql.join(
      findingColumns.map((name, at) => sql`${sql.ref(`a.${ageingColumns[at]}`)} as ${column(name)}`),
    )} from (${ageingByCompany(ctx, filter)}) a),
    counted as materialized (
      select ${by === "division" ? sql`coalesce(v.division_id, company_id)` : sql`company_id`} as unit_id, ${sums}
      from plan full join step using (company_id) full join aged using (company_id)
      ${by === "division" ? sql`left join companies_by_division() v using (company_id)` : sql``}
      group by 1 having ${sql.join(
        boardColumns.map((name) => sql`coalesce(sum(${column(name)}), 0)`),
        sql` + `,
      )} > 0)
    (select null::uuid as unit_id, null::text as unit_kind, '' as code, '' as name, count(*)::int as units, ${sums} from counted)
    union all
    (select u.id, u.kind, u.code, coalesce(${nameOfUnit(ctx.language, "n")}, u.code), 0, ${all}
      from counted c join units u on u.id = c.unit_id
      left join lateral (select x.* from unit_names x where x.unit_id = u.id order by holds_on(x.valid_from, x.valid_to, ${ctx.today}::date) desc,
        x.valid_from desc limit 1) n on true
      where ${from ? sql`(u.code, u.id) > (${from.code}, ${from.id}::uuid)` : sql`true`}
      order by u.code, u.id limit ${limit + 1})`.execute(ctx.db);
  const [whole, ...units] = rows.toSorted((a, b) => Number(a.unitId !== null) - Number(b.unitId !== null));
  if (!whole) throw new Error("sums give one row");
  const last = units.length > limit ? units[limit - 1] : undefined;
  return {
    rows: units.slice(0, limit).map((row) => ({
      unitId: row.unitId ?? "",
      unitKind: row.unitKind,
      code: row.code,
      name: row.name,
      counts: countsOf(row),
    })),
    next: last ? `${last.code}|${last.unitId}` : null,
    whole: countsOf(whole),
    units: whole.units,
    at: ctx.now.toISOString(),
  };
}

function planCounts(ctx: Ctx) {
  const conditions = viewed(ctx);
  return sql.join(
    planColumns.map((name) => sql`(count(*) filter (where ${conditions[name]}))::int as ${column(name)}`),
  );
}

const countsOf = (row: Said) =>
  Object.fromEntries(boardColumns.map((name, at) => [name, Number(row[`c${at}`] ?? 0)])) as BoardCounts;

const words = textsOf("plans", "findings");

export async function exportPlanBoard(
  ctx: Ctx,
  { format = "csv", ...filter }: Input<typeof board.exportPlanBoard>,
): Promise<Output<typeof board.exportPlanBoard>> {
  const rows: Row[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page: { rows: Row[]; next: string | null } = await getPlanBoard(ctx, {
      ...filter,
      limit: 500,
      ...(after ? { after } : {}),
    });
    rows.push(...page.rows);
    after = page.next;
  }
  const say = (key: string) => words()(ctx.language, key);
  const title = say("planBoard.tab");
  const columns: SheetColumn<Row>[] = [
    { label: say("planBoard.code"), value: (row) => row.code },
    { label: say("planBoard.unit"), value: (row) => row.name },
    ...[...planColumns, ...stepColumns, ...findingColumns].map((name) => ({
      label: say(`planBoard.${name}`),
      kind: "number" as const,
      value: (row: Row) => row.counts[name],
    })),
  ];
  const data = { format, rows: rows.length, by: filter.by ?? "division" };
  return withContent(
    await asExport(ctx, { rows: rows.length }, "plan.board_exported", data, filter.companyId),
    {
      name: `${title} ${ctx.today}.${format}`,
      mediaType: mediaTypes[format],
      open: () => Readable.from(format === "csv" ? writeCsv(columns, rows) : writeXlsx(title, columns, rows)),
    },
  );
}
