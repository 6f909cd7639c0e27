// What all sources of JSON pages have in common: whether a page is the whole, and that one bad thing does not end the rest.
import type { Said } from "./importer.ts";
import type { LedgerName } from "../declared/ledgers.ts";
import type { Items } from "./items.ts";
import { at, type JsonObject, textAt } from "./json-values.ts";
import { bounded } from "./raw.ts";
import { refusedRow } from "./said.ts";

/**
 * The last page names a next one, or says that it was cut: Graph `@odata.nextLink`, NetBox `next`, Azure `$skipToken` and
 * `resultTruncated`, Fleet `meta.has_next_results`, Google `nextPageToken`, AWS `nextToken`. Of several pages in one file the
 * last one counts.
 */
export function isPartial({ pages }: Items): boolean {
  const last = pages.at(-1);
  return last !== undefined && hasNext(last);
}

/** Snipe-IT and others say how many there are in all, and nothing of a next page. */
export async function hasFewerThan(items: Items, name: string): Promise<boolean> {
  const all = Number(textAt(items.pages.at(-1), name) || Number.NaN);
  if (Number.isNaN(all)) return false;
  let here = 0;
  for await (const _ of items.items()) here += 1;
  return here < all;
}

function hasNext(page: JsonObject): boolean {
  const said = ["@odata.nextLink", "odata.nextLink", "next", "$skipToken", "skipToken", "skip_token"];
  const more = ["nextPageToken", "next_page_token", "nextToken", "NextToken"];
  return (
    [...said, ...more].some((name) => textAt(page, name) !== "") ||
    /^true$/i.test(textAt(page, "resultTruncated") || textAt(page, "result_truncated")) ||
    at(page, "meta", "has_next_results") === true
  );
}

/** Each thing as its format reads it; whatever is no object is a row of its own that says so. */
export async function* itemsSaid(
  items: Items,
  ledger: LedgerName,
  read: (row: number, value: JsonObject, raw: Record<string, unknown>) => Said | Said[] | null,
): AsyncGenerator<Said> {
  let isFirst = isPartial(items);
  for await (const item of items.items()) {
    const found =
      "broken" in item
        ? refusedRow(item.row, ledger, "bad_row", {}, item.broken)
        : read(item.row, item.value, bounded(item.value));
    for (const one of found === null ? [] : [found].flat()) {
      // The person who hands it in has to see that this is not all.
      if (isFirst) one.problems.push({ code: "part_of_a_set" });
      isFirst = false;
      yield one;
    }
  }
}
