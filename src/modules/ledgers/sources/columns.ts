// What the columns of a plain table are taken for, with an example of each: looked at before anything is applied.
import { sql } from "kysely";
import type { Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import type { ledgers as contract } from "../contract.ts";
import { headingsOf } from "../importers/headings.ts";
import type { Choices } from "../importers/importer.ts";
import { columnsOf } from "../importers/table.ts";

type Shown = Pick<Output<(typeof contract)["getLoad"]>, "ledger" | "columns">;

/** Of its first rows: a column that is empty in them has nothing to go by. */
export async function columnsOfLoad(ctx: Ctx, id: string, choices: Choices): Promise<Shown> {
  const { rows } = await sql<{
    label: string;
    example: string;
    ledger: NonNullable<Shown["ledger"]>;
  }>`select k.key as label, (array_agg(left(k.value, 60) order by a.row_number))[1] as example, (array_agg(a.ledger order by a.row_number))[1] as ledger
    from (select raw, ledger, row_number from arrived where load_id = ${id}::uuid order by row_number limit 20) a, jsonb_each_text(a.raw) k
    where k.key <> '…' group by k.key order by min(a.row_number), 1 limit 200`.execute(ctx.db);
  const ledger = choices.ledger ?? rows[0]?.ledger ?? null;
  if (ledger === null) return { ledger, columns: [] };
  const taken = columnsOf(
    rows.map((row) => row.label),
    headingsOf(ledger),
    choices,
  );
  const fieldOf = new Map([...taken].flatMap(([field, places]) => places.map((place) => [place, field])));
  return {
    ledger,
    columns: rows.map(({ label, example }, at) => ({ label, example, field: fieldOf.get(at) ?? null })),
  };
}
