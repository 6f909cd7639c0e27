// A reading as proof: what the ledgers of the day said, and how long that counts.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { textsOf } from "#core/text/own-texts.ts";
import type { Measurement } from "#modules/ledgers/measuring.ts";
import type { Book } from "../book.ts";
import type { Inspection } from "../loading.ts";
import { evidenceValidUntil } from "../scoring/evidence-days.ts";

export type Reading = { controlId: string; figure: Measurement };
type Proven = Pick<Inspection, "id" | "companyId" | "tier" | "nextRoundOn">;

const texts = textsOf("inspections", "ledgers");

/** Each reading is one piece of measured proof, valid as the control's cadence says (evidence_validity_rule). */
export async function proveByReading(
  ctx: Ctx,
  inspection: Proven,
  book: Book,
  readings: readonly Reading[],
): Promise<void> {
  const say = (key: string, values: Record<string, unknown> = {}) => texts()(ctx.language, key, values);
  const items = readings.flatMap(({ controlId, figure }) => {
    const control = book.byId.get(controlId);
    if (!control) return [];
    const { metric, holds, all, unknown, ledgers } = figure;
    return [
      {
        controlId,
        title: say("measured.title", { holds, all }),
        place: ledgers.map((name) => say(`ledger.${name}`)).join(say("list.comma")),
        reading: { metric, holds, all, unknown },
        validUntil: evidenceValidUntil({
          book: book.rules,
          cadence: control.cadence,
          tier: inspection.tier,
          kind: "measured",
          validFrom: ctx.today,
          ...(inspection.nextRoundOn ? { nextRoundOn: inspection.nextRoundOn } : {}),
        }),
      },
    ];
  });
  if (items.length === 0) return;
  await sql`with given as (select new_id() as id, x.* from jsonb_to_recordset(${JSON.stringify(items)}::jsonb)
      as x("controlId" text, title text, place text, reading jsonb, "validUntil" date)),
    made as (insert into evidence (id, company_id, title, kind, place, valid_from, created_by, reading)
      select g.id, ${inspection.companyId}::uuid, g.title, 'measured', g.place, ${ctx.today}::date, ${ctx.actor.personId}::uuid, g.reading from given g)
    insert into evidence_uses (evidence_id, inspection_id, control_id, company_id, valid_until, used_by)
      select g.id, ${inspection.id}::uuid, g."controlId", ${inspection.companyId}::uuid, g."validUntil", ${ctx.actor.personId}::uuid from given g`.execute(
    ctx.db,
  );
}
