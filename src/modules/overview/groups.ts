// Companies of a round by tier, region and division, and by what their controls are for.
import { sql } from "kysely";
import type { Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { type CompanyRow, latestName, nameFor } from "#modules/figures/company-rows.ts";
import type { Parts } from "#modules/figures/verified-only.ts";
import type { Book } from "#modules/inspections/book.ts";
import type { KeptPart, KeptSums } from "#modules/inspections/scoring/kept-sums.ts";
import { percentShown, reaches } from "#modules/inspections/scoring/settle.ts";
import { textIn } from "#modules/standards/edition.ts";
import type { overview } from "./contract.ts";
import { countsOf, type Grouping, keyOf, knownIn, medianOf, noGroup, pointsOf, total } from "./rules.ts";

type Overview = NonNullable<Output<typeof overview.getOverview>["overview"]>;
type Group = Overview["tiers"][number];

/** The names of the divisions that companies of a round stood below. */
export async function divisionNames(
  ctx: Ctx,
  companies: readonly CompanyRow[],
): Promise<Map<string, string>> {
  const ids = [...new Set(companies.flatMap((company) => company.divisionId ?? []))];
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{
    id: string;
    name: string;
  }>`select u.id, ${nameFor(ctx)} as name from units u ${latestName("u.id")} where u.id = any (${ids}::uuid[])`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Groups in a fixed order, so that a reader finds them again: tiers by name, others by size. */
export function groupsOf(
  companies: readonly CompanyRow[],
  by: Grouping,
  names: ReadonlyMap<string, string> = new Map(),
): Group[] {
  const groups = [...Map.groupBy(companies, (company) => keyOf(company, by))].map(([key, those]) => ({
    key,
    name: names.get(key) ?? null,
    counts: countsOf(those),
    verified: total(those, (company) => company.verifiedCount),
    required: total(those, (company) => company.requiredCount),
    size: those.length,
  }));
  return groups.sort(by === "tier" ? byKey : largestFirst);
}

type Sized = { key: string; size: number };
const byKey = (a: Sized, b: Sized) => (a.key < b.key ? -1 : 1);
const largestFirst = (a: Sized, b: Sized) =>
  Number(a.key === noGroup) - Number(b.key === noGroup) || b.size - a.size;

/** How the companies stand in each harm or function. Tags overlap, so each view stands for itself with its n. */
export function viewsOf(
  ctx: Ctx,
  book: Book,
  companies: readonly CompanyRow[],
  part: "harms" | "functions",
): Overview["harms"] {
  return book.frame[part].map(({ id, name }) => {
    const asked = companies.filter((company) => !isNothingAsked(company, part, id));
    const read = asked
      .filter((company) => company.isReadable)
      .flatMap((company) => partsIn(company[part], id));
    return {
      id,
      name: textIn(name, ctx.language),
      controls: book.controls.filter((control) => control[part].includes(id)).length,
      companies: asked.length,
      reaching: read.filter((sums) => reaches(pointsOf(sums), book.rules.meetsFromPercent)).length,
      median: medianOf(read.map((sums) => percentShown(pointsOf(sums)))),
      known: knownIn(asked.flatMap((company) => partsIn(claimedBy(company)[part], id))),
    };
  });
}

export const claimedBy = (company: CompanyRow): Parts => company.claimed ?? company;

export function partsIn(sums: KeptSums | undefined, id: string): KeptPart[] {
  const part = sums?.[id];
  return part ? [part] : [];
}

// Only a company that no control of the tag concerns leaves the denominator; one of which nothing is known stays in it.
export const isNothingAsked = (company: CompanyRow, part: "harms" | "functions", id: string) =>
  company.requiredCount > 0 && (claimedBy(company)[part]?.[id]?.[1] ?? 0) === 0;
