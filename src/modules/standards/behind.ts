// Which translations of an edition lag behind their original.
import type { Ctx } from "#core/context.ts";
import { originalLanguage } from "./changes.ts";
import type { StoredEdition } from "./stored.ts";
import { lookedAtIn } from "./translation-queries.ts";
import { type Behind, type Known, outdatedIn } from "./translations.ts";
import { previousOf } from "./visible.ts";

export const knownOf = async (ctx: Ctx, { record, behind }: StoredEdition): Promise<Known> => ({
  lookedAt: await lookedAtIn(ctx.db, record.id),
  behind,
});

/** Settled once an edition is published; reckoned while it is written. */
export async function behindIn(ctx: Ctx, stored: StoredEdition): Promise<Behind> {
  const { state } = stored.record;
  if (state !== "draft" && state !== "in_review") return stored.behind;
  const previous = await previousOf(ctx, stored);
  const before = new Map((previous?.corrected.controls ?? []).map((control) => [control.id, control]));
  const original = originalLanguage(stored.source);
  const known = await knownOf(ctx, stored);
  return new Map(
    stored.source.controls.flatMap((control) => {
      const late = outdatedIn(control, before.get(control.id), original, known);
      return late.length > 0 ? [[control.id, late]] : [];
    }),
  );
}
