// Loads: one file of a source, with what it would do and did.
import Type from "typebox";
import {
  contract,
  Id,
  list,
  Moment,
  nullable,
  oneOf,
  optional,
  page,
  paging,
  RowVersion,
  text,
} from "#core/contract.ts";
import { importerKinds } from "../declared/kinds.ts";
import { LedgerOf, permissions, ValuesOf } from "./words.ts";

const Kind = oneOf(...importerKinds);
const Count = Type.Integer();
const Rank = Type.Integer({ minimum: 1, maximum: 9 });

const Choices = Type.Object({
  dayOrder: optional(oneOf("day_first", "month_first")),
  columns: optional(
    Type.Record(Type.String({ pattern: "^[A-Za-z]{1,40}$", maxLength: 40 }), text(200), {
      maxProperties: 60,
    }),
  ),
  /** Labels of columns that are taken for nothing. */
  unused: optional(list(text(200), 200)),
  ledger: optional(LedgerOf),
  sheet: optional(Type.Integer({ minimum: 0, maximum: 200 })),
});

const Counts = Type.Object({
  rows: Count,
  refused: Count,
  ownerless: Count,
  isNew: Count,
  changed: Count,
  same: Count,
  gone: Count,
  absent: Count,
  held: Count,
  /** What became of it: entries made, rows that joined an entry, entries that say something else. */
  added: optional(Count),
  joined: optional(Count),
  merged: optional(Count),
  done: optional(Count),
});
export const LoadState = oneOf("reading", "ready", "held", "applying", "applied", "failed", "dropped");
const Problem = Type.Object({
  code: text(60),
  row: optional(Count),
  column: optional(text(200)),
  value: optional(text(200)),
});

const Load = Type.Object({
  id: Id,
  sourceId: Id,
  sourceName: text(120),
  kind: Kind,
  companyId: nullable(Id),
  fileName: text(255),
  state: LoadState,
  extent: nullable(oneOf("whole", "changes")),
  capturedAt: nullable(Moment),
  problem: nullable(Problem),
  counts: nullable(Counts),
  openedAt: Moment,
  endedAt: nullable(Moment),
  orderedByName: nullable(text(201)),
  jobId: nullable(Id),
  rowVersion: RowVersion,
});

const verdicts = ["new", "changed", "same", "ownerless", "refused", "gone"] as const;

export const loads = contract({
  openLoad: {
    method: "POST",
    path: "/asset-sources/:id/loads",
    summary:
      "Bring what a source says: a file sent before (POST /files, purpose asset_source). By access token too",
    permission: permissions.manage,
    limitPerMinute: 60,
    params: Type.Object({ id: Id }),
    body: Type.Object({ fileId: Id }),
    output: Type.Object({ id: Id }),
    events: ["asset_load.opened", "job.ordered", "asset_load.read", "asset_load.failed"],
    errors: ["file.not_found", "ledger.source_busy", "ledger.source_of_the_group"],
  },
  listLoads: {
    method: "GET",
    path: "/asset-loads",
    summary: "What sources have brought, the newest first",
    permission: permissions.read,
    query: Type.Object({ ...paging, sourceId: optional(Id) }),
    output: page(Load),
  },
  getLoad: {
    method: "GET",
    path: "/asset-loads/:id",
    summary: "One load: what it would do or did, what could not be read, and whose its rows are",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    output: Type.Object({
      ...Load.properties,
      choices: Choices,
      job: nullable(Type.Object({ state: text(20), done: Count, total: nullable(Count) })),
      /** Of a plain table: the ledger it is about, and each column with what it is taken for, null for nothing. */
      ledger: nullable(LedgerOf),
      columns: list(Type.Object({ label: text(200), example: text(60), field: nullable(text(40)) }), 200),
      words: list(
        Type.Object({
          word: text(400),
          rows: Count,
          companyId: nullable(Id),
          companyName: nullable(text(200)),
          isLeftOut: Type.Boolean(),
        }),
        500,
      ),
      /** Rows that name no company, and are nobody's yet. */
      nameless: Count,
      problems: list(Type.Object({ code: text(60), field: nullable(text(60)), rows: Count }), 100),
      can: Type.Object({ apply: Type.Boolean(), drop: Type.Boolean(), decide: Type.Boolean() }),
    }),
  },
  listLoadRows: {
    method: "GET",
    path: "/asset-loads/:id/rows",
    summary: "The rows of a load with a verdict each, while it has not been applied yet",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    query: Type.Object({ ...paging, verdict: optional(oneOf(...verdicts)) }),
    output: page(
      Type.Object({
        row: Count,
        ledger: LedgerOf,
        name: text(400),
        sourceKey: text(400),
        belongsTo: nullable(text(400)),
        companyName: nullable(text(200)),
        verdict: oneOf(...verdicts),
        values: ValuesOf,
        problems: list(
          Type.Object({ code: text(60), field: nullable(text(60)), value: nullable(text(200)) }),
          60,
        ),
      }),
    ),
  },
  foreseeLoad: {
    method: "GET",
    path: "/asset-loads/:id/foreseen",
    summary:
      "Of the rows that are new from this source, before they are applied: how many join an entry that is there, and how many entries the others make",
    permission: permissions.read,
    // Each looks up every new row of the load.
    limitPerMinute: 30,
    params: Type.Object({ id: Id }),
    output: Type.Object({ joins: Count, makes: Count }),
  },
  decideLoad: {
    method: "POST",
    path: "/asset-loads/:id/decisions",
    summary:
      "Say what was meant: whose a word is, what columns mean, which of 1/2 is the month. It is remembered for the source",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({
      words: optional(list(Type.Object({ word: text(400, 1), companyId: nullable(Id) }), 500)),
      /** Of rows that name no company, for this load alone; null leaves them out. */
      nameless: optional(nullable(Id)),
      choices: optional(Choices),
    }),
    output: Type.Object({}),
    events: ["asset_load.decided", "job.ordered", "asset_load.read"],
    errors: ["ledger.load_over", "ledger.source_of_the_group", "company.not_found"],
  },
  applyLoad: {
    method: "POST",
    path: "/asset-loads/:id/application",
    summary: "Let what a load says become entries; a held one is confirmed by it",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ rowVersion: RowVersion }),
    output: Type.Object({ jobId: Id }),
    events: ["asset_load.applying", "job.ordered", "asset_load.applied", "unknown.asked", "entry.restored"],
    errors: [
      "ledger.load_over",
      "ledger.load_overtaken",
      "ledger.source_of_the_group",
      "asset_load.changed_meanwhile",
    ],
  },
  dropLoad: {
    method: "POST",
    path: "/asset-loads/:id/drop",
    summary: "Leave a load aside: nothing of it becomes an entry",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ reason: text(500) }),
    output: Type.Object({}),
    events: ["asset_load.dropped"],
    errors: ["ledger.load_over", "ledger.source_of_the_group"],
  },
  listSightings: {
    method: "GET",
    path: "/ledgers/:ledger/entries/:id/sightings",
    summary: "What each source says of an entry, with its time, and where they disagree",
    permission: permissions.read,
    params: Type.Object({ ledger: LedgerOf, id: Id }),
    output: Type.Object({
      rows: list(
        Type.Object({
          sourceId: Id,
          sourceName: text(120),
          kind: Kind,
          rank: Rank,
          sourceKey: text(400),
          name: text(400),
          person: nullable(text(400)),
          values: ValuesOf,
          seenAt: nullable(Moment),
          saidAt: Moment,
          firstAt: Moment,
          absentSince: nullable(Moment),
          silentSince: nullable(Moment),
        }),
        100,
      ),
    }),
  },
});
