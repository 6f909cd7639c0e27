// NIST SP 800-53 r5 brought in: 3 MB of OSCAL, 1,189 controls. Beside it the floor (the same bytes parsed, the same rows written by
// the driver alone) and how long somebody else waits for a small page meanwhile.
import { catalogues } from "#modules/catalogues/contract.ts";
import { readGiven } from "#modules/catalogues/reading/read.ts";
import { standards } from "#modules/standards/contract.ts";
import { realCatalogue } from "../../catalogues.ts";
import type { Bench } from "../bench.ts";
import { type Line, median, quantile } from "../table.ts";

const turns = 5;

async function upload({ office, product }: Bench, content: Buffer): Promise<string> {
  const form = new FormData();
  form.append("purpose", "catalogue");
  form.append("file", new Blob([new Uint8Array(content)]), "catalogue.json");
  const response = await fetch(`${product.address}/api/files`, {
    method: "POST",
    headers: { cookie: `yagura_session=${office.token}`, "x-yagura": "1" },
    body: form,
  });
  if (!response.ok) throw new Error(`upload: ${response.status} ${(await response.text()).slice(0, 300)}`);
  return ((await response.json()) as { id: string }).id;
}

/** The same catalogue under another title each time: the same one would only be found again. */
const another = (turn: number) =>
  Buffer.from(
    realCatalogue("sp800-53-5.0.1")
      .toString("utf8")
      .replace('"title":"NIST', `"title":"Bench ${process.pid}-${turn} NIST`),
  );

export async function importCatalogue(bench: Bench): Promise<Line[]> {
  const { office, place } = bench;
  const [taken, floors, waits]: [number[], number[], number[]] = [[], [], []];
  for (let turn = 0; turn < turns; turn += 1) {
    const bytes = another(turn);
    const fileId = await upload(bench, bytes);
    const began = performance.now();
    const opened = office.call(catalogues.openCatalogue, { fileId });
    const end = opened.then(() => true);
    while (!(await Promise.race([end, somebodyElse(bench, waits)])));
    const { body } = await opened;
    taken.push(performance.now() - began);
    if (!body.isNew) throw new Error("the catalogue was here already");
    floors.push(await floorOf(bench, bytes));
    await place.owner.query("delete from catalogue_items where catalogue_id = $1", [body.id]);
    await place.owner.query("delete from catalogues where id = $1", [body.id]);
  }
  const ratio = median(taken) / median(floors);
  return [
    {
      scenario: "SP 800-53 r5 (3 MB, 1,189 controls) read, checked and kept",
      p50: median(taken),
      p95: quantile(taken, 0.95),
      ratio,
      note: `floor ${median(floors).toFixed(0)} ms: parsed, and its rows written`,
    },
    {
      scenario: "a small page asked for meanwhile",
      p50: median(waits),
      p95: quantile(waits, 0.95),
      note: `the longest of ${waits.length}: ${Math.max(...waits).toFixed(0)} ms`,
    },
  ];
}

async function somebodyElse({ office }: Bench, waits: number[]): Promise<boolean> {
  const asked = performance.now();
  await office.call(standards.listEditions, {});
  waits.push(performance.now() - asked);
  return false;
}

async function floorOf({ place }: Bench, bytes: Buffer): Promise<number> {
  const { items } = readGiven({ bytes, sources: null });
  const began = performance.now();
  JSON.parse(bytes.toString("utf8"));
  await place.owner.query("begin");
  await place.owner.query(
    "create temp table floor_items (like catalogue_items including all) on commit drop",
  );
  await place.owner.query(
    `insert into floor_items (catalogue_id, position, item_id, kind, parent_id, top_id, depth, class, label, title, words, more,
       params, withdrawn_by, moved_to)
     select gen_random_uuid(), i.* from jsonb_to_recordset($1::jsonb) as i(position integer, item_id text, kind text,
       parent_id text, top_id text, depth smallint, class text, label text, title text, words text, more jsonb, params jsonb,
       withdrawn_by text, moved_to text[])`,
    [items],
  );
  await place.owner.query("commit");
  return performance.now() - began;
}

/** Every company's results as OSCAL in one ZIP, each document read, made, validated and sent before the next. */
export async function exportRound(bench: Bench): Promise<Line[]> {
  const { office, product, place } = bench;
  const { rows } = await place.owner.query<{ id: string }>(
    "select id from rounds where kind = 'inspection' and state in ('open', 'closed') order by fiscal_year desc, opens_on desc limit 1",
  );
  const began = performance.now();
  const response = await fetch(
    `${product.address}/api/rounds/${rows[0]?.id}/oscal?document=results&language=en`,
    {
      headers: { cookie: `yagura_session=${office.token}`, "x-yagura": "1" },
    },
  );
  if (!response.ok) throw new Error(`export: ${response.status} ${(await response.text()).slice(0, 300)}`);
  const waits: number[] = [];
  const zip = response.arrayBuffer();
  const end = zip.then(() => true);
  while (!(await Promise.race([end, somebodyElse(bench, waits)])));
  const { byteLength } = await zip;
  return [
    {
      scenario: `assessment results of ${place.companies.toLocaleString("en")} companies as one ZIP`,
      p50: performance.now() - began,
      p95: null,
      bytes: byteLength,
      note: `a small page meanwhile: p50 ${median(waits).toFixed(0)} ms, p95 ${quantile(waits, 0.95).toFixed(0)} ms`,
    },
  ];
}
