// Lent to later modules.
// Which sites of a company a row means by code or name; what is none of them stays in the words of the list.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { companyNameKey } from "#core/sheets/normalise.ts";
import type { GivenRow, Problem, RowReader } from "./judging.ts";
import { plain, plainCode } from "./spelling.ts";

export type KnownSite = { id: string; companyId: string; code: string; names: readonly string[] };

/** Sites of some companies that are there today. */
export async function heldSites(ctx: Ctx, companyIds: readonly string[]): Promise<KnownSite[]> {
  if (companyIds.length === 0) return [];
  const { rows } = await sql<Omit<KnownSite, "names"> & { names: (string | null)[] }>`
    select u.id, u.company_id, u.code, array[n.name, n.name_en, n.name_ja, n.name_zh] as names
    from units u join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, greatest(${ctx.today}::date, u.founded_on))
    where u.kind = 'site' and u.company_id = any (${[...new Set(companyIds)]}::uuid[]) and ${within(ctx, "u.company_id")}
      and (u.ended_on is null or u.ended_on > ${ctx.today}::date) order by u.code, u.id`.execute(ctx.db);
  return rows.map((row) => ({ ...row, names: row.names.filter((name) => name !== null) }));
}

export type SitesMeant = { ids: string[]; said: string; names: string[]; conflicts: Problem[] };

/** Null where the row names no place. A cell may name several; then each of them has to be one, or its words stay as they are. */
export function sitesMeant(
  row: GivenRow,
  read: RowReader,
  companyId: string,
  field: string,
  sites: readonly KnownSite[],
): SitesMeant | null {
  const said = read.given(field);
  if (said === "") return null;
  const here = sites.filter((one) => one.companyId === companyId);
  const fitting = (text: string) => {
    const coded = here.filter((one) => plainCode(one.code) === plainCode(text));
    return coded.length > 0 ? coded : here.filter((one) => one.names.some((name) => isNamed(name, text)));
  };
  const whole = fitting(said);
  const chosen = whole.find((one) => one.id === row.decision?.chosen?.[field]);
  const parts = said.split(/[,;、，；・/\n]+/).filter((part) => part.trim() !== "");
  const each = chosen
    ? [[chosen]]
    : whole.length > 0
      ? [whole]
      : parts.length > 1 && parts.length <= 50
        ? parts.map(fitting)
        : [];
  if (each.length > 0 && each.every((some) => some.length === 1)) {
    const found = [...new Map(each.flat().map((one) => [one.id, one])).values()];
    return {
      ids: found.map((one) => one.id).toSorted(),
      said,
      names: found.map((one) => one.names[0] ?? one.code),
      conflicts: [],
    };
  }
  const candidates = whole
    .slice(0, 5)
    .map((one) => ({ id: one.id, name: `${one.names[0] ?? ""} (${one.code})` }));
  const conflicts =
    whole.length > 1 ? [{ field, code: "import.place_several", given: said, candidates }] : [];
  return { ids: [], said, names: [], conflicts };
}

const isNamed = (name: string, text: string) =>
  plain(name) === plain(text) || companyNameKey(name) === companyNameKey(text);
