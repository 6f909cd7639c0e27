// Ten years of incidents: the register, one record with all its pages, the figures, reporting one, and the look at what is due among it all.
import { readFileSync, writeFileSync } from "node:fs";
import pg from "pg";
import { asSystem } from "#core/system.ts";
import { openDatabase } from "#core/db/pool.ts";
import { calls } from "#modules/calls/contract.ts";
import { advanceDuties } from "#modules/duties/clock.ts";
import { duties } from "#modules/duties/contract.ts";
import { incidents } from "#modules/incidents/contract.ts";
import { search } from "#modules/search/contract.ts";
import { trail } from "#modules/trail/contract.ts";
import type { Bench } from "../bench.ts";
import { send, type User, userOf } from "../client.ts";
import { bareBytes, replay, statementsOf, withOther } from "../floor.ts";
import { atRest } from "../settled.ts";
import { type Line, median, quantile } from "../table.ts";
import { fill } from "./incidents-filled.ts";
import { read } from "./reads.ts";

const turns = 25;
const bar = 1.5;

/** What everybody reads, before there were incidents and with ten years of them, many of them hidden from the reader. */
const everydays = [
  ["my work", duties.getMyWork, {}],
  ["the trail, newest first", trail.searchEvents, { limit: 50 }],
  ["calls", calls.listCalls, {}],
] as const;

const measureBefore = async ({ office }: Bench): Promise<number[]> => {
  const before: number[] = [];
  for (const [, operation, input] of everydays) before.push(await timed(office, operation, input));
  return before;
};

/** Ten years of them into the group; then each part is measured by itself. */
export async function fillTenYears(bench: Bench, before: number[]): Promise<Line[]> {
  before.push(...(await measureBefore(bench)));
  await fill(bench, (line) => console.error(line));
  await atRest(bench.place);
  return [];
}

async function sizeOf({ place }: Bench): Promise<string> {
  const { rows } = await place.owner.query<{ n: string }>("select count(*) as n from incidents");
  return `${Number(rows[0]?.n).toLocaleString("en")} incidents`;
}

async function timed(user: User, operation: (typeof everydays)[number][1], input: object): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < turns; turn += 1)
    times.push((await user.call(operation as never, input as never)).ms);
  return median(times.slice(5));
}

export async function everyday({ office }: Bench, before: readonly number[]): Promise<Line[]> {
  const lines: Line[] = [];
  for (const [nth, [name, operation, input]] of everydays.entries()) {
    const after = await timed(office, operation, input);
    const ratio = after / (before[nth] ?? 1);
    lines.push({
      scenario: `${name}, beside before there were as many`,
      p50: after,
      p95: null,
      ratio,
      bar: "≤ 2×",
      isMet: ratio <= 2,
      note: `before ${(before[nth] ?? 0).toFixed(1)} ms`,
    });
  }
  return lines;
}

export async function register(bench: Bench): Promise<Line[]> {
  const all = await sizeOf(bench);
  const { office, place } = bench;
  const { rows } = await place.owner.query<{ company: string; division: string; at: string }>(
    `select (select company_id from incidents group by 1 order by count(*) desc limit 1) as company,
       (select id from units where kind = 'division' order by code limit 1) as division,
       (select discovered_at || '|' || id from incidents where not is_exercise and not is_confidential order by discovered_at desc, id desc offset 20000 limit 1) as at`,
  );
  const [of] = rows;
  const list = (scenario: string, input: object) =>
    read(bench, {
      scenario: `register of ${all}: ${scenario}`,
      user: office,
      operation: incidents.listIncidents,
      input,
      bar,
      turns,
    });
  const found = (scenario: string, words: string) =>
    read(bench, { scenario, user: office, operation: search.searchAll, input: { words }, bar: 2, turns });
  return [
    await list("first page", {}),
    await list("all, the newest first", { view: "all", sort: "-discovered" }),
    await list("of a division, all", { view: "all", sort: "-discovered", divisionId: of?.division ?? "" }),
    await list("one kind, late ones, of a country", {
      view: "late",
      kind: "mis_sent",
      country: "CN",
      sort: "-discovered",
    }),
    await list("found by a word", { view: "all", search: "Measured 19999" }),
    await list("by number", { view: "all", sort: "reference" }),
    await read(bench, {
      scenario: `register of ${all}: counted`,
      user: office,
      operation: incidents.countIncidents,
      input: {},
      bar,
      turns,
    }),
    await list("a company's page: what runs", { companyId: of?.company ?? "", limit: 5 }),
    await read(bench, {
      scenario: "a company's page: counted (the company with most)",
      user: office,
      operation: incidents.countIncidents,
      input: { companyId: of?.company ?? "" },
      bar,
      turns,
    }),
    await found("search palette: an incident by its words", "Measured 19999"),
    await found("search palette: words that all have", "Measured"),
    await found("search palette: a word of two letters", "紛失"),
  ];
}

