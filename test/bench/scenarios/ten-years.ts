// Ten years of results: the five that the group has, and the same once more five years earlier.
import { overview } from "#modules/overview/contract.ts";
import { addOlderYears } from "#test/older-years.ts";
import type { Bench } from "../bench.ts";
import type { Line } from "../table.ts";
import { read } from "./reads.ts";

export async function tenYears(bench: Bench): Promise<Line[]> {
  await addOlderYears(bench.place.owner);
  const wanted = { user: bench.office, operation: overview.getTrend, bar: 1.5, most: 100 * 1024 };
  return [
    await read(bench, { scenario: "trend, ten years", ...wanted, input: { span: "10" } }),
    await read(bench, {
      scenario: "trend, ten years, one tier",
      ...wanted,
      input: { span: "10", tier: "T3" },
    }),
    await read(bench, {
      scenario: "trend, ten years, one company with the median of its tier",
      ...wanted,
      input: { span: "10", companyId: bench.casting.companyId },
    }),
  ];
}
