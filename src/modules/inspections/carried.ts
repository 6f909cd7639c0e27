// Lent to later modules.
// What became of controls between the edition of one inspection and that of another: which answers may be proposed, which
// are shown beside, and from which controls they came (T-10). Published editions never change, so this is read once.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { asksTheSame, type Carry, type Change } from "#modules/standards/changes.ts";
import { bookOf } from "./book.ts";

export type Carried = { change: Change; carry: Carry; fromIds: readonly string[] };

type Step = Carried & { controlId: string; step: number };

const read = new Map<string, ReadonlyMap<string, Carried>>();

/** By the later edition's controls. Empty where the first edition is not an ancestor of the second. */
export async function carriedSince(
  ctx: Ctx,
  editionId: string,
  previousId: string,
): Promise<ReadonlyMap<string, Carried>> {
  const key = `${editionId}|${previousId}`;
  const known = read.get(key);
  if (known) return known;
  const found =
    editionId === previousId ? await sameEdition(ctx, editionId) : await between(ctx, editionId, previousId);
  read.set(key, found);
  return found;
}

async function sameEdition(ctx: Ctx, editionId: string): Promise<ReadonlyMap<string, Carried>> {
  const { controls } = await bookOf(ctx, editionId);
  return new Map(controls.map(({ id }) => [id, { change: "unchanged", carry: "propose", fromIds: [id] }]));
}

async function between(
  ctx: Ctx,
  editionId: string,
  previousId: string,
): Promise<ReadonlyMap<string, Carried>> {
  const { rows } = await sql<Step>`
    with recursive line as (
      select e.id, e.previous_id, 0 as step from editions e where e.id = ${editionId}::uuid
      union select e.id, e.previous_id, l.step + 1 from line l join editions e on e.id = l.previous_id where e.id <> ${previousId}::uuid
    )
    select c.control_id, c.change, c.carry, c.from_ids, l.step from line l join edition_changes c on c.edition_id = l.id
    where exists (select from line where previous_id = ${previousId}::uuid) order by l.step`.execute(ctx.db);
  const steps = Map.groupBy(rows, (row) => row.step);
  const [latest = [], ...earlier] = [...steps.values()];
  const before = earlier.map((step) => new Map(step.map((row) => [row.controlId, row])));
  return new Map(latest.map((row) => [row.controlId, before.reduce(through, row)]));
}

/** Two editions in a year: what neither of them touched still stands as it was; else the origins are followed back. */
function through(later: Carried, step: ReadonlyMap<string, Step>): Carried {
  const origins = later.fromIds.flatMap((id) => step.get(id) ?? []);
  const fromIds = [...new Set(origins.flatMap((origin) => origin.fromIds))];
  const [only] = origins;
  if (only && origins.length === 1 && asksTheSame(only.change)) return { ...later, fromIds };
  if (fromIds.length === 0) return { change: "new", carry: "none", fromIds };
  return {
    change: asksTheSame(later.change) ? (only?.change ?? "changed") : later.change,
    carry: later.carry === "none" || origins.some((origin) => origin.carry === "none") ? "none" : "show",
    fromIds,
  };
}

/** Controls that still ask the same question: only those may be proposed or compared. */
export async function unchangedSince(
  ctx: Ctx,
  editionId: string,
  previousId: string,
): Promise<ReadonlySet<string>> {
  const all = await carriedSince(ctx, editionId, previousId);
  return new Set([...all].filter(([, one]) => asksTheSame(one.change)).map(([id]) => id));
}
