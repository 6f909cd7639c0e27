// Errata that were issued after a draft was begun: taken over, or answered with a reason, before it is published.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { standards } from "./contract.ts";
import * as drafts from "./draft-queries.ts";
import { assertFits, openDraft, readableDraft } from "./editing.ts";
import type { Control } from "./edition.ts";
import * as queries from "./errata-queries.ts";
import { mergedWords, sameWords } from "./merging-words.ts";
import { filledControl, valuesOf } from "./parameters.ts";
import { said } from "./reading.ts";
import type { StoredEdition } from "./stored.ts";

type In<K extends keyof typeof standards> = Input<(typeof standards)[K]>;
type Out<K extends keyof typeof standards> = Promise<Output<(typeof standards)[K]>>;

/** All errata of one control since the draft last met its words: from what they were to what they are. */
type Open = {
  erratumId: string;
  number: number;
  controlId: string;
  issuedAt: string;
  reason: string;
  before: queries.Words;
  corrected: queries.Words;
  mine: Control | undefined;
  origins: string[];
};

/** What the draft still has to say something about. */
export async function openErrata(ctx: Ctx, { record: one, source }: StoredEdition): Promise<Open[]> {
  if (one.previousId === null) return [];
  const since = await queries.errataSince(ctx.db, one.id);
  if (since.length === 0) return [];
  const rules = await drafts.carryOverRules(ctx.db, one.id);
  const here = new Map(source.controls.map((control) => [control.id, control]));
  const cameFrom = (controlId: string) =>
    [...rules.values()].flatMap((rule) =>
      rule.controlId !== controlId && rule.fromIds.includes(controlId) ? [rule.controlId] : [],
    );
  return [...Map.groupBy(since, (row) => row.controlId)].flatMap(([controlId, rows]) => {
    const [first, last] = [rows[0], rows.at(-1)];
    const mine = here.get(controlId);
    const origins = cameFrom(controlId).filter((id) => here.has(id));
    if (!first || !last || (mine ? sameWords(queries.wordsOf(mine), last.words) : origins.length === 0))
      return [];
    const { erratumId, number, issuedAt, reason } = last;
    const words = { before: first.before, corrected: last.words };
    return [{ erratumId, number, controlId, issuedAt, reason, ...words, mine, origins }];
  });
}

export async function listDraftErrata(ctx: Ctx, { id }: In<"listDraftErrata">): Out<"listDraftErrata"> {
  const open = await openErrata(ctx, await readableDraft(ctx, id));
  return {
    rows: open.slice(0, 500).map(({ mine, origins, ...one }) => {
      const draft = mine ? queries.wordsOf(mine) : null;
      const merged = draft && mergedWords(draft, one.before, one.corrected);
      const isAnything = draft && merged && !sameWords(draft, merged.words);
      return {
        ...one,
        title: said((mine ?? one.corrected).title, ctx.language),
        draft,
        taken: isAnything ? merged.words : null,
        isWhole: merged?.isWhole ?? false,
        origins: origins.slice(0, 50),
      };
    }),
  };
}

export async function decideDraftErrata(
  ctx: Ctx,
  { id, decisions }: In<"decideDraftErrata">,
): Out<"decideDraftErrata"> {
  const stored = await openDraft(ctx, id);
  const open = new Map((await openErrata(ctx, stored)).map((one) => [one.erratumId, one]));
  const told = { taken: [] as string[], kept: [] as string[] };
  for (const { erratumId, decision, reason } of decisions) {
    const one = open.get(erratumId);
    if (!one) throw conflict("erratum.not_open_here");
    if (decision === "kept" && !reason?.trim()) throw invalid("erratum.needs_reason");
    if (decision === "taken") await takeOver(ctx, stored, one);
    told[decision].push(one.controlId);
    open.delete(erratumId);
  }
  await drafts.writeErrataDecisions(ctx, id, decisions);
  await drafts.markWritten(ctx, id);
  const { standard, edition } = stored.record;
  const { taken, kept } = told;
  await record(ctx, "standard.draft_errata_decided", {
    subject: { kind: "edition", id, companyId: null },
    data: { standard, edition, taken: taken.slice(0, 100), kept: kept.slice(0, 100) },
    personal: { reasons: decisions.map(({ reason }) => reason ?? null) },
  });
  return { open: open.size };
}

async function takeOver(ctx: Ctx, { record: one, source }: StoredEdition, open: Open): Promise<void> {
  const words = open.mine && queries.wordsOf(open.mine);
  const merged = words && mergedWords(words, open.before, open.corrected).words;
  if (!open.mine || !merged || sameWords(words, merged))
    throw conflict("erratum.nothing_to_take", { values: { control: open.controlId } });
  const { auditTest: _, ...mine } = open.mine;
  const control = { ...mine, ...merged };
  assertFits(control, source);
  const rowVersion = found(await drafts.rowVersionOf(ctx.db, one.id, control.id), "control");
  const filled = filledControl(control, valuesOf(source));
  found(await drafts.replaceControl(ctx.db, one.id, { control, filled, rowVersion }), "control");
}
