// Giving answers control by control, complete or not.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { planned } from "#core/db/planned.ts";
import { forbidden, invalid, lostRace } from "#core/errors.ts";
import { recording } from "#core/events/record.ts";
import { back } from "./backing.ts";
import { languageOf, type TextLanguage } from "#modules/standards/edition.ts";
import { type Book, type BookControl, bookOf } from "./book.ts";
import { askWhereOld, followAsked } from "./corrected.ts";
import { type inspections, permissions } from "./contract.ts";
import { lackingOf } from "./lacking.ts";
import { delegatedTo } from "./delegated.ts";
import {
  type AnswerBefore,
  answersAround,
  answersOf,
  assertOpen,
  type Inspection,
  inspectionToChange,
  recordBegun,
  subjectOf,
} from "./loading.ts";
import { keepResult } from "./results.ts";
import { applicable } from "./scoring/applicable.ts";
import type { Assurance, ScopeAnswers } from "./scoring/rule-book.ts";
import { isStillVerified, keptAssurance } from "./verified.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Out<K extends keyof typeof inspections> = Promise<Output<(typeof inspections)[K]>>;
export type Fields = Pick<
  In<"saveAnswer">,
  "verdict" | "how" | "missing" | "owner" | "dueOn" | "reason" | "coveragePercent" | "exceptions" | "maturity"
>;

/** The control as asked of this company, or why it cannot be answered. */
async function askedControl(
  ctx: Ctx,
  inspection: Inspection,
  book: Book,
  scope: ScopeAnswers,
  controlId: string,
): Promise<BookControl> {
  const control = book.byId.get(controlId);
  if (!control || applicable(control, inspection.tier, scope).demand === "not_asked")
    throw invalid("control.not_asked");
  const isMine = await delegatedTo(ctx, inspection.id);
  if (isMine && !isMine(control)) throw forbidden("control.not_delegated");
  return control;
}

/**
 * Three statements whatever the standard's size: the inspection, what stands around the answer, the answer with its event;
 * and the result where the writer sees all of it. A contributor sees a part: the result follows when the officer saves.
 */
export async function saveAnswer(ctx: Ctx, input: In<"saveAnswer">): Out<"saveAnswer"> {
  const seesAll = ctx.permission !== permissions.contribute;
  const inspection = await inspectionToChange(ctx, input.id);
  assertOpen(inspection);
  const book = await bookOf(ctx, inspection.editionId);
  const around = await answersAround(ctx, inspection.id, input.controlId);
  const control = await askedControl(ctx, inspection, book, around.scope, input.controlId);
  const origin = input.origin ?? "entered";
  // Whoever does not say which words were read did not read them here.
  const readIn = input.errata === undefined ? null : languageOf(control.texts.requirement, ctx.language);
  const words = { read: input.errata ?? null, inForce: book.errata, readIn };
  const written = await write(
    ctx,
    inspection,
    control.id,
    input,
    origin,
    around.before,
    input.rowVersion,
    words,
  );
  const isNewlyAsked = await isOfOldWords(ctx, inspection, control.id, words);
  if (origin === "inherited") await back(ctx, inspection.id, [control.id]);
  const isVerified =
    origin === "carried_over" &&
    written.rowVersion === 1 &&
    (await isStillVerified(ctx, inspection, control.id));
  const now = await recordBegun(ctx, inspection);
  const backed = origin === "inherited" ? around.before?.backedUntil : null;
  const evidenceDays = [...around.evidenceDays, ...(backed ? [backed] : [])];
  const own = {
    controlId: control.id,
    verdict: input.verdict,
    missing: input.missing || null,
    owner: input.owner || null,
    dueOn: input.dueOn || null,
    reason: input.reason || null,
    coveragePercent: input.coveragePercent ?? null,
    exceptions: input.exceptions || null,
    maturity: input.maturity ?? null,
    assurance: isVerified ? "verified" : written.assurance,
    naIsAllowed: written.naIsAllowed,
    evidenceValidUntil: evidenceDays.toSorted().at(-1) ?? null,
    evidenceDays,
    origin,
    isAskedAgain: isNewlyAsked || (around.before?.isAskedAgain ?? false),
  };
  if (seesAll) {
    const answers = [...around.answers.filter((one) => one.controlId !== control.id), own];
    await keepResult(ctx, now, "live", answers, around.scope);
  }
  const problems = lackingOf(book, inspection, around.scope, own, ctx.today);
  return { rowVersion: written.rowVersion, problems, state: now.state };
}

