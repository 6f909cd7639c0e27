// Important systems: how soon they must run again, what may be lost, and whether that was tested.
import Type from "typebox";
import {
  contract,
  Day,
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
import { outcomes, verdicts } from "../continuity/rules.ts";
import { importantLedgers } from "../declared/gaps.ts";
import { gapEvents, permissions } from "./words.ts";

const mostMinutes = 527_040;
const ImportantLedger = oneOf(...importantLedgers);
const params = Type.Object({ ledger: ImportantLedger, id: Id });

const Target = {
  why: text(500, 1),
  /** How long it may be down, in minutes. */
  rtoMinutes: Type.Integer({ minimum: 1, maximum: mostMinutes }),
  /** How much of the latest work may be lost, in minutes. */
  rpoMinutes: Type.Integer({ minimum: 0, maximum: mostMinutes }),
  /** How often it is backed up, in minutes; null where nobody has said. */
  backupMinutes: nullable(Type.Integer({ minimum: 1, maximum: mostMinutes })),
  backup: text(500),
  testMonths: Type.Integer({ minimum: 1, maximum: 60 }),
};
const Measured = {
  testedOn: Day,
  outcome: oneOf(...outcomes),
  tookMinutes: nullable(Type.Integer({ minimum: 0, maximum: mostMinutes })),
  lostMinutes: nullable(Type.Integer({ minimum: 0, maximum: mostMinutes * 10 })),
  testedBy: text(200),
  remark: text(1000),
  /** Proof sent before (POST /files, purpose asset_proof). */
  fileId: nullable(Id),
};
const Test = Type.Object({
  id: Id,
  ...Measured,
  fileName: nullable(text(255)),
  /** What was asked on that day. */
  rtoMinutes: Type.Integer(),
  rpoMinutes: Type.Integer(),
  verdict: oneOf(...verdicts),
  recordedAt: Moment,
  recordedByName: nullable(text(201)),
  withdrawnAt: nullable(Moment),
});

const System = Type.Object({
  entryId: Id,
  entryNumber: text(20),
  entryName: text(255),
  ledger: ImportantLedger,
  class: nullable(Type.Integer()),
  companyId: Id,
  companyName: text(200),
  ownerName: nullable(text(201)),
  why: text(500),
  rtoMinutes: Type.Integer(),
  rpoMinutes: Type.Integer(),
  backupMinutes: nullable(Type.Integer()),
  testedOn: nullable(Day),
  tookMinutes: nullable(Type.Integer()),
  lostMinutes: nullable(Type.Integer()),
  verdict: oneOf(...verdicts),
  nextTestOn: Day,
  /** No test within its interval. */
  isOverdue: Type.Boolean(),
});

const Filter = {
  companyId: optional(Id),
  divisionId: optional(Id),
  ledger: optional(ImportantLedger),
  verdict: optional(oneOf(...verdicts)),
  isOverdue: optional(Type.Boolean()),
};

export const continuity = contract({
  getContinuity: {
    method: "GET",
    path: "/ledgers/:ledger/entries/:id/continuity",
    summary: "Whether an entry is an important system, its targets, and its restore tests beside them",
    permission: permissions.read,
    params,
    output: Type.Object({
      target: nullable(
        Type.Object({
          ...Target,
          setAt: Moment,
          setByName: nullable(text(201)),
          verdict: oneOf(...verdicts),
          nextTestOn: Day,
          isOverdue: Type.Boolean(),
          rowVersion: RowVersion,
        }),
      ),
      tests: list(Test, 200),
      can: Type.Object({ change: Type.Boolean() }),
    }),
  },
  setContinuity: {
    method: "PUT",
    path: "/ledgers/:ledger/entries/:id/continuity",
    summary:
      "An entry is an important system: why, its recovery time and point, its backup, how often it is tested",
    permission: permissions.manage,
    params,
    body: Type.Object({
      ...Target,
      /** Of the targets as they were read; left out where there were none. */
      rowVersion: optional(RowVersion),
    }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["continuity.set", ...gapEvents],
    errors: ["ledger.retired", "continuity.changed_meanwhile"],
  },
  endContinuity: {
    method: "POST",
    path: "/ledgers/:ledger/entries/:id/continuity/end",
    summary: "An entry is no important system any more; its tests stay readable",
    permission: permissions.manage,
    params,
    body: Type.Object({ reason: text(500, 1) }),
    output: Type.Object({}),
    events: ["continuity.ended", ...gapEvents],
    errors: ["ledger.retired", "ledger.not_important"],
  },
  recordRestoreTest: {
    method: "POST",
    path: "/ledgers/:ledger/entries/:id/restore-tests",
    summary: "A restore was tested: how long it took, how much was lost; slower than the target is a gap",
    permission: permissions.manage,
    params,
    body: Type.Object(Measured),
    output: Type.Object({ id: Id, verdict: oneOf(...verdicts) }),
    events: ["restore_test.recorded", ...gapEvents],
    errors: [
      "ledger.retired",
      "ledger.not_important",
      "ledger.day_ahead",
      "file.not_found",
      "restore_tests_measured",
    ],
  },
  withdrawRestoreTest: {
    method: "POST",
    path: "/restore-tests/:id/withdrawal",
    summary: "A test was entered wrongly: it stays readable and counts no more",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ reason: text(500, 1) }),
    output: Type.Object({}),
    events: ["restore_test.withdrawn", ...gapEvents],
    errors: ["ledger.retired", "ledger.not_important", "restore_test.withdrawn_already"],
  },
  listContinuity: {
    method: "GET",
    path: "/continuity",
    summary:
      "All important systems within one's scope with targets, last test and next one, the next due first",
    permission: permissions.read,
    query: Type.Object({ ...paging, ...Filter }),
    output: page(System),
  },
  countContinuity: {
    method: "GET",
    path: "/continuity/count",
    summary: "How many important systems there are, by what their last test says, and how many tests are due",
    permission: permissions.read,
    query: Type.Object(Filter),
    output: Type.Object({
      systems: Type.Integer(),
      within: Type.Integer(),
      slower: Type.Integer(),
      failed: Type.Integer(),
      never: Type.Integer(),
      overdue: Type.Integer(),
    }),
  },
  exportContinuity: {
    method: "GET",
    path: "/continuity/export",
    summary: "Exactly what the list shows, as CSV or Excel",
    permission: permissions.read,
    carries: "download",
    query: Type.Object({ ...Filter, format: oneOf("csv", "xlsx") }),
    output: Type.Object({}),
    events: ["continuity.exported"],
  },
});
