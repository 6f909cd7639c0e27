// `npm run bench [part ...]`: how long things take in a group of a thousand companies, beside the floor of the same run.
// The table of the last whole run, and of parts run alone since, is kept in docs/reference/benchmarks.md (`--write`).
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "./bench.ts";
import { start, startProduct, userOf } from "./client.ts";
import { writeParts, writeWhole } from "./report.ts";
import { exportRound, importCatalogue } from "./scenarios/catalogues.ts";
import { registerAndBoard } from "./scenarios/findings.ts";
import { groupPages, officerPages } from "./scenarios/growth.ts";
import { importCompanies, importPeople } from "./scenarios/imports.ts";
import { bringIn, coverAll, type Kept, listThem, sizes } from "./scenarios/ledgers.ts";
import { onSite } from "./scenarios/audits.ts";
import * as incidents from "./scenarios/incidents.ts";
import { lateralToAll } from "./scenarios/lateral.ts";
import { launchRound } from "./scenarios/launch.ts";
import { readGroup, readInspection, readLists } from "./scenarios/reads.ts";
import { readiness } from "./scenarios/mappings.ts";
import { redline } from "./scenarios/redline.ts";
import { tenYears } from "./scenarios/ten-years.ts";
import { sealing } from "./scenarios/trail.ts";
import { searchTrail } from "./scenarios/trail-search.ts";
import { workbooksBothWays } from "./scenarios/workbooks.ts";
import { saveAnswers, trailCost } from "./scenarios/writers.ts";
import { atRest } from "./settled.ts";
import { openStage, type Place } from "./stage.ts";
import { type Line, plain } from "./table.ts";

const args = process.argv.slice(2);
const named = args.filter((arg) => !arg.startsWith("--"));
const say = (line: string) => console.error(line);
/** By the part that measured them. */
const measured = new Map<string, Line[]>();
const folder = mkdtempSync(join(tmpdir(), "yagura-bench-data-"));
const stage = await openStage(say);
const bare = await start("test/bench/bare-server.ts", {});
const running = [bare];

async function benchOf(companies: number): Promise<Bench> {
  const place = await stage.place(companies);
  const product = await startProduct(place, join(folder, place.name));
  running.push(product);
  await atRest(place);
  const office = await userOf(product.address, place, "office.en@mihon.example");
  const user = await userOf(product.address, place, "officer@casting.mihon.example");
  const [casting] = await inspectionOf(place, user.personId);
  const people = await place.owner.query<{ n: number }>("select count(*)::int as n from people");
  return {
    place,
    product,
    bare,
    office,
    casting: { user, controlIds: [], ...casting },
    people: people.rows[0]?.n ?? 0,
  };
}

async function inspectionOf({ owner }: Place, personId: string) {
  const { rows } = await owner.query<{ id: string; company_id: string }>(
    `select i.id, i.company_id from inspections i join rounds r on r.id = i.round_id and r.state = 'open'
     join people p on p.company_id = i.company_id where p.id = $1`,
    [personId],
  );
  const row = rows[0];
  if (!row) throw new Error("the officer has no inspection");
  return [{ inspectionId: row.id, companyId: row.company_id }] as const;
}

/** One part after another; one that fails says so and leaves the others their turn. */
async function part(name: string, work: () => Promise<Line | Line[]>) {
  if (named.length > 0 && !named.includes(name)) return;
  try {
    const lines = [await work()].flat();
    measured.set(name, [...(measured.get(name) ?? []), ...lines]);
    for (const line of lines) console.log(plain(line));
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}

try {
  const bench = await benchOf(1000);
  await part("reads", () => readGroup(bench));
  await part("inspection", () => readInspection(bench));
  await part("lists", () => readLists(bench));
  await part("growth", async () => {
    const benches = [await benchOf(10), await benchOf(100), bench];
    return [...(await officerPages(benches)), ...(await groupPages(benches))];
  });
  await part("saves", () => saveAnswers(bench));
  await part("trail", () => trailCost(bench));
  await part("launch", () => launchRound(bench));
  await part("lateral", () => lateralToAll(bench));
  await part("audits", () => onSite(bench));
  await part("findings", () => registerAndBoard(bench));
  const before: number[] = [];
  await part("incidents", () => incidents.fillTenYears(bench, before));
  for (const measure of [
    incidents.register,
    incidents.exported,
    incidents.record,
    incidents.counted,
    incidents.reporting,
    incidents.lookAtTheClock,
  ])
    await part("incidents", () => measure(bench));
  await part("incidents", () => incidents.everyday(bench, before));
  await part("import", () => importCompanies(bench));
  await part("people", () => importPeople(bench));
  await part("catalogue", () => importCatalogue(bench));
  await part("oscal", () => exportRound(bench));
  await part("mappings", () => readiness(bench));
  await part("redline", () => redline(bench));
  await part("workbooks", () => workbooksBothWays(bench));
  await part("trend", () => tenYears(bench));
  await part("ledgers", () => coverAll(bench));
  const kept: Kept[] = [];
  for (const rows of sizes) await part("ledgers", () => bringIn(bench, rows, kept));
  await part("ledgers", () => listThem(bench, kept));
  await part("search", () => searchTrail(bench));
  await bench.product.stop();
  await part("seal", () => sealing(bench));
  if (args.includes("--write")) {
    if (named.length > 0) writeParts(measured, say);
    else writeWhole([...measured.values()].flat(), say);
  }
} finally {
  for (const process of running.reverse()) await process.stop();
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
}
