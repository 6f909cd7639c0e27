// Errata that were issued after a draft was begun: taken over, or answered with a reason, before it is published.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { standards } from "./contract.ts";
import * as drafts from "./draft-queries.ts";
import { assertFits, openDraft } from "./editing.ts";
import { readableDraft } from "./reading-drafts.ts";
import { withWords, wordsOf } from "./edition.ts";
import * as queries from "./errata-queries.ts";
import { mergedWords, sameWords } from "./merging-words.ts";
import { type NotHere, notHere } from "./not-here.ts";
import { filledControl, valuesOf } from "./parameters.ts";
import { said } from "./reading.ts";
import type { StoredEdition } from "./stored.ts";
import { dropBehind } from "./translation-queries.ts";
import { previousOf, visibleEdition } from "./visible.ts";

type In<K extends keyof typeof standards> = Input<(typeof standards)[K]>;
type Out<K extends keyof typeof standards> = Promise<Output<(typeof standards)[K]>>;

type Open = NotHere & { origins: string[] };

/** What errata of the other editions of the standard corrected and this one has not, answered or not. */
export async function errataNotHere(ctx: Ctx, stored: StoredEdition): Promise<NotHere[]> {
  const elsewhere = await queries.errataElsewhere(ctx.db, stored.record);
  if (elsewhere.length === 0) return [];
  const previous = await previousOf(ctx, stored);
  return notHere(elsewhere, byId(stored), byId(previous));
}

const byId = (stored: StoredEdition | null) =>
  new Map((stored?.corrected.controls ?? []).map((control) => [control.id, control]));

/** What the draft still has to say something about. */
export async function openErrata(ctx: Ctx, stored: StoredEdition): Promise<Open[]> {
  const open = (await errataNotHere(ctx, stored)).filter((one) => one.keptBecause === null);
  if (open.length === 0) return [];
  const rules = await drafts.carryOverRules(ctx.db, stored.record.id);
  const here = byId(stored);
  const cameFrom = (controlId: string) =>
    [...rules.values()].flatMap((rule) =>
      rule.controlId !== controlId && rule.fromIds.includes(controlId) ? [rule.controlId] : [],
    );
  return open.flatMap((one) => {
    const origins = cameFrom(one.controlId).filter((id) => here.has(id));
    return one.mine || origins.length > 0 ? [{ ...one, origins }] : [];
  });
}

export async function listErrataNotHere(ctx: Ctx, { id }: In<"listErrataNotHere">): Out<"listErrataNotHere"> {
  const rows = await errataNotHere(ctx, await visibleEdition(ctx, id));
  return {
    rows: rows.slice(0, 500).flatMap((row) => {
      const { mine, isSince: _, ...one } = row;
      if (!mine) return [];
      const words = wordsOf(mine);
      const { words: taken } = mergedWords(words, one.before, one.corrected);
      return [{ ...one, title: said(mine.title, ctx.language), here: words, taken }];
    }),
  };
}

export async function listDraftErrata(ctx: Ctx, { id }: In<"listDraftErrata">): Out<"listDraftErrata"> {
  const open = await openErrata(ctx, await readableDraft(ctx, id));
  return {
    rows: open.slice(0, 500).map((row) => {
      const { mine, origins, isSince, keptBecause: _, ...one } = row;
      const draft = mine ? wordsOf(mine) : null;
      const merged = draft && mergedWords(draft, one.before, one.corrected);
      const isAnything = draft && merged && !sameWords(draft, merged.words);
      return {
        ...one,
        title: said((mine ?? one.corrected).title, ctx.language),
        draft,
        taken: isAnything ? merged.words : null,
        isWhole: merged?.isWhole ?? false,
        isBack: !isSince,
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
  const words = open.mine && wordsOf(open.mine);
  const merged = words && mergedWords(words, open.before, open.corrected).words;
  if (!open.mine || !merged || sameWords(words, merged))
    throw conflict("erratum.nothing_to_take", { values: { control: open.controlId } });
  const control = withWords(open.mine, merged);
  assertFits(control, source);
  const rowVersion = found(await drafts.rowVersionOf(ctx.db, one.id, control.id), "control");
  const filled = filledControl(control, valuesOf(source));
  found(await drafts.replaceControl(ctx.db, one.id, { control, filled, rowVersion }), "control");
  // Who proposed it has said of every language that it is corrected or holds.
  await dropBehind(ctx.db, one.id, control.id, ["ja", "en", "zh"]);
}
