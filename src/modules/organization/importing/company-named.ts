// Lent to later modules.
// Which company a row of a list about companies means: its code, its name, or what a person chose for it. Pure.
import type { nearestOf } from "#core/sheets/nearest.ts";
import { companyNameKey } from "#core/sheets/normalise.ts";
import type { GivenRow, Problem, RowReader } from "./judging.ts";
import { plainCode } from "./spelling.ts";

type Named = { id: string; code: string; names: readonly string[] };
export type Companies<C extends Named> = {
  companies: readonly C[];
  byCode: ReadonlyMap<string, C>;
  byName: ReadonlyMap<string, readonly C[]>;
  nearest: ReturnType<typeof nearestOf<C>>;
};

/** The company that a row names by its code or, without one, by its name; else what is wrong is told to the reader. */
export function namedCompany<C extends Named>(row: GivenRow, read: RowReader, world: Companies<C>): C | null {
  const chosen = row.decision?.chosen?.["code"] ?? row.decision?.chosen?.["name"];
  const meant = world.companies.find((one) => one.id === chosen);
  if (meant) return meant;
  const field = read.given("code") === "" ? "name" : "code";
  const given = read.given(field);
  if (given === "") {
    read.demand("code");
    return null;
  }
  const byCode = field === "code" ? world.byCode.get(plainCode(given)) : undefined;
  const fitting = byCode ? [byCode] : (world.byName.get(companyNameKey(given)) ?? []);
  if (fitting.length === 1) return fitting[0] ?? null;
  const candidates = fitting.length > 1 ? fitting : world.nearest.of(given);
  return read.wrong(
    field,
    fitting.length > 1 ? "import.company_ambiguous" : "import.unknown_company",
    candidates.map((one) => ({ id: one.id, name: one.names[0] ?? one.code })),
  );
}

/** A code that belongs to another company than the name beside it leads to the wrong one. */
export function otherName(read: RowReader, company: Named): Problem[] {
  const [code, name] = [read.given("code"), read.given("name")];
  if (code === "" || name === "") return [];
  if (company.names.some((one) => companyNameKey(one) === companyNameKey(name))) return [];
  const candidates = [{ id: company.id, name: company.names[0] ?? company.code }];
  return [{ field: "name", code: "import.other_name", given: name, candidates }];
}
