// A list of five hundred companies as a group office sends it: uploaded, checked row by row against the thousand that
// are there, and applied, each in the background as the page would have it.
import type { Input, Output } from "#core/contract.ts";
import { imports } from "#modules/imports/contract.ts";
import { until } from "../../until.ts";
import type { Bench } from "../bench.ts";
import { type Line, median } from "../table.ts";

const rows = 500;

async function upload({ office, product }: Bench, content: string): Promise<string> {
  const form = new FormData();
  form.append("purpose", "import");
  form.append("file", new Blob([content]), "companies.csv");
  const response = await fetch(`${product.address}/api/files`, {
    method: "POST",
    headers: { cookie: `yagura_session=${office.token}`, "x-yagura": "1" },
    body: form,
  });
  return ((await response.json()) as { id: string }).id;
}

/** From the order to the end of its job. */
async function settled({ office }: Bench, id: string) {
  return until(
    "the import has settled",
    async () => {
      const { body } = await office.call(imports.getImport, { id });
      return body.state === "checking" || body.state === "applying" ? undefined : body;
    },
    120_000,
  );
}

export async function importCompanies(bench: Bench): Promise<Line[]> {
  const { office, place } = bench;
  const heads = "会社コード,会社名,親会社コード,関係,国,従業員数,出資比率";
  const lines = Array.from(
    { length: rows },
    (_, n) => `NEW${n + 1},見本新会社${n + 1}株式会社,JP1001,連結,日本,${(n % 90) + 10},100`,
  );
  const fileId = await upload(bench, `\uFEFF${[heads, ...lines].join("\r\n")}\r\n`);
  const checks: number[] = [];
  let shown: Output<typeof imports.getImport> | undefined;
  for (let turn = 0; turn < 5; turn += 1) {
    const began = performance.now();
    const { body } = await office.call(imports.openImport, { kind: "companies", fileId });
    shown = await settled(bench, body.id);
    checks.push(performance.now() - began);
    if (shown.counts.new === 0 && shown.mapping["parent"] === undefined) {
      // 親会社コード is no label the product knows: said once, it is remembered.
      const again: Input<typeof imports.checkAgain> = {
        id: shown.id,
        mapping: { ...shown.mapping, parent: 2 },
        rowVersion: shown.rowVersion,
      };
      await office.call(imports.checkAgain, again);
      shown = await settled(bench, shown.id);
    }
  }
  if (!shown) return [];
  const { rows: at } = await place.owner.query<{ day: string }>("select group_today()::text as day");
  const began = performance.now();
  await office.call(imports.applyImport, {
    id: shown.id,
    from: at[0]?.day ?? "",
    rowVersion: shown.rowVersion,
  });
  const applied = await settled(bench, shown.id);
  return [
    {
      scenario: `check a list of ${rows} companies against 1,000`,
      p50: median(checks),
      p95: null,
      note: `${shown.counts.new} new, ${shown.counts.error} error`,
    },
    { scenario: `apply ${applied.counts.added} of them`, p50: performance.now() - began, p95: null },
  ];
}
