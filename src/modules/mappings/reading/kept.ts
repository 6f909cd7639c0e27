// What readers ask for again and again: the states of each company and the figures over all, kept in the process until
// an answer moves. Every change of an answer, a scope or a review keeps the result of its inspection anew, so the versions of its
// results are the mark of all that was read of it; after the lock they move when proofs expire or are renewed.
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Book } from "#modules/inspections/book.ts";
import type { Part } from "./lift.ts";
import { type ControlState, controlStates, type States } from "./rules.ts";

/** A byte a control: a thousand companies and controls are a megabyte. */
const notAsked = 255;
const places = new WeakMap<Book, ReadonlyMap<string, number>>();

function placesOf(book: Book): ReadonlyMap<string, number> {
  const known = places.get(book) ?? new Map(book.controls.map((control, at) => [control.id, at]));
  places.set(book, known);
  return known;
}

export function packed(book: Book, states: Iterable<readonly [string, ControlState]>): Uint8Array {
  const of = placesOf(book);
  const codes = new Uint8Array(of.size).fill(notAsked);
  for (const [controlId, state] of states) codes[of.get(controlId) ?? -1] = controlStates.indexOf(state);
  return codes;
}

export function statesFrom(book: Book, codes: Uint8Array): States {
  const of = placesOf(book);
  return { get: (controlId) => controlStates[codes[of.get(controlId) ?? -1] ?? notAsked] };
}

/** What was made of something lately, as long as its mark is the same. */
function keeping<T>(most: number) {
  const kept = new Map<string, { mark: string; one: T }>();
  return {
    get: (key: string, mark: string): T | undefined => {
      const known = kept.get(key);
      return known?.mark === mark ? known.one : undefined;
    },
    keep: (key: string, mark: string, one: T): T => {
      kept.delete(key);
      kept.set(key, { mark, one });
      const oldest = kept.keys().next().value;
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
      return one;
    },
  };
}

/** By inspection. */
export const keptStates = keeping<Uint8Array>(5000);
/** By state of adoption, set, its items and inspection. */
const parts = keeping<Part>(4000);

/** What is kept of items is kept by their places: a set that was renewed, with another one among them, is another set. */
export const idsMark = (ids: readonly string[]): string =>
  createHash("sha256").update(ids.join("\n")).digest("base64");

/** What a company comes to for a set, worked out when something of it has moved. */
export function keptPart(
  of: string,
  { inspectionId, mark }: { inspectionId: string | null; mark: string },
  work: () => Part,
): Part {
  if (inspectionId === null) return work();
  const key = `${of} ${inspectionId}`;
  return parts.get(key, mark) ?? parts.keep(key, mark, work());
}

/** By inspection the versions of its results: the transaction that wrote each row, which no clock can repeat. */
export async function resultVersions(
  ctx: Ctx,
  inspectionIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ inspectionId: string; versions: string }>`
    select inspection_id, string_agg(xmin::text, ' ' order by basis) as versions from inspection_results
    where inspection_id = any (${[...inspectionIds]}::uuid[]) group by inspection_id`.execute(ctx.db);
  return new Map(rows.map((row) => [row.inspectionId, row.versions]));
}

const worked = new Map<string, Promise<unknown>>();
const mostWorked = 6;

/** What `work` makes of the same marks is made once, also where several ask at the same time. */
export function keptFigures<T>(marks: readonly string[], work: () => Promise<T>): Promise<T> {
  const key = createHash("sha256").update(marks.join("\n")).digest("base64");
  const known = worked.get(key) as Promise<T> | undefined;
  const made = known ?? work();
  worked.delete(key);
  worked.set(key, made);
  if (!known) made.catch(() => worked.delete(key));
  const oldest = worked.keys().next().value;
  if (worked.size > mostWorked && oldest !== undefined) worked.delete(oldest);
  return made;
}
