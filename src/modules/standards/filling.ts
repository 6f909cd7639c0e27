// What stands beside a control and asks nothing, filled in where a draft has none: from the catalogue its controls were taken of.
import type { Ctx } from "#core/context.ts";
import * as drafts from "./draft-queries.ts";
import type { Control, EditionContent, Texts } from "./edition.ts";
import { openDraft, written } from "./editing.ts";
import { filledControl, insertedIn, textsOf, valuesOf } from "./parameters.ts";

export type Filled = { guided: number; functions: number };

/**
 * @param source the edition that the catalogue comes to now
 * @param isOf whether a control of the draft is still that item
 */
export async function fillDraft(
  ctx: Ctx,
  { id, source, isOf }: { id: string; source: EditionContent; isOf: (control: Control) => boolean },
): Promise<Filled> {
  const stored = await openDraft(ctx, id);
  const offered = new Map(source.controls.map((control) => [control.id, control]));
  const told: Filled = { guided: 0, functions: 0 };
  const changed = stored.source.controls.flatMap((control) => {
    const item = isOf(control) ? offered.get(control.id) : undefined;
    if (!item) return [];
    const isGuided = !hasGuidance(control) && hasGuidance(item);
    const isSorted = control.functions.length === 0 && item.functions.length > 0;
    if (!isGuided && !isSorted) return [];
    if (isGuided) told.guided += 1;
    if (isSorted) told.functions += 1;
    const { guidance, examples } = item;
    return [
      {
        ...control,
        ...(isGuided && guidance ? { guidance } : {}),
        ...(isGuided && examples?.length ? { examples } : {}),
        ...(isSorted ? { functions: item.functions } : {}),
      },
    ];
  });
  if (changed.length === 0) return told;
  const { controls: _, ...frame } = { ...stored.source, ...wordsWanted(stored.source, source, changed) };
  const values = valuesOf(frame);
  await drafts.replaceFrame(ctx.db, id, frame, stored.record.rowVersion);
  await drafts.fill(
    ctx.db,
    id,
    changed.map((control) => ({ control, filled: filledControl(control, values) })),
  );
  await written(ctx, stored, { did: "guidance_brought", controls: changed.length });
  return told;
}

const hasGuidance = ({ guidance, examples = [] }: Control) => Boolean(guidance) || examples.length > 0;

/** The functions and parameters that the controls name now, behind those that the draft has. */
function wordsWanted(own: EditionContent, source: EditionContent, changed: readonly Control[]) {
  const named = new Set(changed.flatMap((control) => control.functions));
  const known = new Set(own.functions.map((one) => one.id));
  const functions = source.functions.filter((one) => named.has(one.id) && !known.has(one.id));
  const inserted = new Set<string>();
  const open: Texts[] = changed.flatMap(textsOf);
  for (let texts = open.pop(); texts !== undefined; texts = open.pop())
    for (const id of insertedIn(texts)) {
      if (inserted.has(id)) continue;
      inserted.add(id);
      const one = source.parameters?.find((parameter) => parameter.id === id);
      if (one) open.push(one.label, ...(one.value ? [one.value] : []));
    }
  const mine = new Set((own.parameters ?? []).map((one) => one.id));
  const parameters = (source.parameters ?? []).filter((one) => inserted.has(one.id) && !mine.has(one.id));
  return {
    functions: [...own.functions, ...functions],
    ...(parameters.length > 0 ? { parameters: [...(own.parameters ?? []), ...parameters] } : {}),
  };
}
