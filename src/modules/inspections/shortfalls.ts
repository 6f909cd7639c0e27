// What a locked inspection says falls short becomes findings of the company (R-13, T-12): one for each control, the same one for as long
// as it is open.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { noteMet, openKeysOf, raiseEach, type NewFinding } from "#modules/findings/recording.ts";
import { severityOf } from "#modules/findings/rules.ts";
import { type Texts, textIn } from "#modules/standards/edition.ts";
import { bookOf } from "./book.ts";
import { type Inspection, scopesOf } from "./loading.ts";
import { applicable } from "./scoring/applicable.ts";

const keyOf = (controlId: string) => `control:${controlId}`;

type Said = {
  inspectionId: string;
  controlId: string;
  verdict: "met" | "partly" | "not_met";
  missing: string | null;
  owner: string | null;
};

/**
 * An answer that rests on a shared service falls short at its provider, whose own inspection says so: raised there, once, and not at
 * every company that is connected.
 */
export async function raiseShortfalls(ctx: Ctx, locked: readonly Inspection[]): Promise<void> {
  const ids = locked.map((one) => one.id);
  const { rows } =
    await sql<Said>`select a.inspection_id, a.control_id, a.verdict, a.missing, a.owner from answers a
    where a.inspection_id = any (${ids}::uuid[]) and a.verdict in ('met', 'partly', 'not_met') and a.origin <> 'inherited'
    order by a.inspection_id, a.control_id`.execute(ctx.db);
  const said = Map.groupBy(rows, (row) => row.inspectionId);
  const scopes = await scopesOf(ctx, ids);
  const open = await openKeysOf(
    ctx,
    locked.map((one) => one.companyId),
  );
  const short: NewFinding[] = [];
  const met: Parameters<typeof noteMet>[1][number][] = [];
  for (const inspection of locked) {
    const { byId } = await bookOf(ctx, inspection.editionId);
    for (const answer of said.get(inspection.id) ?? []) {
      const control = byId.get(answer.controlId);
      if (!control) continue;
      const asked = applicable(control, inspection.tier, scopes.get(inspection.id) ?? {});
      if (asked.demand !== "required") continue;
      const sameKey = keyOf(answer.controlId);
      if (answer.verdict !== "met")
        short.push({
          ...findingOf(ctx, inspection, answer, control.texts.title),
          sameKey,
          ...weighed(answer.verdict, asked),
        });
      else if (open.has(`${inspection.companyId} ${sameKey}`))
        met.push({
          companyId: inspection.companyId,
          sameKey,
          sourceKind: "inspection",
          sourceId: inspection.id,
          seenOn: ctx.today,
        });
    }
  }
  await noteMet(ctx, met, await raiseEach(ctx, short));
}

const weighed = (verdict: "partly" | "not_met", asked: ReturnType<typeof applicable>) => ({
  verdict,
  severity: severityOf({ verdict, isMandatory: asked.isMandatory, weight: asked.control.weight }),
});

const findingOf = (
  ctx: Ctx,
  inspection: Inspection,
  answer: Said,
  texts: Texts,
): Omit<NewFinding, "severity"> => ({
  companyId: inspection.companyId,
  title: (textIn(texts, "ja") || answer.controlId).slice(0, 300),
  titles: texts,
  detail: answer.missing ?? "",
  sourceKind: "inspection",
  sourceId: inspection.id,
  foundOn: ctx.today,
  editionId: inspection.editionId,
  controlIds: [answer.controlId],
  ownerSaid: answer.owner ?? "",
});
