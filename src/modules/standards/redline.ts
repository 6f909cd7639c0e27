// What became of each control since the edition before, with both wordings, for those who must answer (T-10).
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Language } from "#core/context.ts";
import type { Say } from "#core/text/told.ts";
import { factsChanged, isOpen as isUndecided, textOfFact } from "./changes.ts";
import type { standards } from "./contract.ts";
import { errataNotHere } from "./draft-errata.ts";
import { type Control, type EditionContent, type Texts, wordsOf } from "./edition.ts";
import { languagesChanged, mergedWords } from "./merging-words.ts";
import type { NotHere } from "./not-here.ts";
import { filledTexts, valuesOf } from "./parameters.ts";
import { changesTold } from "./publishing.ts";
import { said, saidOrNull } from "./reading.ts";
import { factSaid } from "./said-facts.ts";
import { previousOf, visibleEdition } from "./visible.ts";
import { sayIn } from "./words.ts";

type In<K extends keyof typeof standards> = Input<(typeof standards)[K]>;
type Out<K extends keyof typeof standards> = Promise<Output<(typeof standards)[K]>>;

const languages = ["en", "ja", "zh"] as const;
type Values = ReturnType<typeof valuesOf>;

const byId = (content: EditionContent | undefined) =>
  new Map((content?.controls ?? []).map((control) => [control.id, control]));

export async function listEditionChanges(
  ctx: Ctx,
  { id }: In<"listEditionChanges">,
): Out<"listEditionChanges"> {
  const stored = await visibleEdition(ctx, id);
  const previous = await previousOf(ctx, stored);
  const [before, after] = [byId(previous?.content), byId(stored.content)];
  const changes = await changesTold(ctx, stored);
  const values = valuesOf(stored.source);
  // Of several corrections of one control the last edition's is told.
  const missed = (await errataNotHere(ctx, stored)).toReversed();
  const uncorrected = new Map(missed.map((one) => [one.controlId, one]));
  const say = sayIn(ctx.language);
  const rows = changes.map(({ controlId, change, carry, fromIds, reason }) => {
    const now = after.get(controlId);
    const then = before.get(controlId) ?? before.get(fromIds[0] ?? "");
    const title = now?.title ?? then?.title ?? { en: controlId };
    const missing = now && uncorrected.get(controlId);
    const was = missing ? withCorrected(then?.requirement, missing, values) : then?.requirement;
    const language = toldIn(was, now?.requirement, ctx.language);
    return {
      controlId,
      change,
      title: said(title, ctx.language),
      before: saidOrNull(was, language),
      after: saidOrNull(now?.requirement, language),
      carry,
      fromIds: [...fromIds],
      reason,
      languages: now && then ? languagesChanged(then, now) : [],
      notHere: missing ? toldOf(missing) : null,
      ...besides(then, now, { language: ctx.language, say, was: previous?.content, is: stored.content }),
    };
  });
  return {
    previous: previous ? { id: previous.record.id, edition: previous.record.edition } : null,
    rows,
    open: changes.filter(isUndecided).length,
  };
}

type Around = {
  language: Language;
  say: Say;
  was: EditionContent | undefined;
  is: EditionContent;
};

/** What changed beside the question: both wordings where it is words, else what it was and is. */
function besides(
  then: Control | undefined,
  now: Control | undefined,
  { language: reader, say, was: older, is: newer }: Around,
) {
  const facts = now && then ? factsChanged(then, now) : [];
  const texts = facts.flatMap((part) => {
    const [was, is] = [then, now].map((control) => (control ? textOfFact(control, part) : undefined));
    const language = toldIn(was ?? {}, is ?? {}, reader);
    return was || is ? [{ part, before: saidOrNull(was, language), after: saidOrNull(is, language) }] : [];
  });
  const values = facts.flatMap((part) => {
    if (!then || !now || !older) return [];
    const before = factSaid(then, part, { frame: older, language: reader, say });
    const after = factSaid(now, part, { frame: newer, language: reader, say });
    return before === null || after === null ? [] : [{ part, before, after }];
  });
  return { facts, texts, values };
}

/** Old words that came back, or never went, are compared with what they were corrected to; the rest with the edition before. */
function withCorrected(
  then: Texts | undefined,
  { mine, before, corrected }: NotHere,
  values: Values,
): Texts | undefined {
  const here = mine?.requirement ?? {};
  const whole = mine ? mergedWords(wordsOf(mine), before, corrected).words.requirement : here;
  const put = languages.filter((one) => whole[one] !== undefined && whole[one] !== here[one]);
  if (put.length === 0) return then;
  return { ...then, ...filledTexts(Object.fromEntries(put.map((one) => [one, whole[one]])), values) };
}

const toldOf = ({ erratumId, editionId, edition, number, issuedAt, keptBecause }: NotHere) => ({
  erratumId,
  editionId,
  edition,
  number,
  issuedAt,
  keptBecause,
});

/** The reader's language; where its words lag behind, the first one in which something changed. */
function toldIn(then: Texts | undefined, now: Texts | undefined, language: Language): Language {
  if (!then || !now || then[language] !== now[language]) return language;
  return languages.find((one) => then[one] !== now[one]) ?? language;
}
