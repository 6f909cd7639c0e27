// A control keeps its id for life, and nothing else is ever given it: answers, findings and mappings of all years name it.
import { type Kysely, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Tables } from "#core/db/tables.generated.ts";
import { conflict, invalid } from "#core/errors.ts";
import type { Control, Texts } from "./edition.ts";
import { said } from "./reading.ts";

export type UsedId = { id: string; edition: string; title: Texts };

/** The ids that published editions of a standard gave to controls, each with the last control that bore it. */
export async function usedIds(db: Kysely<Tables>, standard: string): Promise<UsedId[]> {
  const { rows } = await sql<UsedId>`
    select distinct on (k.control_id) k.control_id as id, e.edition, k.texts->'title' as title
    from controls k join editions e on e.id = k.edition_id
    where e.standard = ${standard} and e.state in ('published', 'retired')
    order by k.control_id, e.effective_on desc, e.id
    limit 10000`.execute(db);
  return rows;
}

/** An id differs from another by more than its case: people write both the same way. */
const folded = (id: string) => id.toLowerCase();

export async function assertNeverUsed(ctx: Ctx, standard: string, controlId: string): Promise<void> {
  const used = (await usedIds(ctx.db, standard)).find((one) => folded(one.id) === folded(controlId));
  if (!used) return;
  const { text: title } = said(used.title, ctx.language);
  throw conflict("control.id_used", { values: { control: used.id, title, edition: used.edition } });
}

/**
 * A file changes the controls of the edition before, and may bring back an older one: it is the same where a title is the
 * same. What bears the id of a control that had gone and is named otherwise is another one.
 */
export async function assertSameControls(
  ctx: Ctx,
  standard: string,
  controls: readonly Control[],
  before: readonly string[],
): Promise<void> {
  const here = new Set(before);
  const used = new Map((await usedIds(ctx.db, standard)).map((one) => [one.id, one]));
  const others = controls.filter(({ id, title }) => {
    const earlier = here.has(id) ? undefined : used.get(id);
    return earlier !== undefined && !sharesWords(earlier.title, title);
  });
  if (others.length === 0) return;
  const what = others.slice(0, 20).map(({ id }) => {
    const earlier = used.get(id);
    return earlier ? `${id} (${earlier.edition}: ${said(earlier.title, ctx.language).text})` : id;
  });
  throw invalid("edition.ids_used", { values: { what: what.join(", ") } });
}

const sharesWords = (one: Texts, other: Texts) =>
  (["en", "ja", "zh"] as const).some(
    (language) => one[language] !== undefined && one[language] === other[language],
  );
