// The pages of one company's officer in groups of ten, a hundred and a thousand: they must not notice the others.
import { duties } from "#modules/duties/contract.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { organization } from "#modules/organization/contract.ts";
import { overview } from "#modules/overview/contract.ts";
import type { Operation } from "#core/contract.ts";
import type { Bench } from "../bench.ts";
import { type Line, median } from "../table.ts";

const turns = 20;

type Page = { name: string; of: (bench: Bench) => [Operation, object] };
const pages: readonly Page[] = [
  { name: "my work", of: () => [duties.getMyWork, {}] },
  { name: "my inspections", of: () => [inspections.listMyInspections, {}] },
  { name: "the inspection", of: (bench) => [inspections.getInspection, { id: bench.casting.inspectionId }] },
  {
    name: "its controls",
    of: (bench) => [inspections.listAskedControls, { id: bench.casting.inspectionId }],
  },
  {
    name: "the company's result",
    of: (bench) => [overview.getCompanyResult, { id: bench.casting.companyId }],
  },
  { name: "the company", of: (bench) => [organization.getCompany, { id: bench.casting.companyId }] },
  { name: "companies in reach", of: () => [organization.listCompanies, {}] },
  { name: "people", of: () => [organization.listPeople, { limit: 50 }] },
];

/** One group after another in each turn, so that a busy machine is busy for all of them. */
export async function officerPages(benches: readonly Bench[]): Promise<Line[]> {
  const lines: Line[] = [];
  for (const page of pages) {
    const times = benches.map((): number[] => []);
    for (let turn = 0; turn < turns + 5; turn += 1) {
      for (const [at, bench] of benches.entries()) {
        const [operation, input] = page.of(bench);
        const { ms } = await bench.casting.user.call(operation, input as never);
        if (turn >= 5) times[at]?.push(ms);
      }
    }
    const medians = times.map(median);
    const ratio = (medians.at(-1) ?? 0) / (medians[0] ?? 1);
    lines.push({
      scenario: `officer: ${page.name}, ${benches.map((bench) => bench.place.companies).join(" → ")} companies`,
      p50: medians.at(-1) ?? null,
      p95: null,
      ratio,
      bar: "0.8 to 1.2×",
      isMet: ratio <= 1.2,
      note: medians.map((one) => `${one.toFixed(1)} ms`).join(" → "),
    });
  }
  return lines;
}

/** The group's own pages over the same sizes: at most in proportion. */
export async function groupPages(benches: readonly Bench[]): Promise<Line[]> {
  const lines: Line[] = [];
  for (const [name, operation] of [
    ["group overview", overview.getOverview],
    ["heat map", overview.getHeatMap],
  ] as const) {
    const times = benches.map((): number[] => []);
    for (let turn = 0; turn < 12; turn += 1)
      for (const [at, bench] of benches.entries())
        times[at]?.push((await bench.office.call(operation, {})).ms);
    const medians = times.map(median);
    const [first = 1, , last = 0] = medians;
    lines.push({
      scenario: `${name} over the sizes`,
      p50: last,
      p95: null,
      ratio: last / first,
      bar: "≤ 100×",
      isMet: last / first <= 100,
      note: medians.map((one) => `${one.toFixed(1)} ms`).join(" → "),
    });
  }
  return lines;
}
