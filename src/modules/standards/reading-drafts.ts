// A draft as its authors read it: every control with what is still to do, and one beside what it was in the edition before.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { changesBetween, choices, type ControlChange, isOpen, originalLanguage } from "./changes.ts";
import type { standards } from "./contract.ts";
import * as drafts from "./draft-queries.ts";
import { type EditionContent, frameOf } from "./edition.ts";
import { looksAt } from "./translation-queries.ts";
import { behindIn, knownOf } from "./behind.ts";
import { filledControl, filledTexts, valuesOf } from "./parameters.ts";
import { said } from "./reading.ts";
import type { StoredEdition } from "./stored.ts";
import { lateWords, missingIn, outdatedIn } from "./translations.ts";
import { usedIds } from "./used-ids.ts";
import { assertWholeGroup, previousOf, visibleEdition } from "./visible.ts";

type In<K extends keyof typeof standards> = Input<(typeof standards)[K]>;
type Out<K extends keyof typeof standards> = Promise<Output<(typeof standards)[K]>>;

/** Changes of a draft against the edition before, with what its authors decided so far. */
export async function draftChanges(
  ctx: Ctx,
  stored: StoredEdition,
  previous: StoredEdition | null,
): Promise<ControlChange[]> {
  const rules = await drafts.carryOverRules(ctx.db, stored.record.id);
  return changesBetween(previous?.content ?? null, stored.content, rules);
}

/** The controls of an edition by their ids; none of none. */
export const byId = (content: EditionContent | undefined) =>
  new Map((content?.controls ?? []).map((control) => [control.id, control]));

export async function getDraft(ctx: Ctx, { id }: In<"getDraft">): Out<"getDraft"> {
  const stored = await readableDraft(ctx, id);
  const previous = await previousOf(ctx, stored);
  const changes = new Map(
    (await draftChanges(ctx, stored, previous)).map((change) => [change.controlId, change]),
  );
  const before = byId(previous?.corrected);
  const { source } = stored;
  const languages = languagesOf(source);
  const here = new Set(source.controls.map((control) => control.id));
  const used = await usedIds(ctx.db, stored.record.standard);
  const behind = await behindIn(ctx, stored);
  return {
    frame: frameOf(source),
    rowVersion: stored.record.rowVersion,
    languages,
    original: originalLanguage(source),
    previous: previous ? { id: previous.record.id, edition: previous.record.edition } : null,
    controls: source.controls.map((control) => {
      const change = changes.get(control.id);
      return {
        id: control.id,
        area: control.area,
        title: said(control.title, ctx.language),
        titles: filledTexts(control.title, valuesOf(source)),
        mandatory: control.mandatory,
        change: change?.change ?? "new",
        untranslated: languages.filter((language) => missingIn(control, language)),
        outdated: [...(behind.get(control.id) ?? [])],
        isUndecided: change !== undefined && isOpen(change),
      };
    }),
    usedIds: used.map((one) => one.id).filter((one) => !here.has(one)),
    withdrawn: [...changes.values()]
      .filter(({ change }) => change === "withdrawn")
      .map((change) => {
        const titles = before.get(change.controlId)?.title ?? { en: change.controlId };
        return {
          id: change.controlId,
          title: said(titles, ctx.language),
          titles,
          isUndecided: isOpen(change),
        };
      }),
  };
}

const languagesOf = ({ standard, controls }: EditionContent) =>
  (["ja", "en", "zh"] as const).filter(
    (language) =>
      standard.name[language] !== undefined ||
      controls.some((control) => control.requirement[language] !== undefined),
  );

/** In review it is still read here, with nothing to write. */
export async function readableDraft(ctx: Ctx, id: string): Promise<StoredEdition> {
  assertWholeGroup(ctx);
  const stored = await visibleEdition(ctx, id);
  if (stored.record.state !== "draft" && stored.record.state !== "in_review")
    throw conflict("edition.not_a_draft");
  return stored;
}

export async function getDraftControl(
  ctx: Ctx,
  { id, controlId }: In<"getDraftControl">,
): Out<"getDraftControl"> {
  const stored = await readableDraft(ctx, id);
  const { control, change, before, filled } = await beforeOf(ctx, stored, controlId);
  const original = originalLanguage(stored.source);
  const outdated = outdatedIn(control, before, original, await knownOf(ctx, stored));
  const looks = (await looksAt(ctx.db, id, controlId)).filter(({ language, wordsSha256 }) =>
    lateWords(control, before, { original, language, behind: stored.behind })?.equals(wordsSha256),
  );
  return {
    control,
    rowVersion: found(await drafts.rowVersionOf(ctx.db, id, controlId), "control"),
    change: change.change,
    carry: change.carry,
    choices: [...choices[change.change]],
    fromIds: [...change.fromIds],
    reason: change.reason,
    before: before ?? null,
    beforeFilled: filled ?? null,
    outdated,
    lookedAt: looks.map(({ language, at, familyName, givenName }) => ({
      language,
      at,
      familyName,
      givenName,
    })),
  };
}

/** A control of a draft, what became of it, and the one it came from: as written, and as it was read. */
export async function beforeOf(ctx: Ctx, stored: StoredEdition, controlId: string) {
  const control = found(byId(stored.source).get(controlId), "control");
  const previous = await previousOf(ctx, stored);
  const change = found(
    (await draftChanges(ctx, stored, previous)).find((one) => one.controlId === controlId),
    "control",
  );
  const all = byId(previous?.corrected);
  const before = all.get(controlId) ?? all.get(change.fromIds[0] ?? "");
  const filled = previous && before ? filledControl(before, valuesOf(previous.corrected)) : undefined;
  return { control, change, before, filled };
}
