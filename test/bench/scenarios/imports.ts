// A list of five hundred companies as a group office sends it: uploaded, checked row by row against the thousand that
// are there, and applied, each in the background as the page would have it.
import type { Input, Output } from "#core/contract.ts";
import { imports } from "#modules/imports/contract.ts";
import { until } from "../../until.ts";
import type { Bench } from "../bench.ts";
import { type Line, median } from "../table.ts";

const rows = 500;

async function upload({ office, product }: Bench, content: string, name: string): Promise<string> {
  const form = new FormData();
  form.append("purpose", "import");
  form.append("file", new Blob([content]), name);
  const response = await fetch(`${product.address}/api/files`, {
    method: "POST",
    headers: { cookie: `yagura_session=${office.token}`, "x-yagura": "1" },
    body: form,
  });
  if (!response.ok) throw new Error(`upload: ${response.status} ${(await response.text()).slice(0, 300)}`);
  return ((await response.json()) as { id: string }).id;
}

/** From the order to the end of its job, asked for as often as matters: each look takes time from what is measured. */
async function settled({ office }: Bench, id: string, everyMs = 200) {
  return until(
    "the import has settled",
    async () => {
      const { body } = await office.call(imports.getImport, { id });
      return body.state === "checking" || body.state === "applying" ? undefined : body;
    },
    1_200_000,
    everyMs,
  );
}

export async function importCompanies(bench: Bench): Promise<Line[]> {
  const { office, place } = bench;
  const heads = "会社コード,会社名,親会社コード,関係,国,従業員数,出資比率";
  const lines = Array.from(
    { length: rows },
    (_, n) => `NEW${n + 1},見本新会社${n + 1}株式会社,JP1001,連結,日本,${(n % 90) + 10},100`,
  );
  const fileId = await upload(bench, `\uFEFF${[heads, ...lines].join("\r\n")}\r\n`, "companies.csv");
  const checks: number[] = [];
  let shown: Output<typeof imports.getImport> | undefined;
  for (let turn = 0; turn < 5; turn += 1) {
    const began = performance.now();
    const { body } = await office.call(imports.openImport, { kind: "companies", fileId });
    shown = await settled(bench, body.id, 20);
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

const people = 40_000;

/** A list of so many newcomers to one company, beside the bare COPY of the same people and employments. */
export async function importPeople(bench: Bench): Promise<Line[]> {
  const { office, place } = bench;
  const { rows: known } = await place.owner.query<{ id: string; day: string }>(
    "select id, group_today()::text as day from units where kind = 'company' order by code limit 1",
  );
  const { id: companyId = "", day = "" } = known[0] ?? {};
  const lines = Array.from(
    { length: people },
    (_, n) => `NEU${n},見本 ${n}子,正社員,${day},neu${n}@mihon.example`,
  );
  const content = `\uFEFF${["社員番号,氏名,雇用形態,入社日,メールアドレス", ...lines].join("\r\n")}\r\n`;
  const fileId = await upload(bench, content, "people.csv");
  const began = performance.now();
  const { body } = await office.call(imports.openImport, { kind: "people", fileId, companyId });
  const checked = await settled(bench, body.id);
  const checkedAt = performance.now();
  await office.call(imports.applyImport, { id: body.id, from: day, rowVersion: checked.rowVersion });
  const applied = await settled(bench, body.id);
  const appliedAt = performance.now();
  const floor = await bareCopy(bench);
  return [
    {
      scenario: `check a list of ${people.toLocaleString("en")} people`,
      p50: checkedAt - began,
      p95: null,
      note: `${checked.counts.new.toLocaleString("en")} new, ${checked.counts.error} error`,
    },
    {
      scenario: `apply ${applied.counts.added.toLocaleString("en")} of them`,
      p50: appliedAt - checkedAt,
      p95: null,
      ratio: (appliedAt - checkedAt) / floor,
      note: `bare inserts of the same rows ${floor.toFixed(0)} ms`,
    },
  ];
}

/** The same rows into the same tables with the same indexes, by two statements. */
async function bareCopy({ place: { owner } }: Bench): Promise<number> {
  const began = performance.now();
  await owner.query("begin");
  await owner.query(`create temp table bare_people on commit drop as
    select new_id() as id, p.* from (select company_id, code || 'B' as code, family_name, given_name, email from people where code like 'NEU%') p`);
  await owner.query(
    "insert into people (id, company_id, code, family_name, given_name, email) select id, company_id, code, family_name, given_name, email from bare_people",
  );
  await owner.query(
    "insert into employments (person_id, unit_id, company_id, kind, valid_from) select id, company_id, company_id, 'regular', group_today() from bare_people",
  );
  await owner.query("commit");
  return performance.now() - began;
}