/** What is no longer inherited rests on nobody; filling in an inherited answer does not confirm the provider's anew. */
const keptBacking = sql.join(
  ["backed_by", "backed_verdict", "backed_until", "backing", "backing_at"].map(
    (name) =>
      sql`${sql.ref(name)} = case when excluded.origin = 'inherited' then ${sql.ref(`answers.${name}`)} end`,
  ),
);

/** How many errata the words had that the writer read (null: not said), and how many are in force. */
type ReadWords = { read: number | null; inForce: number; readIn: TextLanguage | null };

/** A page that was open since before an erratum shows the old words: what is answered there is asked again. */
async function isOfOldWords(
  ctx: Ctx,
  inspection: Inspection,
  controlId: string,
  { read, inForce }: ReadWords,
): Promise<boolean> {
  if (read === null || read >= inForce) return false;
  const asked = await askWhereOld(ctx, inspection, [controlId]);
  if (asked.length > 0) await followAsked(ctx, inspection);
  return asked.length > 0;
}

type Written = { rowVersion: number; assurance: Assurance; naIsAllowed: boolean | null };

/** Writes one answer and its event in one statement. `seen` null means that the writer saw none yet. */
async function write(
  ctx: Ctx,
  inspection: Inspection,
  controlId: string,
  fields: Fields,
  origin: string,
  before: AnswerBefore | null,
  seen: number | null,
  { read, inForce, readIn }: ReadWords,
): Promise<Written> {
  if ((before?.rowVersion ?? null) !== seen) throw await lost(ctx, inspection, controlId, fields);
  const isNa = fields.verdict === "not_applicable";
  const event = recording(ctx, "answer.saved", {
    subject: subjectOf(inspection),
    data: { controlId, verdict: fields.verdict, before: before?.verdict ?? null, origin },
    personal: { before: before ? textsOf(before) : null, after: textsOf(fields) },
  });
  const { rows } = await planned(sql<Written>`
    with written as (insert into answers (inspection_id, control_id, company_id, verdict, how, missing, owner, due_on, reason, coverage_percent, exceptions, maturity,
      origin, assurance, na_is_allowed, answered_by, answered_at, errata, read_in)
    values (${inspection.id}::uuid, ${controlId}, ${inspection.companyId}::uuid, ${fields.verdict}, ${fields.how || null}, ${fields.missing || null},
      ${fields.owner || null}, ${fields.dueOn || null}::date, ${fields.reason || null}, ${fields.coveragePercent ?? null}, ${fields.exceptions || null},
      ${fields.maturity ?? null}, ${origin}, 'declared', null, ${ctx.actor.personId}::uuid, app_now(),
      least(coalesce(${read}::int, ${inForce}), ${inForce}), ${readIn})
    on conflict (inspection_id, control_id) do update set verdict = excluded.verdict, how = excluded.how, missing = excluded.missing,
      owner = excluded.owner, due_on = excluded.due_on, reason = excluded.reason, coverage_percent = excluded.coverage_percent,
      exceptions = excluded.exceptions, maturity = excluded.maturity, origin = excluded.origin, answered_by = excluded.answered_by,
      answered_at = excluded.answered_at, row_version = answers.row_version + 1,
      errata = least(coalesce(${read}::int, answers.errata), ${inForce}), ${keptBacking},
      read_in = case when answers.read_in = excluded.read_in then excluded.read_in end,
      ${keptAssurance("answers")},
      na_is_allowed = case when ${isNa}::boolean and answers.verdict = 'not_applicable' and answers.reason is not distinct from excluded.reason then answers.na_is_allowed end
    where answers.row_version = ${seen ?? 0}
    returning row_version, assurance, na_is_allowed)
    select w.*, ${event} as event from written w`).execute(ctx.db);
  const row = rows[0];
  if (!row) throw await lost(ctx, inspection, controlId, fields);
  return row;
}

/** Somebody else was faster: both answers, so that the loser can decide. */
async function lost(ctx: Ctx, inspection: Inspection, controlId: string, fields: Fields) {
  return lostRace("answer", fields, (await answersOf(ctx, inspection.id, controlId))[0] ?? null);
}

const textsOf = (fields: Fields) => ({
  how: fields.how,
  missing: fields.missing,
  owner: fields.owner,
  dueOn: fields.dueOn,
  reason: fields.reason,
  coveragePercent: fields.coveragePercent,
  exceptions: fields.exceptions,
  maturity: fields.maturity,
});
