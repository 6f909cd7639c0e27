// A translation that is right although the words it was made from changed: said by somebody, of exact words.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, lostRace } from "#core/errors.ts";
import { originalLanguage } from "./changes.ts";
import type { standards } from "./contract.ts";
import * as drafts from "./draft-queries.ts";
import { openDraft, written } from "./editing.ts";
import { knownOf } from "./behind.ts";
import { beforeOf } from "./reading-drafts.ts";
import { lateWords, outdatedIn } from "./translations.ts";

type In<K extends keyof typeof standards> = Input<(typeof standards)[K]>;
type Out<K extends keyof typeof standards> = Promise<Output<(typeof standards)[K]>>;

export async function confirmTranslation(
  ctx: Ctx,
  { id, controlId, language, rowVersion }: In<"confirmTranslation">,
): Out<"confirmTranslation"> {
  const stored = await openDraft(ctx, id);
  const { control, before } = await beforeOf(ctx, stored, controlId);
  const theirs = found(await drafts.rowVersionOf(ctx.db, id, controlId), "control");
  // Said of the words that one had before one's eyes.
  if (theirs !== rowVersion) throw lostRace("control", { rowVersion }, { rowVersion: theirs });
  const original = originalLanguage(stored.source);
  const words = lateWords(control, before, { original, language, behind: stored.behind });
  if (words === null) throw conflict("translation.not_late");
  await sql`insert into translations_looked_at (edition_id, control_id, language, words_sha256, looked_by, looked_at)
    values (${id}::uuid, ${controlId}, ${language}, ${words}, ${ctx.actor.personId}::uuid, app_now())
    on conflict (edition_id, control_id, language) do update set words_sha256 = excluded.words_sha256,
      looked_by = excluded.looked_by, looked_at = excluded.looked_at`.execute(ctx.db);
  await written(ctx, stored, { controlId, did: "translation_confirmed", language });
  return { outdated: outdatedIn(control, before, original, await knownOf(ctx, stored)) };
}
