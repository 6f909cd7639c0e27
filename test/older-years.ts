// The same results once more, in years before: a trend reads kept results alone, so these have no answers and cost little.
import type pg from "pg";

/** Tables of a year in the order in which they are written, and the columns whose ids are those of the copy. */
const copied = {
  rounds: ["id"],
  round_members: ["round_id"],
  inspections: ["id", "round_id"],
  inspection_results: ["inspection_id", "round_id"],
  like_for_like_results: ["inspection_id", "round_id"],
} as const;

/** Writes every year once more, as many years earlier as there are. @returns how many years there are then. */
export async function addOlderYears(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ years: number }>(
    "select count(distinct fiscal_year)::int as years from rounds where launched_at is not null",
  );
  const years = rows[0]?.years ?? 0;
  // At once: a server at work on this database computes what is missing of a year as soon as it sees one.
  await owner.query("begin");
  for (const [table, ids] of Object.entries(copied)) {
    const moved = ids.map((column) => `'${column}', md5(r.${column}::text || 'older')::uuid`);
    const earlier = ["opens_on", "due_on", "review_due_on", "confirm_due_on"].map(
      (column) => `'${column}', r.${column} - make_interval(years => ${years})`,
    );
    const ofRound = [
      `'fiscal_year', r.fiscal_year - ${years}`,
      "'previous_id', null",
      "'state', 'closed'",
      ...earlier,
    ];
    await owner.query(
      `insert into ${table} select (jsonb_populate_record(null::${table}, to_jsonb(r) || jsonb_build_object(
         ${[...moved, ...(table === "rounds" ? ofRound : [])].join(", ")}))).* from ${table} r
       ${table === "rounds" ? "where r.launched_at is not null" : "where r.round_id in (select id from rounds where launched_at is not null)"}`,
    );
    await owner.query(`analyze ${table}`);
  }
  await owner.query("commit");
  return 2 * years;
}
