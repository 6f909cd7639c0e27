// osquery's results log: one event a line. What a host looks like is put together again from its queries: `added` and `removed`
// rows applied per host, query and epoch, snapshots and batches likewise. Facts are taken by the names of columns, since what a
// query is called is its author's choice. Source: osquery, docs/wiki/deployment/logging.md.
import { momentIn } from "./days.ts";
import type { Importer, Said } from "./importer.ts";
import { SourceError } from "./importer.ts";
import { type Items, openItems } from "./items.ts";
import { at, firstAt, isObject, type JsonObject, listAt, textAt } from "./json-values.ts";
import { jsonHead } from "./looks.ts";
import { type HostFacts, hostSaid } from "./osquery-hosts.ts";
import { refusedRow } from "./said.ts";

/** What one query of one host has come to. Rows by their own content: a removed row names itself whole. */
type Result = { epoch: string; counter: number; rows: Map<string, JsonObject>; hasGap: boolean };
type Host = HostFacts & { results: Map<string, Result> };

const mostHosts = 200_000;
const mostRowsOfQuery = 500;
const mostQueriesOfHost = 300;
/** Columns by which a row says something of the machine itself; rows of other queries are passed over. */
const facts =
  /^(hardware_serial|hardware_model|hardware_vendor|computer_name|local_hostname|platform|platform_like|build|major|encrypted|encryption_status|filevault_status|protection_status|conversion_status|bitlocker_protection_status|logged_in_user|username|primary_ip|serial|codename)$/;

export const osqueryLog: Importer = {
  kind: "osquery_log",
  ledgers: ["devices", "servers"],
  sees: true,
  recognise(head) {
    const text = jsonHead(head);
    if (!/"(hostIdentifier|hostname)"/.test(text)) return 0;
    const signs = [
      '"unixTime"',
      '"calendarTime"',
      '"epoch"',
      '"counter"',
      '"diffResults"',
      '"snapshot"',
      '"action"',
    ];
    const found = signs.filter((sign) => text.includes(sign)).length;
    return found >= 3 ? 0.97 : 0;
  },
  async read(bytes) {
    const items = await openItems(bytes, ["data"]);
    // A log tells of hosts that had something to tell: it is never the whole of them.
    return { extent: "changes", capturedAt: null, rows: rowsOf(items) };
  },
};

async function* rowsOf(items: Items): AsyncGenerator<Said> {
  const hosts = new Map<string, Host>();
  for await (const item of items.items()) {
    if ("broken" in item) yield refusedRow(item.row, "devices", "bad_row", {}, item.broken);
    else {
      const name = firstAt(item.value, "hostIdentifier", "host_identifier", "hostname");
      if (name === "") yield refusedRow(item.row, "devices", "no_key", {}, textAt(item.value, "name"));
      else apply(hostOf(hosts, name, item.row), item.value);
    }
  }
  for (const host of hosts.values()) yield hostSaid(host, rowsOfHost(host), hasGap(host));
}

function hostOf(hosts: Map<string, Host>, name: string, row: number): Host {
  const known = hosts.get(name);
  if (known) return known;
  if (hosts.size >= mostHosts) throw new SourceError("too_large", { row });
  const host: Host = { name, firstRow: row, lastTime: 0, results: new Map(), decorations: {} };
  hosts.set(name, host);
  return host;
}

/** Seconds since 1970; older lines say it in words alone. */
function timeOf(event: JsonObject): number {
  const seconds = Number(textAt(event, "unixTime"));
  if (seconds > 0) return seconds;
  const said = momentIn(textAt(event, "calendarTime"), null);
  return typeof said === "object" ? Date.parse(said.at) / 1000 : 0;
}

function apply(host: Host, event: JsonObject): void {
  host.lastTime = Math.max(host.lastTime, timeOf(event));
  const decorations = at(event, "decorations");
  if (isObject(decorations)) host.decorations = decorations;
  const query = textAt(event, "name");
  const result = resultOf(host, query, event);
  if (!result) return;
  const snapshot = at(event, "snapshot");
  if (Array.isArray(snapshot)) {
    result.rows.clear();
    for (const row of snapshot) change(result, row, true);
    return;
  }
  // `removed` first: a row that has changed is both, and its new form is what holds.
  for (const row of removedBy(event)) change(result, row, false);
  for (const row of addedBy(event)) change(result, row, true);
}

const addedBy = (event: JsonObject) =>
  textAt(event, "action") === "added" ? [at(event, "columns")] : listAt(event, "diffResults", "added");
const removedBy = (event: JsonObject) =>
  textAt(event, "action") === "removed" ? [at(event, "columns")] : removedInBatch(event);

/** An older osquery writes "" for an empty list. */
const removedInBatch = (event: JsonObject) => listAt(event, "diffResults", "removed");

/**
 * The state of a query, begun anew where its epoch changes or its counter is 0 (the full first set). A counter that leaves
 * numbers out says that lines are missing.
 */
function resultOf(host: Host, query: string, event: JsonObject): Result | null {
  const epoch = textAt(event, "epoch");
  const counter = Number(textAt(event, "counter") || Number.NaN);
  const known = host.results.get(query);
  if (!known && host.results.size >= mostQueriesOfHost) return null;
  const isAnew = !known || known.epoch !== epoch || (counter === 0 && known.counter !== 0);
  if (isAnew) {
    const made: Result = { epoch, counter, rows: new Map(), hasGap: false };
    host.results.set(query, made);
    return made;
  }
  // A log may begin in the middle: its first counter is taken as it is.
  if (counter > known.counter + 1 && !Array.isArray(at(event, "snapshot"))) known.hasGap = true;
  if (!Number.isNaN(counter))
    known.counter = Math.max(counter, Number.isNaN(known.counter) ? 0 : known.counter);
  return known;
}

function change(result: Result, row: unknown, isAdded: boolean): void {
  if (!isObject(row)) return;
  const kept = Object.entries(row).filter(
    ([name]) => facts.test(name) || /^(name|version|path|type|model|vendor|user|uuid|hostname)$/.test(name),
  );
  if (!kept.some(([name]) => facts.test(name) || name === "hostname" || name === "uuid")) return;
  const key = JSON.stringify(
    kept.map(([name, value]) => [name, typeof value === "string" ? value : String(value)]),
  );
  if (!isAdded) result.rows.delete(key);
  else if (result.rows.size < mostRowsOfQuery) result.rows.set(key, Object.fromEntries(kept));
}

const rowsOfHost = (host: Host) =>
  [...host.results].flatMap(([query, { rows }]) => [...rows.values()].map((row) => ({ query, row })));

const hasGap = (host: Host) => [...host.results].filter(([, one]) => one.hasGap).map(([query]) => query);