/** The whole register as a file, and what memory it takes. */
export async function exported(bench: Bench): Promise<Line> {
  const all = await sizeOf(bench);
  const { office, place, product } = bench;
  const input = { view: "all", format: "csv" } as const;
  const statements = await statementsOf(place, office.token, incidents.exportIncidents, input);
  const url = new URL(`${product.address}/api${incidents.exportIncidents.path}?view=all&format=csv`);
  const ask = () => send(url, { headers: { cookie: `yagura_session=${office.token}`, "x-yagura": "1" } });
  const status = `/proc/${product.pid}/status`;
  const memory = (what: string) =>
    Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(status, "utf8"))?.[1] ?? 0) / 1024;
  const first = await ask();
  if (first.status !== 200) throw new Error(`the file: ${first.status} ${first.text.slice(0, 200)}`);
  const bare = await bareBytes(bench.bare, "incidents.csv", first.text);
  const client = new pg.Client({ connectionString: place.url });
  await client.connect();
  const [before, taken, floors]: [number, number[], number[]] = [memory("VmRSS"), [], []];
  // What was most until now is forgotten.
  writeFileSync(`/proc/${product.pid}/clear_refs`, "5");
  for (let turn = 0; turn < 4; turn += 1) {
    taken.push((await ask()).ms);
    floors.push((await replay(client, statements, "begin")) + (await bare()));
  }
  await client.end();
  const ratio = median(taken) / median(floors);
  return {
    scenario: `register of ${all}: the file of all`,
    p50: median(taken),
    p95: null,
    bytes: Buffer.byteLength(first.text),
    statements: statements.length,
    ratio,
    bar: "≤ 2×",
    isMet: ratio <= 2,
    note: `memory of the server ${before.toFixed(0)} MiB before, ${memory("VmHWM").toFixed(0)} MiB at most`,
  };
}

/** One that runs, with a log of four hundred entries, and every page of it. */
export async function record(bench: Bench): Promise<Line[]> {
  const { office, place } = bench;
  const { rows } = await place.owner.query<{ id: string }>(
    `with one as (select i.* from incidents i where i.number > 100000 and i.state = 'open' and not i.is_confidential and not i.is_exercise
         and exists (select from incident_clocks c where c.incident_id = i.id) and exists (select from incident_notices n where n.incident_id = i.id)
       order by i.severity_rank, i.id limit 1),
     said as (insert into incident_entries (incident_id, company_id, kind, at, zone, said, entered_at)
       select i.id, i.company_id, 'observed', i.entered_at + interval '1 second' * x, 'Asia/Tokyo', 'Measured', i.entered_at + interval '1 second' * x
       from one i cross join generate_series(1, 400) x)
     select id from one`,
  );
  const id = rows[0]?.id;
  if (!id) throw new Error("no incident is open");
  const pages = [
    ["record", incidents.getIncident],
    ["room", incidents.getRoom],
    ["log, 400 entries", incidents.listIncidentLog],
    ["affected", incidents.getAffected],
    ["evidence", incidents.listIncidentEvidence],
    ["brief", incidents.getBrief],
    ["need to know", incidents.getCircle],
    ["clocks of law", incidents.getIncidentClocks],
    ["notices", incidents.listNotices],
    ["review", incidents.getIncidentReview],
    ["spread", incidents.getSpread],
  ] as const;
  const lines: Line[] = [];
  for (const [name, operation] of pages)
    lines.push(
      await read(bench, {
        scenario: `one incident: ${name}`,
        user: office,
        operation: operation as typeof incidents.getIncident,
        input: { id },
        bar: 2,
        turns,
      }),
    );
  return lines;
}

