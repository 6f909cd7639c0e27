// Classes by significance of risk: what each is called, means and demands, for the whole group.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { ledgers as contract } from "./contract.ts";
import { ledgerNames, ledgerOf } from "./declared/ledgers.ts";

type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;
type Class = Output<(typeof contract)["listClasses"]>["rows"][number];

export async function listClasses(ctx: Ctx): Out<"listClasses"> {
  const { rows } = await sql<Class>`select a.rank,
      jsonb_build_object('en', a.name_en, 'ja', a.name_ja, 'zh', a.name_zh) as name,
      jsonb_build_object('en', a.criteria_en, 'ja', a.criteria_ja, 'zh', a.criteria_zh) as criteria, a.review_months, a.row_version,
      (select coalesce(jsonb_agg(jsonb_build_object('ledger', d.ledger, 'measures', d.measures) order by d.ledger), '[]')
        from (select m.ledger, array_agg(m.measure order by m.measure) as measures from class_measures m
          where m.rank = a.rank group by m.ledger) d) as demands
    from asset_classes a order by a.rank`.execute(ctx.db);
  return { rows };
}

/** @throws AppError `ledger.no_such_measure` for what a ledger does not know of. */
function assertKnown(demands: Class["demands"]): void {
  for (const { ledger, measures } of demands) {
    const odd = measures.find((one) => !ledgerOf(ledger).measures.some(({ name }) => name === one));
    if (odd) throw invalid("ledger.no_such_measure", { values: { measure: odd } });
  }
}

export async function changeClass(
  ctx: Ctx,
  input: Input<(typeof contract)["changeClass"]>,
): Out<"changeClass"> {
  const { rank, name, criteria, reviewMonths, demands, rowVersion } = input;
  assertKnown(demands);
  const { rows: known } = await listClasses(ctx);
  const before = known.find((one) => one.rank === rank);
  if (!before && rank !== known.length + 1) throw invalid("ledger.rank_out_of_row");
  if (before && before.rowVersion !== rowVersion) throw lostRace("asset_class", input, before);
  const { rows } = await sql<{ rowVersion: number }>`insert into asset_classes
      (rank, name_en, name_ja, name_zh, criteria_en, criteria_ja, criteria_zh, review_months)
    values (${rank}, ${name.en}, ${name.ja}, ${name.zh}, ${criteria.en}, ${criteria.ja}, ${criteria.zh}, ${reviewMonths})
    on conflict (rank) do update set name_en = excluded.name_en, name_ja = excluded.name_ja, name_zh = excluded.name_zh,
      criteria_en = excluded.criteria_en, criteria_ja = excluded.criteria_ja, criteria_zh = excluded.criteria_zh,
      review_months = excluded.review_months, row_version = asset_classes.row_version + 1
    where asset_classes.row_version = ${rowVersion ?? 0} returning row_version`.execute(ctx.db);
  const [after] = rows;
  if (!after) throw lostRace("asset_class", input, before);
  await sql`delete from class_measures where rank = ${rank}`.execute(ctx.db);
  await sql`insert into class_measures (rank, ledger, measure)
    select distinct ${rank}::smallint, d.ledger, m from jsonb_to_recordset(${JSON.stringify(demands)}::jsonb) as d (ledger text, measures text[]),
      unnest(d.measures) m`.execute(ctx.db);
  await record(ctx, "asset_class.changed", {
    subject: { kind: "asset_class", id: null, companyId: null },
    data: { rank, reviewMonths, demands },
    personal: {
      before: before ? { name: before.name, criteria: before.criteria } : null,
      after: { name, criteria },
    },
  });
  // What is lacking depends on what is demanded: every company is counted anew by the clock.
  await sql`update ledger_counts set is_due = true where ledger = any (${ledgerNames}::text[])`.execute(
    ctx.db,
  );
  return after;
}
