// Readiness of a thousand companies for other sets: CSF 2.0 through a judged mapping, SP 800-53 r5 through both.
import { catalogues } from "#modules/catalogues/contract.ts";
import { mappings } from "#modules/mappings/contract.ts";
import { realCatalogue } from "../../catalogues.ts";
import { realMapping } from "../../mappings.ts";
import type { Bench } from "../bench.ts";
import { type Line, median } from "../table.ts";
import { read } from "./reads.ts";

const csf = "set:nist_csf_2_0";
const sp800 = "set:nist_800_53_r5";

async function upload(
  { office, product }: Bench,
  purpose: string,
  content: Buffer,
  name: string,
): Promise<string> {
  const form = new FormData();
  form.append("purpose", purpose);
  form.append("file", new Blob([new Uint8Array(content)]), name);
  const response = await fetch(`${product.address}/api/files`, {
    method: "POST",
    headers: { cookie: `yagura_session=${office.token}`, "x-yagura": "1" },
    body: form,
  });
  if (!response.ok) throw new Error(`upload: ${response.status} ${(await response.text()).slice(0, 300)}`);
  return ((await response.json()) as { id: string }).id;
}

/** What a committee might have judged: every reference of the edition as one of the relations, in turns. */
async function judged({ place }: Bench): Promise<{ editionId: string; sheet: Buffer }> {
  const { rows } = await place.owner.query<{ edition_id: string; control_id: string; item_id: string }>(
    `select r.edition_id, r.control_id, r.item_id from control_references r
     where r.set_id = 'nist_csf_2_0' and r.edition_id = (select edition_id from rounds where kind = 'inspection'
       order by fiscal_year desc, opens_on desc limit 1) order by r.control_id, r.item_id`,
  );
  const words = ["equal", "superset", "subset", "superset"];
  const lines = rows.map((row, at) => `${row.control_id},${words[at % words.length]},${row.item_id}`);
  return {
    editionId: rows[0]?.edition_id ?? "",
    sheet: Buffer.from(["control,relation,item", ...lines].join("\n")),
  };
}

async function prepare(bench: Bench): Promise<void> {
  const { office } = bench;
  const catalogue = await upload(bench, "catalogue", realCatalogue("sp800-53-5.0.1"), "catalogue.json");
  const { id } = (await office.call(catalogues.openCatalogue, { fileId: catalogue })).body;
  const { headings, rowVersion } = (await office.call(catalogues.getCatalogue, { id })).body;
  await office.call(catalogues.applyCatalogue, { id, setId: "nist_800_53_r5", headings, rowVersion });
  const { editionId, sheet } = await judged(bench);
  const adopt = async (content: Buffer, name: string, source: string, target: string) =>
    office.call(mappings.adoptMapping, {
      fileId: await upload(bench, "mapping", content, name),
      ends: [{ source: source as typeof csf, target: target as typeof csf }],
      title: name,
      version: "1",
      basis: "bench",
    });
  await adopt(sheet, "judged.csv", `edition:${editionId}`, csf);
  await adopt(realMapping("json"), "nist.json", csf, sp800);
}

export async function readiness(bench: Bench): Promise<Line[]> {
  await prepare(bench);
  const { office, place } = bench;
  const lines: Line[] = [];
  for (const [name, space, items] of [
    ["CSF 2.0", csf, 106],
    ["SP 800-53 r5", sp800, 1007],
  ] as const) {
    const first = await office.call(mappings.getReadiness, { space });
    lines.push({
      scenario: `readiness for ${name} (${items} items), read for the first time`,
      p50: first.ms,
      p95: null,
      bytes: first.bytes,
    });
    const said = { user: office, bar: 1.5, most: 100 * 1024 };
    lines.push(
      await read(bench, {
        ...said,
        scenario: `the same, asked again`,
        operation: mappings.getReadiness,
        input: { space },
      }),
      await read(bench, {
        ...said,
        scenario: `its first hundred companies of ${place.companies.toLocaleString("en")}`,
        operation: mappings.listReadyCompanies,
        input: { space, limit: 100 },
      }),
      await read(bench, {
        ...said,
        scenario: "its first hundred items",
        operation: mappings.listReadyItems,
        input: { space, limit: 100 },
      }),
    );
  }
  lines.push(await afterAnAnswer(bench));
  return lines;
}

/** One company of the thousand answered: its states and the figures over all are made anew. */
async function afterAnAnswer({ office, place, casting }: Bench): Promise<Line> {
  const taken: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    await place.owner.query(
      "update inspection_results set computed_at = now() where inspection_id = $1 and basis = 'live'",
      [casting.inspectionId],
    );
    taken.push((await office.call(mappings.getReadiness, { space: sp800 })).ms);
  }
  return {
    scenario: "readiness for SP 800-53 r5 after one answer of one company",
    p50: median(taken),
    p95: Math.max(...taken),
  };
}
