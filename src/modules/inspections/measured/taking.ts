// Answering by measurement: the figure of today becomes the answer, and the reading its proof.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { textsOf } from "#core/text/own-texts.ts";
import type { Measurement } from "#modules/ledgers/measuring.ts";
import { languageOf } from "#modules/standards/edition.ts";
import { type BookControl, bookOf } from "../book.ts";
import type { inspections } from "../contract.ts";
import {
  assertOpen,
  inspectionInScope,
  inspectionToChange,
  recordBegun,
  scopeOf,
  subjectOf,
} from "../loading.ts";
import { type AnswersAndLast, answersAndLast } from "../proposals.ts";
import { keepResult } from "../results.ts";
import { applicable } from "../scoring/applicable.ts";
import { proveByReading } from "./proving.ts";
import { measuredOf } from "./reading.ts";
import { isUsable, percentOf, verdictOf } from "./rules.ts";

type Operation = typeof inspections.takeMeasured;
const texts = textsOf("inspections", "ledgers");

/**
 * @throws AppError `measured.stale`, `measured.moved`, `answer.changed_meanwhile`: a figure or an answer is no longer what the page
 *   showed; nothing is taken.
 */
export async function takeMeasured(ctx: Ctx, input: Input<Operation>): Promise<Output<Operation>> {
  const inspection = await inspectionToChange(ctx, input.id);
  assertOpen(inspection);
  const book = await bookOf(ctx, inspection.editionId);
  const scope = await scopeOf(ctx, inspection.id);
  const said = await answersAndLast(ctx, inspection);
  const measured = await measuredOf(ctx, inspection.companyId, book.controls);
  const taken = [...new Map(input.controls.map((one) => [one.controlId, one])).values()].flatMap((one) => {
    const [control, figure] = [book.byId.get(one.controlId), measured.get(one.controlId)];
    if (!control || applicable(control, inspection.tier, scope).demand === "not_asked") return [];
    if (!figure || figure.holds !== one.holds || figure.all !== one.all)
      throw conflict("measured.moved", { values: { control: one.controlId } });
    if (!isUsable(figure)) throw conflict("measured.stale", { values: { control: one.controlId } });
    return [{ ...answerOf(ctx, control, figure, said), seen: one.rowVersion, figure }];
  });
  const { rows } = await sql<{ controlId: string }>`
    insert into answers as a (inspection_id, control_id, company_id, verdict, how, missing, owner, due_on, coverage_percent, maturity,
      origin, assurance, answered_by, answered_at, errata, read_in)
    select ${inspection.id}::uuid, x."controlId", ${inspection.companyId}::uuid, x.verdict, x.how, x.missing, x.owner, x."dueOn",
      x."coveragePercent", x.maturity, 'measured', 'measured', ${ctx.actor.personId}::uuid, app_now(), ${book.errata}, x."readIn"
    from jsonb_to_recordset(${JSON.stringify(taken)}::jsonb) as x("controlId" text, seen integer, verdict text, how text, missing text,
      owner text, "dueOn" date, "coveragePercent" numeric, maturity smallint, "readIn" text)
    where x.seen is not distinct from (select b.row_version from answers b where b.inspection_id = ${inspection.id}::uuid and b.control_id = x."controlId")
    on conflict (inspection_id, control_id) do update set verdict = excluded.verdict, how = excluded.how, missing = excluded.missing,
      owner = excluded.owner, due_on = excluded.due_on, reason = null, coverage_percent = excluded.coverage_percent, exceptions = null,
      maturity = excluded.maturity, origin = excluded.origin, assurance = excluded.assurance, verified_on = null, na_is_allowed = null,
      answered_by = excluded.answered_by, answered_at = excluded.answered_at, errata = excluded.errata, read_in = excluded.read_in,
      backed_by = null, backed_verdict = null, backed_until = null, backing = null, backing_at = null, row_version = a.row_version + 1
    returning a.control_id`.execute(ctx.db);
  const saved = new Set(rows.map((row) => row.controlId));
  // Somebody else has answered one of them since: of a list either all is taken or nothing, and the reader looks again.
  if (saved.size < taken.length) throw conflict("answer.changed_meanwhile");
  await proveByReading(
    ctx,
    inspection,
    book,
    taken.map(({ controlId, figure }) => ({ controlId, figure })),
  );
  await recordBegun(ctx, inspection);
  if (taken.length > 0)
    await record(ctx, "answers.measured", {
      subject: subjectOf(inspection),
      data: {
        controlIds: [...saved],
        readings: taken.map(({ controlId, figure: { metric, holds, all, unknown } }) => ({
          controlId,
          metric,
          holds,
          all,
          unknown,
        })),
      },
    });
  await keepResult(ctx, await inspectionInScope(ctx, inspection.id), "live");
  return { saved: saved.size };
}

/** In words as well: the answer is read on paper and in files, where nothing is computed. Who closes the gap is as last said, while it holds. */
function answerOf(ctx: Ctx, control: BookControl, figure: Measurement, { answers, last }: AnswersAndLast) {
  const say = (key: string, values: Record<string, unknown> = {}) => texts()(ctx.language, key, values);
  const { holds, all, unknown } = figure;
  const ledgers = figure.ledgers.map((name) => say(`ledger.${name}`)).join(say("list.comma"));
  const verdict = verdictOf(figure);
  const before = [answers.get(control.id), last?.answers.get(control.id)];
  const planned = before.find((one) => one?.owner && one.dueOn && one.dueOn >= ctx.today);
  return {
    controlId: control.id,
    verdict,
    how: say("measured.how", { ledgers, holds, all, day: ctx.today }),
    missing: verdict === "met" ? null : say("measured.missing", { all, not: all - holds - unknown, unknown }),
    owner: verdict === "met" ? null : (planned?.owner ?? null),
    dueOn: verdict === "met" ? null : (planned?.dueOn ?? null),
    coveragePercent: control.asksCoverage ? percentOf(figure) : null,
    maturity: before.find((one) => one?.maturity != null)?.maturity ?? null,
    readIn: languageOf(control.texts.requirement, ctx.language),
  };
}
