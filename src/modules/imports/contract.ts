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

import { links } from "./contract/links.ts";
import { either, permissions } from "./contract/permissions.ts";
import { templates } from "./contract/templates.ts";
import { CountedProblem, Counts, Difference, Job, Mapping, Problem, RowNumber } from "./contract/words.ts";

export { permissions } from "./contract/permissions.ts";

export const Kind = oneOf(
  "companies",
  "people",
  "services",
  "seats",
  "history",
  "audits",
  "findings",
  "plans",
);
export const Verdict = oneOf("new", "change", "same", "conflict", "error", "left_out");
/** `broken_off`: the job under way came to no end; `failed`: the file is no table. */
export const ImportState = oneOf(
  "checking",
  "checked",
  "applying",
  "applied",
  "cancelled",
  "failed",
  "broken_off",
);

const Sheet = Type.Integer({ minimum: 0, maximum: 199 });
const HeadingRows = oneOf("1", "2");

const fault = ["import.busy", "import.changed_meanwhile"] as const;

const operations = contract({
  openImport: {
    method: "POST",
    path: "/imports",
    summary: "Begins with an uploaded file: what it is, and a verdict for every row; nothing is applied",
    permission: either,
    body: Type.Object({
      kind: Kind,
      fileId: Id,
      /** For people, findings and plans: the one company the file is about, where it names none. */
      companyId: optional(Id),
    }),
    output: Type.Object({ id: Id }),
    events: ["import.opened", "job.ordered"],
    errors: ["service.needs_whole_group", "import.needs_whole_group"],
  },
  listImports: {
    method: "GET",
    path: "/imports",
    summary: "Files that were brought in, newest first",
    permission: either,
    query: Type.Object({ ...paging, kind: optional(Kind) }),
    output: page(
      Type.Object({
        id: Id,
        kind: Kind,
        companyId: nullable(Id),
        companyName: nullable(text(200)),
        fileName: text(255),
        state: ImportState,
        counts: Counts,
        createdAt: Moment,
        createdByFamilyName: nullable(text(100)),
        createdByGivenName: nullable(text(100)),
      }),
    ),
  },
  getImport: {
    method: "GET",
    path: "/imports/:id",
    summary: "One import: what was recognised, the mapping, how many rows of each verdict, how far it is",
    permission: either,
    params: Type.Object({ id: Id }),
    output: Type.Object({
      id: Id,
      kind: Kind,
      companyId: nullable(Id),
      companyName: nullable(text(200)),
      fileName: text(255),
      sizeBytes: Type.Integer(),
      state: ImportState,
      problem: nullable(
        Type.Object({
          code: text(60),
          sheet: optional(text(200)),
          row: optional(Type.Integer()),
          column: optional(Type.Integer()),
          limit: optional(Type.Integer()),
          /** The same as spreadsheets write it. */
          place: optional(text(300)),
        }),
      ),
      /** In what the job broke off, and why: a code of the jobs. */
      brokenOff: nullable(Type.Object({ during: oneOf("checking", "applying"), code: text(80) })),
      recognised: nullable(
        Type.Object({
          format: oneOf("csv", "xlsx"),
          encoding: nullable(text(20)),
          isSure: Type.Boolean(),
          sheets: list(Type.Object({ name: text(100), rows: Type.Integer(), isHidden: Type.Boolean() }), 200),
          sheet: Type.Integer(),
          headingRow: Type.Integer(),
          headingRows: Type.Integer(),
          labels: list(text(200), 200),
          isRemembered: Type.Boolean(),
          hiddenRows: Type.Integer(),
          withHidden: Type.Boolean(),
          samples: list(list(text(200), 200), 5),
        }),
      ),
      fields: list(Type.Object({ field: text(40), isRequired: Type.Boolean() }), 40),
      mapping: Mapping,
      withRights: Type.Boolean(),
      withAccounts: Type.Boolean(),
      /** Accounts that the reader has opened by this list and nobody has taken up; of those, without a link yet. */
      links: Type.Object({ open: Type.Integer(), unmade: Type.Integer() }),
      counts: Counts,
      job: nullable(Job),
      createdAt: Moment,
      createdByFamilyName: nullable(text(100)),
      createdByGivenName: nullable(text(100)),
      appliedAt: nullable(Moment),
      rowVersion: RowVersion,
    }),
  },
  checkAgain: {
    method: "POST",
    path: "/imports/:id/checks",
    summary: "Reads the file anew with another sheet, heading or meaning of the columns",
    permission: either,
    params: Type.Object({ id: Id }),
    body: Type.Object({
      sheet: optional(Sheet),
      headingRow: optional(RowNumber),
      headingRows: optional(HeadingRows),
      mapping: optional(Mapping),
      withHidden: optional(Type.Boolean()),
      /** Of seats: give their holders the right that goes with each, open accounts for who has none. */
      withRights: optional(Type.Boolean()),
      withAccounts: optional(Type.Boolean()),
      rowVersion: RowVersion,
    }),
    output: Type.Object({ id: Id }),
    events: ["import.checked_again", "job.ordered"],
    errors: [...fault, "import.column_twice"],
  },
  listImportRows: {
    method: "GET",
    path: "/imports/:id/rows",
    summary: "Rows of the file with their verdicts",
    permission: either,
    params: Type.Object({ id: Id }),
    query: Type.Object({
      ...paging,
      verdict: optional(Verdict),
      /** Rows with this problem. */
      problem: optional(text(60)),
      search: optional(text(100)),
      outcome: optional(oneOf("applied", "not_applied")),
    }),
    output: page(
      Type.Object({
        rowNumber: RowNumber,
        verdict: Verdict,
        code: text(33_000),
        name: text(33_000),
        subjectId: nullable(Id),
        problems: list(Problem, 60),
        differences: list(Difference, 40),
        cells: list(text(33_000), 500),
        isDecided: Type.Boolean(),
        /** New and beginning before today: applying it needs a reason. */
        isBackdated: Type.Boolean(),
        parentRow: nullable(Type.Integer()),
        did: nullable(oneOf("added", "changed", "same", "not_applied")),
        notAppliedBecause: nullable(text(80)),
      }),
    ),
  },
  listImportProblems: {
    method: "GET",
    path: "/imports/:id/problems",
    summary: "What is wrong, counted: one misspelt name down a whole column is one problem",
    permission: either,
    params: Type.Object({ id: Id }),
    output: Type.Object({
      rows: list(CountedProblem, 200),
    }),
  },
  decideRows: {
    method: "POST",
    path: "/imports/:id/decisions",
    summary: "What was meant: another candidate, leave out, or take as it stands; the rows are judged anew",
    permission: either,
    params: Type.Object({ id: Id }),
    body: Type.Object({
      rowNumbers: optional(Type.Array(RowNumber, { minItems: 1, maxItems: 500, uniqueItems: true })),
      /** All rows that have this problem with this given text, or with any where none is named. */
      problem: optional(Type.Object({ field: text(40), code: text(60), given: optional(text(33_000)) })),
      decision: oneOf("leave_out", "take_back", "choose", "accept"),
      /** For `choose`. */
      field: optional(text(40)),
      candidateId: optional(Id),
      /** For `accept`: the code of the conflict that is none. */
      code: optional(text(60)),
    }),
    output: Type.Object({ decided: Type.Integer() }),
    events: ["import.decided"],
    errors: [...fault, "import.decision_incomplete"],
  },
  addMissingUnits: {
    method: "POST",
    path: "/imports/:id/units",
    summary: "Divisions that the list names and the group does not have; the rows below them are judged anew",
    permission: permissions.companies,
    params: Type.Object({ id: Id }),
    body: Type.Object({
      /** Without a code the next free one: D01, D02 ... */
      units: Type.Array(Type.Object({ name: text(200, 1), code: optional(text(40)) }), {
        minItems: 1,
        maxItems: 100,
      }),
      from: Day,
      rowVersion: RowVersion,
    }),
    output: Type.Object({ added: Type.Integer() }),
    events: ["unit.added", "import.decided"],
    errors: [...fault, "units_code_unique"],
  },
  applyImport: {
    method: "POST",
    path: "/imports/:id/application",
    summary:
      "Applies the new and changed rows in the background; lists of people and seats after a fresh proof",
    permission: either,
    params: Type.Object({ id: Id }),
    body: Type.Object({
      rowNumbers: optional(Type.Array(RowNumber, { minItems: 1, maxItems: 5000, uniqueItems: true })),
      /** For rows without a day of their own. */
      from: Day,
      reason: optional(text(500)),
      /** An unusual share of people leaves with this list, and that is right. */
      confirmsLeaving: optional(Type.Boolean()),
      /** Of plans: whoever applies approves what the list says is approved, as far as the right to approve reaches. */
      approves: optional(Type.Boolean()),
      rowVersion: RowVersion,
    }),
    output: Type.Object({ id: Id, jobId: Id }),
    events: ["import.applying", "job.ordered"],
    errors: [...fault, "import.nothing_to_apply", "change.backdated_needs_reason", "import.many_leave"],
  },
  stopImport: {
    method: "DELETE",
    path: "/imports/:id/application",
    summary: "Stops checking or applying after the batch under way; what is applied stays",
    permission: either,
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id }),
    events: ["import.stopped"],
    errors: ["import.not_running", "import.not_yours"],
  },
  downloadImportReport: {
    method: "GET",
    path: "/imports/:id/report",
    summary: "The rows of the file with verdict and what to do, to be sent back to whoever made it",
    permission: either,
    params: Type.Object({ id: Id }),
    query: Type.Object({ format: oneOf("csv", "xlsx"), verdict: optional(Verdict) }),
    output: Type.Object({ id: Id }),
    carries: "download",
    events: ["import.report_read"],
  },
});

export const imports = { ...operations, ...links, ...templates };
