// Looking at the rows of an import, and saying what was meant by them.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { Decision } from "#modules/organization/importing/judging.ts";
import type { imports } from "./contract.ts";
import { judgeRows } from "./checking.ts";
import { fieldsOf } from "./heading.ts";
import { kindOf } from "./kinds.ts";
import * as queries from "./queries.ts";
import { reading } from "./permitted.ts";
import { take } from "./service.ts";
import { keysOfTwins, unawareOf } from "./twins.ts";

type In<K extends keyof typeof imports> = Input<(typeof imports)[K]>;
type Out<K extends keyof typeof imports> = Promise<Output<(typeof imports)[K]>>;

export async function listImportRows(given: Ctx, input: In<"listImportRows">): Out<"listImportRows"> {
  const { ctx, load } = await reading(given, input.id);
  const limit = input.limit ?? 100;
  const after = Number(input.after ?? 0);
  const rows = await queries.listRows(
    ctx,
    load.id,
    input,
    Number.isSafeInteger(after) ? after : 0,
    limit + 1,
  );
  const shown = rows.slice(0, limit);
  return {
    rows: shown.map((row) => shownRow(row, load)),
    next: rows.length > limit ? String(shown.at(-1)?.rowNumber ?? "") : null,
  };
}

function shownRow({ decision, outcome, ...row }: queries.ListedRow, load: queries.ImportRow) {
  const { shown } = kindOf(load.kind);
  const fields = fieldsOf(row.cells, load.mapping ?? {});
  return {
    ...row,
    code: fields[shown.code] ?? "",
    name: shown.name
      .map((field) => (fields[field] ?? "").trim())
      .filter((part) => part !== "")
      // Two names of a person are one; a company and a year are two things.
      .join(["history", "audits", "findings", "plans"].includes(load.kind) ? " · " : " "),
    isDecided: decision !== null,
    did: outcome?.did ?? null,
    notAppliedBecause: outcome?.code ?? null,
  };
}

/** Questions that one answer settles for every cell of a column: on which scale its scores are. */
const ofColumn = [
  "import.score_is_share",
  "import.score_is_low",
  "import.month_alone",
  "import.cost_without_currency",
  "import.finding_over",
  "import.lacks_for_hand_in",
  "import.plan_approved_in_list",
  "import.plan_begun_here",
];

export async function listImportProblems(
  given: Ctx,
  { id }: In<"listImportProblems">,
): Out<"listImportProblems"> {
  const { ctx, load } = await reading(given, id);
  const { rows } = await sql<Output<typeof imports.listImportProblems>["rows"][number]>`
    select p.field, p.code, case when p.is_of_column then array_to_string((array_agg(distinct p.given))[1:3], ', ')
        || case when count(distinct p.given) > 3 then ' …' else '' end else min(p.given) end as given,
      p.verdict, p.is_of_column, count(*)::int as rows, coalesce((array_agg(p.candidates))[1], '[]') as candidates
    from (select r.verdict, p->>'field' as field, p->>'code' as code, p->>'given' as given, p->'candidates' as candidates,
        p->>'code' = any (${ofColumn}::text[]) as is_of_column
      from import_rows r cross join lateral jsonb_array_elements(r.problems) p
      where r.import_id = ${load.id}::uuid and r.verdict in ('error', 'conflict')) p
    group by p.field, p.code, p.verdict, p.is_of_column, case when p.is_of_column then null else p.given end
    order by rows desc, 2, 3 limit 200`.execute(ctx.db);
  return { rows };
}

const mostDecided = 5000;

export async function decideRows(given: Ctx, input: In<"decideRows">): Out<"decideRows"> {
  const { ctx, load } = await take(given, input.id);
  const change = changeOf(input);
  const { rows } = await sql<queries.StoredRow>`
    select r.row_number, r.cells, r.decision from import_rows r
    where r.import_id = ${load.id}::uuid and r.applied_at is null and r.fields is not null and ${meant(input)}
    order by r.row_number limit ${mostDecided} for update`.execute(ctx.db);
  const decided = rows.map((row) => ({ rowNumber: row.rowNumber, decision: change(row.decision ?? {}) }));
  await sql`update import_rows r set decision = nullif(d.decision, '{}'), outcome = null
    from jsonb_to_recordset(${JSON.stringify(decided)}::jsonb) as d("rowNumber" integer, decision jsonb)
    where r.import_id = ${load.id}::uuid and r.row_number = d."rowNumber"`.execute(ctx.db);
  await judgeAround(
    ctx,
    load,
    decided.map((one) => one.rowNumber),
  );
  await queries.recount(ctx, load.id);
  await record(ctx, "import.decided", {
    subject: { kind: "import", id: load.id, companyId: load.companyId },
    data: { decision: input.decision, rows: decided.length },
  });
  return { decided: decided.length };
}

function changeOf(input: In<"decideRows">): (before: Decision) => Decision {
  const { decision, field, candidateId, code } = input;
  if (!input.rowNumbers && !input.problem) throw invalid("import.decision_incomplete");
  if (decision === "leave_out") return (before) => ({ ...before, leaveOut: true });
  if (decision === "take_back") return () => ({});
  if (decision === "choose") {
    if (!field || !candidateId) throw invalid("import.decision_incomplete");
    return (before) => ({ ...before, chosen: { ...before.chosen, [field]: candidateId } });
  }
  if (!code) throw invalid("import.decision_incomplete");
  return (before) => ({ ...before, accepted: [...new Set([...(before.accepted ?? []), code])] });
}

const meant = ({ rowNumbers, problem }: In<"decideRows">) =>
  rowNumbers
    ? sql`r.row_number = any (${rowNumbers}::int[])`
    : sql`r.problems @> ${JSON.stringify([problem])}::jsonb`;

/** The rows themselves, those they were twins or parents of, and those whose twins the decision has made them. */
async function judgeAround(ctx: Ctx, load: queries.ImportRow, rowNumbers: number[]): Promise<void> {
  const decided = sql`select code_key, name_key, row_number from import_rows
    where import_id = ${load.id}::uuid and row_number = any (${rowNumbers}::int[])`;
  await judgeRows(
    ctx,
    load,
    sql`(r.row_number = any (${rowNumbers}::int[]) or r.parent_row = any (${rowNumbers}::int[])
      or r.code_key in (select code_key from (${decided}) d) or r.name_key in (select name_key from (${decided}) d))`,
  );
  const twins = await keysOfTwins(ctx, load.id, sql`code_key in (select code_key from (${decided}) d)`);
  if (twins.length > 0)
    await judgeRows(ctx, load, sql`r.row_number <> all (${rowNumbers}::int[]) and ${unawareOf(twins)}`);
}
