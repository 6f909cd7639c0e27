// Ledgers: a list of so many things brought in and reconciled, beside the bare COPY of the rows that came of it; lists of companies with
// ten thousand to a million entries; the coverage of a thousand companies; and how things stood on another day.
import pg from "pg";
import { withSum } from "#core/http/cursor.ts";
import { ledgers } from "#modules/ledgers/contract.ts";
import { until } from "../../until.ts";
import type { Bench } from "../bench.ts";
import type { Line } from "../table.ts";
import { read } from "./reads.ts";

export const sizes = [10_000, 100_000, 1_000_000] as const;
const heads = "管理番号,ホスト名,製造番号,メーカー,機種,OS,使用者,設置場所,購入日";
/** Lines of one piece of the file: a million lines are never one string. */
const perPiece = 20_000;

export type Kept = { rows: number; companyId: string };

function linesOf(rows: number): Blob {
  const pieces = [`\uFEFF${heads}\r\n`];
  for (let from = 0; from < rows; from += perPiece)
    pieces.push(
      Array.from({ length: Math.min(perPiece, rows - from) }, (_, nth) => {
        const n = from + nth;
        const serial = `SN${(n * 7919) % 100_000_007}X`;
        return `A-${n},PC-${n},${serial},HP,EB ${800 + (n % 40)},Windows,u${n % 50_000}@mihon.example,F${n % 12},2025-0${1 + (n % 9)}-11\r\n`;
      }).join(""),
    );
  return new Blob(pieces);
}

async function upload({ office, product }: Bench, companyId: string, content: Blob): Promise<string> {
  const form = new FormData();
  form.append("purpose", "asset_source");
  form.append("companyId", companyId);
  form.append("file", content, "list.csv");
  const response = await fetch(`${product.address}/api/files`, {
    method: "POST",
    headers: { cookie: `yagura_session=${office.token}`, "x-yagura": "1" },
    body: form,
  });
  if (!response.ok) throw new Error(`upload: ${response.status} ${(await response.text()).slice(0, 300)}`);
  return ((await response.json()) as { id: string }).id;
}

async function settled({ office }: Bench, id: string) {
  return until(
    "the load has settled",
    async () => {
      const { body } = await office.call(ledgers.getLoad, { id });
      return body.state === "reading" || body.state === "applying" ? undefined : body;
    },
    3_600_000,
    250,
  );
}

/** From the order to the end of its job. */
async function load(bench: Bench, sourceId: string, fileId: string) {
  const began = performance.now();
  const { body } = await bench.office.call(ledgers.openLoad, { id: sourceId, fileId });
  const said = await settled(bench, body.id);
  const readMs = performance.now() - began;
  if (said.state !== "ready" && said.state !== "held")
    throw new Error(`the load is ${said.state}: ${JSON.stringify(said.problem)}`);
  const applying = performance.now();
  await bench.office.call(ledgers.applyLoad, { id: said.id, rowVersion: said.rowVersion });
  const done = await settled(bench, said.id);
  return { counts: done.counts, readMs, applyMs: performance.now() - applying };
}

