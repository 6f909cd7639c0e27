// Where a page ends, as the caller gets it: the list's own words with a checksum over them, the list and its order. What
// was cut, made up or taken from another list is told from a cursor before any list reads it.
import { createHash } from "node:crypto";
import type { Operation } from "../contract.ts";
import { invalid } from "../errors.ts";

const length = 12;

/** A checksum, no secret: a cursor shows nothing beyond the page, and lists read it as they read any other value. */
function sumOf(operation: Operation, input: unknown, end: string): string {
  const { sort = "" } = input as { sort?: string };
  return createHash("sha256")
    .update(JSON.stringify([operation.name, sort, end]))
    .digest("hex")
    .slice(0, length);
}

export const isPaged = (operation: Operation): boolean => operation.query?.properties["after"] !== undefined;

/** The list's own end of the page before in place of the cursor. */
export function withoutSum<I>(operation: Operation, input: I): I {
  const { after } = input as { after?: string };
  if (after === undefined || !isPaged(operation)) return input;
  const end = after.slice(length);
  if (after.slice(0, length) !== sumOf(operation, input, end)) throw invalid("cursor.unknown");
  return { ...input, after: end };
}

/** What is no page, a handler of a route that answers nothing among them, goes out as it is. */
export function withSum<O>(operation: Operation, input: unknown, output: O): O {
  if (!isPaged(operation)) return output;
  const { next } = output as { next?: string | null };
  return typeof next === "string" ? { ...output, next: sumOf(operation, input, next) + next } : output;
}
