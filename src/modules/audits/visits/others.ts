// What the sheet does not look at, light enough to be taken along: on site somebody may see that it matters.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { bookOf } from "#modules/inspections/book.ts";
import { scopeOf } from "#modules/inspections/loading.ts";
import { applicableControls } from "#modules/inspections/scoring/applicable.ts";
import type { sheet } from "./contract/sheet.ts";
import { mayConduct, sheetInScope } from "./loading.ts";
import { saidIn } from "./preparing.ts";

type Out = Output<typeof sheet.listOtherControls>;

export async function listOtherControls(
  ctx: Ctx,
  { id }: Input<typeof sheet.listOtherControls>,
): Promise<Out> {
  const { visitId, companyId, editionId, inspectionId, tier } = await sheetInScope(ctx, id);
  const book = await bookOf(ctx, editionId);
  const { rows } = await sql<{ controlId: string }>`select k.control_id from audit_controls k
    where k.visit_id = ${visitId}::uuid and ${within(ctx, "k.company_id")}`.execute(ctx.db);
  const there = new Set(rows.map((row) => row.controlId));
  const isAsked = new Set(
    applicableControls(book.rules, tier, inspectionId ? await scopeOf(ctx, inspectionId) : {})
      .filter((one) => one.demand === "required")
      .map((one) => one.control.id),
  );
  // What the company answered goes along with who conducts the visit, and with nobody else.
  const conducts = await mayConduct(ctx, visitId, companyId);
  const said = conducts ? await saidIn(ctx, inspectionId ?? undefined) : new Map();
  return {
    controls: book.controls
      .filter((one) => !there.has(one.id))
      .slice(0, 1000)
      .map(({ id: controlId, area, cadence, texts }) => ({
        id: controlId,
        area,
        title: texts.title,
        requirement: texts.requirement,
        test: texts.auditTest ?? null,
        cadence,
        isAsked: isAsked.has(controlId),
        saidVerdict: said.get(controlId)?.verdict ?? null,
        saidAssurance: said.get(controlId)?.assurance ?? null,
      })),
  };
}
