// What a catalogue that was taken over comes to as an edition, by plain defaults.
import type { Kysely } from "kysely";
import type { Tables } from "#core/db/tables.generated.ts";
import { conflict } from "#core/errors.ts";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import { frameOf } from "#modules/standards/edition.ts";
import { codeOf, editionOf, functionsOf, nameOf } from "./known.ts";
import * as queries from "./queries.ts";
import { type Made, toEdition } from "./to-edition.ts";

export async function asEdition(
  db: Kysely<Tables>,
  one: queries.CatalogueRecord,
  called?: { code: string; edition: string },
): Promise<Made> {
  const { id, setId, headings, title, language, report } = one;
  if (setId === null) throw conflict("catalogue.not_applied");
  const of = { ...one, framework: report.framework };
  const { code, edition } = called ?? { code: codeOf(setId), edition: editionOf(of) };
  return toEdition(await queries.itemsOf(db, id), frameOf(loadBuiltinStandard()), {
    code,
    edition,
    name: nameOf(title, edition),
    setName: nameOf(title, ""),
    language,
    setId,
    headings,
    functions: functionsOf(of),
    params: report.params ?? [],
  });
}
