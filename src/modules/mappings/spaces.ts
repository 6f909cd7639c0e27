// The sets that mappings lead between, as readers know them.
import type { Ctx } from "#core/context.ts";
import { textIn } from "#modules/standards/edition.ts";
import type { Space } from "./chains.ts";
import * as queries from "./queries.ts";

export type NamedSpace = { space: Space; name: string; items: number; refersTo: string[] };

/** Standards by code and edition, outside catalogues by their name. */
export async function namedSpaces(ctx: Ctx): Promise<NamedSpace[]> {
  return (await queries.spaces(ctx.db)).map(({ space, names, code, edition, items, refersTo }) => ({
    space,
    name: (code ? `${code} ${edition} ${textIn(names, ctx.language)}` : textIn(names, ctx.language)).slice(
      0,
      400,
    ),
    items,
    refersTo,
  }));
}

export const nameOf = (all: readonly NamedSpace[], space: Space) => ({
  space,
  name: all.find((one) => one.space === space)?.name ?? space,
});
