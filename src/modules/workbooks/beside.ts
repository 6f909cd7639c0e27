// Other files of the same inspection about which nobody has decided yet: where they would leave something else behind.
import { sql } from "kysely";
import type { Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { answerFields } from "#modules/inspections/contract.ts";
import { textIn } from "#modules/standards/edition.ts";
import type { Comparison, Effect } from "./compare.ts";
import type { workbooks } from "./contract.ts";
import { type Checked, checkedBeside, type ReturnRow, returnsInScope } from "./returns.ts";

type Beside = Output<typeof workbooks.getWorkbookReturn>["beside"];
type Said = Beside[number]["rows"][number]["mine"];

/** Each is a file to read. */
const mostFiles = 5;

export async function besideOf(ctx: Ctx, row: ReturnRow, one: Checked): Promise<Beside> {
  if (row.state !== "checked") return [];
  const { rows } = await sql<{ id: string }>`
    select b.id from workbook_returns b join workbooks w on w.id = b.workbook_id
    where w.inspection_id = ${row.inspectionId}::uuid and b.state = 'checked' and b.id <> ${row.id}::uuid
      and ${within(ctx, "b.company_id")} order by b.received_at desc, b.id limit ${mostFiles}`.execute(
    ctx.db,
  );
  if (rows.length === 0) return [];
  const ids = rows.map((other) => other.id);
  const others = await checkedBeside(ctx, one, await returnsInScope(ctx, ids, false));
  return [...others].map(([other, comparison]) => ({
    id: other.id,
    fileName: other.fileName,
    receivedAt: other.receivedAt,
    ...differences(ctx, one, comparison),
  }));
}

function differences(ctx: Ctx, { content, comparison }: Checked, other: Comparison) {
  const [mine, theirs] = [comparison, other].map(
    (of) => new Map(of.effects.map((effect) => [effect.controlId, effect])),
  );
  const [scope, scopeThere] = [comparison, other].map(
    (of) => new Map(of.scope.map((said) => [said.condition, said])),
  );
  return {
    rows: content.rows.flatMap(({ control }) => {
      const [here, there] = [saidBy(mine?.get(control.id)), saidBy(theirs?.get(control.id))];
      return JSON.stringify(here) === JSON.stringify(there)
        ? []
        : [
            {
              controlId: control.id,
              title: textIn(control.texts.title, ctx.language),
              mine: here,
              theirs: there,
            },
          ];
    }),
    scope: content.book.frame.scopeConditions.flatMap(({ id, question }) => {
      const now = content.scope[id] ?? null;
      const [here, there] = [scope?.get(id)?.isTrue ?? now, scopeThere?.get(id)?.isTrue ?? now];
      return here === there ? [] : [{ question: textIn(question, ctx.language), mine: here, theirs: there }];
    }),
  };
}

const leaves = new Set(["same", "blank", "not_asked", "error"]);

/** What it would put there; null where it leaves what is there. */
function saidBy(effect: Effect | undefined): Said {
  if (!effect?.file || leaves.has(effect.kind)) return null;
  const { file, newProof } = effect;
  return {
    ...(Object.fromEntries(answerFields.map((field) => [field, file[field] ?? null])) as NonNullable<Said>),
    proof: newProof,
  };
}