export async function counted(bench: Bench): Promise<Line[]> {
  const all = await sizeOf(bench);
  const { office, place } = bench;
  const { rows } = await place.owner.query<{ from: string; email: string }>(
    `select (group_today() - 3660)::text as from, (select a.login_name from accounts a join grants g on g.person_id = a.person_id and g.role_id = 'division_secretary'
       join units d on d.id = g.unit_id and d.kind = 'division' order by d.code limit 1) as email`,
  );
  const from = rows[0]?.from ?? "";
  const figures = async (scenario: string, user: User, input: object) =>
    read(bench, {
      scenario: `figures of ${all}: ${scenario}`,
      user,
      operation: incidents.getIncidentFigures,
      input,
      bar,
      most: 500 * 1024,
      turns: 15,
    });
  const secretary = await userOf(bench.product.address, place, rows[0]?.email ?? "");
  return [
    await figures("this year by kind", office, {}),
    await figures("ten years by kind", office, { from }),
    await figures("ten years by company", office, { from, by: "company" }),
    await figures("ten years by country", office, { from, by: "country" }),
    await figures("ten years by month", office, { from, by: "month" }),
    await figures("ten years by kind, of a division, as its secretary", secretary, { from }),
  ];
}

/** A report from the phone of an officer, beside its very statements about another incident; few, as an account sends few a minute. */
export async function reporting(bench: Bench): Promise<Line> {
  const { casting, place } = bench;
  const report = () => ({
    sendingId: crypto.randomUUID(),
    companyId: casting.companyId,
    kind: "lost_device" as const,
    what: "A phone was left in a taxi",
    discoveredAt: new Date(Date.now() - 3_600_000).toISOString(),
    zone: "Asia/Tokyo",
  });
  const [warm, said] = [report(), report()];
  const statements = await statementsOf(place, casting.user.token, incidents.reportIncident, warm, said);
  const client = new pg.Client({ connectionString: place.url });
  await client.connect();
  const first = await casting.user.call(incidents.reportIncident, report());
  const bare = await bareBytes(bench.bare, incidents.reportIncident.name, first.text);
  const [taken, floors]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < 8; turn += 1) {
    taken.push((await casting.user.call(incidents.reportIncident, report())).ms);
    floors.push((await replay(client, withOther(statements, [said.sendingId]), "begin")) + (await bare()));
  }
  await client.end();
  const ratio = median(taken) / median(floors);
  return {
    scenario: "report an incident: number, clock, duties, headquarters",
    p50: median(taken),
    p95: quantile(taken, 0.95),
    bytes: first.bytes,
    statements: statements.length,
    ratio,
    bar: "≤ 2×",
    isMet: ratio <= 2,
  };
}

/** The look at what is due: with nothing due, and with five hundred duties due at once. */
export async function lookAtTheClock({ place }: Bench): Promise<Line[]> {
  const { db, close } = openDatabase({ connectionString: place.url, size: 2 });
  const look = async (ahead: number) => {
    const began = performance.now();
    const moved = await asSystem(db, "bench", (ctx) => advanceDuties(ctx), new Date(Date.now() + ahead));
    return { moved, ms: performance.now() - began };
  };
  const { rows } = await place.owner.query<{ all: string; open: string }>(
    "select count(*) as all, count(*) filter (where state = 'open' and kind like 'incident.%') as open from duties",
  );
  while ((await look(0)).moved > 0);
  const none: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) none.push((await look(0)).ms);
  const many: { moved: number; ms: number }[] = [];
  for (let turn = 0; turn < 5; turn += 1) many.push(await look(6 * 3_600_000));
  await close();
  const of = `${Number(rows[0]?.all).toLocaleString("en")} duties`;
  return [
    {
      scenario: `look at the clock among ${of}, nothing due`,
      p50: median(none),
      p95: quantile(none, 0.95),
      note: `${Number(rows[0]?.open).toLocaleString("en")} of incidents are open`,
    },
    {
      scenario: "the same, 500 due at once: reminded, risen, told",
      p50: median(many.map((one) => one.ms)),
      p95: null,
      note: `${many.map((one) => one.moved).join(", ")} moved`,
    },
  ];
}