/** The same rows by COPY into tables like theirs, with all their indexes and no trigger. */
async function bareCopy({ place }: Bench, sourceId: string, companyId: string): Promise<number> {
  const owner = new pg.Client({ connectionString: place.ownerUrl });
  await owner.connect();
  const at = (await owner.query<{ data_directory: string }>("show data_directory")).rows[0]?.data_directory;
  const { rows } = await owner.query<{ columns: string }>(
    `select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute
     where attrelid = 'devices'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
  );
  const columns = rows[0]?.columns ?? "";
  await owner.query("create table bare_devices (like devices including all)");
  await owner.query("create table bare_sightings (like sightings including all)");
  await owner.query(
    `copy (select ${columns} from devices where company_id = '${companyId}') to '${at}/bare_devices.copy'`,
  );
  await owner.query(
    `copy (select * from sightings where source_id = '${sourceId}') to '${at}/bare_sightings.copy'`,
  );
  await owner.query("checkpoint");
  const began = performance.now();
  await owner.query(`copy bare_devices (${columns}) from '${at}/bare_devices.copy'`);
  await owner.query(`copy bare_sightings from '${at}/bare_sightings.copy'`);
  const took = performance.now() - began;
  await owner.query("drop table bare_devices, bare_sightings");
  await owner.end();
  return took;
}

/** A company that has no devices of its own takes them in; another one each time. */
async function emptyCompany({ place: { owner } }: Bench, nth: number): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    "select u.id from units u where u.kind = 'company' and u.ended_on is null order by u.code desc offset $1 limit 1",
    [nth],
  );
  const id = rows[0]?.id ?? "";
  for (const table of ["sightings", "devices"])
    await owner.query(`delete from ${table} where company_id = $1`, [id]);
  return id;
}

const said = (rows: number) => rows.toLocaleString("en");
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** @param kept takes in the company that has so many devices since then. */
export async function bringIn(bench: Bench, rows: number, kept: Kept[]): Promise<Line[]> {
  if (rows > Number(process.env["YAGURA_BENCH_ROWS"] ?? Infinity)) return [];
  const companyId = await emptyCompany(bench, kept.length);
  const { body: source } = await bench.office.call(ledgers.addSource, {
    companyId,
    kind: "plain",
    name: `List of ${said(rows)}`,
    rank: 5,
    records: true,
    expectedHours: null,
    isAutomatic: false,
  });
  const fileId = await upload(bench, companyId, linesOf(rows));
  const first = await load(bench, source.id, fileId);
  const floor = await bareCopy(bench, source.id, companyId);
  const took = first.readMs + first.applyMs;
  const again = await load(bench, source.id, fileId);
  await bench.place.owner.query("vacuum analyze devices, sightings");
  kept.push({ rows, companyId });
  return [
    {
      scenario: `bring in and reconcile ${said(rows)} devices`,
      p50: took,
      p95: null,
      ratio: took / floor,
      ...(rows === 1_000_000 ? { bar: "≤ 3×", isMet: took / floor <= 3 } : {}),
      note: `read ${seconds(first.readMs)}, applied ${seconds(first.applyMs)}; COPY of the same rows ${seconds(floor)}; ${said(first.counts?.added ?? 0)} new`,
    },
    {
      scenario: `bring in the same ${said(rows)} again`,
      p50: again.readMs + again.applyMs,
      p95: null,
      note: `read ${seconds(again.readMs)}, applied ${seconds(again.applyMs)}; ${again.counts?.added ?? 0} new, ${again.counts?.merged ?? 0} changed`,
    },
  ];
}

/** Where a page in the middle of the list begins, in the form of the list's own `next`. */
async function middle({ place: { owner } }: Bench, companyId: string, rows: number): Promise<string> {
  const { rows: found } = await owner.query<{ at: string }>(
    `select name || '|' || id as at from devices where company_id = $1 and state <> 'retired' order by name, id offset $2 limit 1`,
    [companyId, Math.floor(rows / 2)],
  );
  return found[0]?.at ?? "";
}

const turnsOfAList = 15;

/** Each list as it is with so many entries, then how much longer its slowest page takes with the most entries than with the fewest. */
export async function listThem(bench: Bench, kept: readonly Kept[]): Promise<Line[]> {
  const lines: Line[] = [];
  const slowest = new Map<string, Map<number, number>>();
  for (const { rows, companyId } of kept) {
    const of = { ledger: "devices", companyId } as const;
    const lists: [string, object][] = [
      ["first page", {}],
      [
        "a page in the middle",
        { after: withSum(ledgers.listEntries, of, { next: await middle(bench, companyId, rows) }).next },
      ],
      ["by serial number, downwards", { sort: "-serial" }],
      ["found by a part of a name", { search: "PC-4321" }],
    ];
    for (const [scenario, input] of lists) {
      const line = await read(bench, {
        scenario: `${said(rows)} devices: ${scenario}`,
        user: bench.office,
        operation: ledgers.listEntries,
        input: { ...of, ...input },
        bar: 1.5,
        turns: turnsOfAList,
      });
      lines.push(line);
      slowest.set(scenario, (slowest.get(scenario) ?? new Map()).set(rows, line.p95 ?? Number.NaN));
    }
  }
  return [...lines, ...flatness(slowest)];
}

function flatness(slowest: ReadonlyMap<string, ReadonlyMap<number, number>>): Line[] {
  return [...slowest].flatMap(([scenario, bySize]): Line[] => {
    const [fewest, most] = [Math.min(...bySize.keys()), Math.max(...bySize.keys())];
    if (fewest === most) return [];
    const ratio = (bySize.get(most) ?? Number.NaN) / (bySize.get(fewest) ?? Number.NaN);
    return [
      {
        scenario: `${said(most)} devices beside ${said(fewest)}: ${scenario}`,
        p50: null,
        p95: bySize.get(most) ?? null,
        ratio,
        bar: "≤ 2×",
        isMet: ratio <= 2,
      },
    ];
  });
}

/** What takes a few ms is asked more often: one turn in which the machine did something else decides nothing. */
const turnsOfTheGroup = 40;

export async function coverAll(bench: Bench): Promise<Line[]> {
  const user = bench.office;
  const { rows } = await bench.place.owner.query<{ day: string }>(
    "select (group_today() - 200)::text as day",
  );
  const asOf = rows[0]?.day ?? "";
  const call = (scenario: string, operation: typeof ledgers.listCoverage, input: object) =>
    read(bench, { scenario, user, operation, input, bar: 1.5, turns: turnsOfTheGroup });
  return [
    await call("coverage of 1,000 companies, a page of 50", ledgers.listCoverage, { limit: 50 }),
    await call("the same as of 200 days ago", ledgers.listCoverage, { limit: 50, asOf }),
    await read(bench, {
      scenario: "coverage of 1,000 companies, summed up",
      user,
      operation: ledgers.sumCoverage,
      input: {},
      bar: 1.5,
      turns: turnsOfTheGroup,
    }),
    await read(bench, {
      scenario: "all devices of the group, first page",
      user,
      operation: ledgers.listEntries,
      input: { ledger: "devices" },
      bar: 1.5,
      turns: turnsOfTheGroup,
    }),
    await read(bench, {
      scenario: "the same as of 200 days ago",
      user,
      operation: ledgers.listEntries,
      input: { ledger: "devices", asOf },
      bar: 1.5,
      turns: turnsOfTheGroup,
    }),
  ];
}
