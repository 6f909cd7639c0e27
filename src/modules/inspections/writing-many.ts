// Lent to later modules.
// Many answers at once, as a workbook brings them: set-based, each only over the version its writer saw.
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { back } from "./backing.ts";
import type { Book } from "./book.ts";
import type { AnswerFields } from "./contract.ts";
import type { Inspection } from "./loading.ts";
import { evidenceValidUntil } from "./scoring/evidence-days.ts";
import { keptAssurance } from "./verified.ts";

export type ManyAnswer = AnswerFields & {
  controlId: string;
  /** The version the writer saw; null where there was none. */
  seen: number | null;
  /** What a proposal brought in goes on being the service's. */
  isInherited?: boolean;
  /** The language of the words that were answered. */
  readIn: Language | null;
};
export type ManyProof = { controlId: string; title: string; place: string; validFrom: string };
export type ManyScope = { condition: string; isTrue: boolean; note: string | null };
type Source = {
  origin: "workbook" | "imported";
  onBehalfOf: string;
  /** With how many errata the words were read. */
  errata: number;
};

/** @returns the new version by control; a control that somebody else was faster at is left out. */
export async function writeAnswers(
  ctx: Ctx,
  inspection: Inspection,
  answers: readonly ManyAnswer[],
  source: Source,
): Promise<Map<string, number>> {
  if (answers.length === 0) return new Map();
  const { rows } = await sql<{ controlId: string; rowVersion: number }>`
    insert into answers as a (inspection_id, control_id, company_id, verdict, how, missing, owner, due_on, reason, coverage_percent,
      exceptions, maturity, origin, answered_by, answered_for, answered_at, errata, read_in)
    select ${inspection.id}::uuid, x."controlId", ${inspection.companyId}::uuid, x.verdict, x.how, x.missing, x.owner, x."dueOn", x.reason,
      x."coveragePercent", x.exceptions, x.maturity, case when x."isInherited" then 'inherited' else ${source.origin} end, ${ctx.actor.personId}::uuid, ${source.onBehalfOf}::uuid, app_now(), ${source.errata}, x."readIn"
    from jsonb_to_recordset(${JSON.stringify(answers)}::jsonb) as x("controlId" text, seen integer, verdict text, how text, missing text,
      owner text, "dueOn" date, reason text, "coveragePercent" numeric, exceptions text, maturity smallint, "isInherited" boolean, "readIn" text)
    where x.seen is not distinct from (select b.row_version from answers b where b.inspection_id = ${inspection.id}::uuid and b.control_id = x."controlId")
    on conflict (inspection_id, control_id) do update set verdict = excluded.verdict, how = excluded.how, missing = excluded.missing,
      owner = excluded.owner, due_on = excluded.due_on, reason = excluded.reason, coverage_percent = excluded.coverage_percent,
      exceptions = excluded.exceptions, maturity = excluded.maturity, origin = excluded.origin, answered_by = excluded.answered_by,
      answered_for = excluded.answered_for, answered_at = excluded.answered_at, errata = excluded.errata, read_in = excluded.read_in, row_version = a.row_version + 1,
      backed_by = null, backed_verdict = null, backed_until = null, backing = null, backing_at = null,
      ${keptAssurance("a")},
      na_is_allowed = case when a.verdict = 'not_applicable' and excluded.verdict = 'not_applicable'
        and a.reason is not distinct from excluded.reason then a.na_is_allowed end
    where a.row_version = (select y.seen from jsonb_to_recordset(${JSON.stringify(answers)}::jsonb) as y("controlId" text, seen integer)
      where y."controlId" = a.control_id)
    returning a.control_id, a.row_version`.execute(ctx.db);
  const inherited = answers.filter((one) => one.isInherited).map((one) => one.controlId);
  if (inherited.length > 0) await back(ctx, inspection.id, inherited, true);
  return new Map(rows.map((row) => [row.controlId, row.rowVersion]));
}

/** @returns the new version by condition. */
export async function writeScope(
  ctx: Ctx,
  inspection: Inspection,
  scope: readonly ManyScope[],
): Promise<Map<string, number>> {
  if (scope.length === 0) return new Map();
  const { rows } = await sql<{
    condition: string;
    rowVersion: number;
  }>`insert into scope_answers (inspection_id, company_id, condition, is_true, note, answered_by)
    select ${inspection.id}::uuid, ${inspection.companyId}::uuid, x.condition, x."isTrue", x.note, ${ctx.actor.personId}::uuid
    from jsonb_to_recordset(${JSON.stringify(scope)}::jsonb) as x(condition text, "isTrue" boolean, note text)
    on conflict (inspection_id, condition) do update set is_true = excluded.is_true, note = excluded.note, answered_by = excluded.answered_by,
      answered_at = now(), row_version = scope_answers.row_version + 1
    returning condition, row_version`.execute(ctx.db);
  return new Map(rows.map((row) => [row.condition, row.rowVersion]));
}

/** Places where proof can be seen; the same one named at several controls is one item. @returns how many items. */
export async function addProofs(
  ctx: Ctx,
  inspection: Inspection,
  book: Book,
  proofs: readonly ManyProof[],
): Promise<number> {
  const uses = proofs.flatMap((proof) => {
    const control = book.byId.get(proof.controlId);
    if (!control) return [];
    const validUntil = evidenceValidUntil({
      book: book.rules,
      cadence: control.cadence,
      tier: inspection.tier,
      kind: "declared",
      validFrom: proof.validFrom,
      ...(inspection.nextRoundOn ? { nextRoundOn: inspection.nextRoundOn } : {}),
    });
    return [{ ...proof, validUntil }];
  });
  if (uses.length === 0) return 0;
  const { rows } = await sql<{ count: number }>`
    with uses as (select * from jsonb_to_recordset(${JSON.stringify(uses)}::jsonb)
        as x("controlId" text, title text, place text, "validFrom" date, "validUntil" date)),
      items as (insert into evidence (company_id, title, kind, place, valid_from, created_by)
        select distinct ${inspection.companyId}::uuid, u.title, 'declared', u.place, u."validFrom", ${ctx.actor.personId}::uuid from uses u
        returning id, title, place, valid_from),
      used as (insert into evidence_uses (evidence_id, inspection_id, control_id, company_id, valid_until, used_by)
        select i.id, ${inspection.id}::uuid, u."controlId", ${inspection.companyId}::uuid, u."validUntil", ${ctx.actor.personId}::uuid
        from uses u join items i on i.title = u.title and i.place = u.place and i.valid_from = u."validFrom"),
      changed as (update answers a set proof_version = proof_version + 1 from uses u
        where a.inspection_id = ${inspection.id}::uuid and a.control_id = u."controlId")
    select count(*)::int as count from items`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}
