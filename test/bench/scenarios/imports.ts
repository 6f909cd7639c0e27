// A list of five hundred companies as a group office sends it: checked row by row against the thousand that are there.
import { imports } from "#modules/imports/contract.ts";
import type { Bench } from "../bench.ts";
import { type Line, median } from "../table.ts";

const rows = 500;

export async function importCompanies({ office, place }: Bench): Promise<Line[]> {
  const heads = "会社コード,会社名,親会社コード,国,従業員数,出資比率";
  const lines = Array.from(
    { length: rows },
    (_, n) => `NEW${n + 1},見本新会社${n + 1}株式会社,JP1001,日本,${(n % 90) + 10},100`,
  );
  const content = Buffer.from(`\uFEFF${[heads, ...lines].join("\r\n")}\r\n`).toString("base64");
  const checks: number[] = [];
  let verdicts: Record<string, number> = {};
  for (let turn = 0; turn < 5; turn += 1) {
    const checked = await office.call(imports.checkCompanyFile, { content });
    checks.push(checked.ms);
    verdicts = {};
    for (const row of checked.body.rows) verdicts[row.verdict] = (verdicts[row.verdict] ?? 0) + 1;
  }
  const { rows: at } = await place.owner.query<{ day: string }>("select group_today()::text as day");
  const began = performance.now();
  const applied = await office.call(imports.applyCompanyFile, {
    content,
    rowNumbers: lines.map((_, n) => n + 2),
    from: at[0]?.day ?? "",
  });
  const told = Object.entries(verdicts)
    .map(([verdict, n]) => `${n} ${verdict}`)
    .join(", ");
  return [
    {
      scenario: `check a list of ${rows} companies against 1,000`,
      p50: median(checks),
      p95: null,
      note: told,
    },
    { scenario: `apply ${applied.body.added.length} of them`, p50: performance.now() - began, p95: null },
  ];
}
