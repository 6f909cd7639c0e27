import Type from "typebox";
import {
  contract,
  Day,
  Id,
  Language,
  list,
  Moment,
  nullable,
  oneOf,
  optional,
  text,
} from "#core/contract.ts";
import { AnswerFields } from "#modules/inspections/contract.ts";
import { batches } from "./contract/batches.ts";
import { deliveries, mostAtOnce } from "./contract/deliveries.ts";
import { permissions } from "./contract/words.ts";

export { mostAtOnce, permissions };

const Kind = oneOf("new", "changed", "confirmed", "same", "conflict", "error", "blank", "not_asked");
const ById = Type.Object({ id: Id });
const Counts = Type.Record(text(20), Type.Integer());

const Proof = Type.Object({ title: text(200), place: text(1000), validFrom: Day });
const Said = Type.Intersect([AnswerFields, Type.Object({ proof: nullable(Proof) })]);
const Problem = Type.Object({ column: nullable(text(4)), code: text(40), given: text(80) });

const ReturnRow = Type.Object({
  controlId: text(40),
  title: text(300),
  area: text(200),
  kind: Kind,
  sheet: text(40),
  row: Type.Integer(),
  file: nullable(AnswerFields),
  isAsBefore: Type.Boolean(),
  system: nullable(
    Type.Intersect([AnswerFields, Type.Object({ answeredByName: nullable(text(201)), answeredAt: Moment })]),
  ),
  newProof: nullable(Proof),
  problems: list(Problem, 20),
  /** Locked cells that came back with other words than were sent. */
  changedWords: list(Problem, 5),
  /** What keeps the answer from being handed in; it can be kept all the same. */
  lacks: list(text(60), 12),
});

const ReturnState = oneOf("checked", "applied", "dropped");
const foreign = [
  "workbook.no_stamp",
  "workbook.no_rows",
  "workbook.not_this_one",
  "workbook.tampered",
] as const;

const single = contract({
  getWorkbook: {
    method: "GET",
    path: "/inspections/:id/workbook",
    summary: "The workbooks of an inspection: what went out, what came back, what may be done now",
    permission: permissions.issue,
    params: ById,
    output: Type.Object({
      inspectionId: Id,
      companyId: Id,
      companyName: text(200),
      companyLanguage: Language,
      answersByWorkbook: Type.Boolean(),
      roundName: text(200),
      dueOn: Day,
      state: text(20),
      /** Required by the scope answers given so far, and how many of them are answered: the inspection's own count. */
      requiredCount: Type.Integer(),
      answeredCount: Type.Integer(),
      /** Further rows of the file: recommended ones, and those that other scope answers would ask. */
      recommendedCount: Type.Integer(),
      otherwiseCount: Type.Integer(),
      issued: list(
        Type.Object({ id: Id, language: Language, issuedAt: Moment, issuedByName: nullable(text(201)) }),
        50,
      ),
      returns: list(
        Type.Object({
          id: Id,
          state: ReturnState,
          fileName: text(255),
          receivedAt: Moment,
          receivedByName: nullable(text(201)),
          appliedAt: nullable(Moment),
          counts: Counts,
        }),
        50,
      ),
      can: Type.Object({ issue: nullable(text(80)), bringBack: nullable(text(80)) }),
    }),
  },
  issueWorkbook: {
    method: "POST",
    path: "/inspections/:id/workbooks",
    summary: "The workbook in which a company answers without signing in, in its language",
    permission: permissions.issue,
    carries: "download",
    limitPerMinute: 30,
    params: ById,
    body: Type.Object({ language: Language }),
    output: Type.Object({ id: Id }),
    events: ["workbook.issued"],
    errors: ["inspection.not_now"],
  },
  returnWorkbook: {
    method: "POST",
    path: "/inspections/:id/workbook-returns",
    summary: "Checks a workbook that came back, cell by cell; nothing is answered yet",
    permission: permissions.bringBack,
    limitPerMinute: 30,
    params: ById,
    body: Type.Object({ fileId: Id }),
    output: Type.Object({ id: Id }),
    events: ["workbook.returned"],
    errors: [
      ...foreign,
      "inspection.not_now",
      "file.not_found",
      "sheet.damaged",
      "sheet.unsupported",
      "sheet.no_workbook",
    ],
  },
  getWorkbookReturn: {
    method: "GET",
    path: "/workbook-returns/:id",
    summary: "What applying a returned workbook would do now, row by row, with what is answered already",
    permission: permissions.bringBack,
    params: ById,
    output: Type.Object({
      id: Id,
      inspectionId: Id,
      companyName: text(200),
      roundName: text(200),
      fileName: text(255),
      /** In which the workbook was issued. */
      language: Language,
      state: ReturnState,
      receivedAt: Moment,
      appliedAt: nullable(Moment),
      counts: Counts,
      rows: list(ReturnRow, 3000),
      scope: list(
        Type.Object({
          condition: text(40),
          question: text(500),
          kind: Kind,
          isTrue: nullable(Type.Boolean()),
          note: nullable(text(1000)),
          now: nullable(Type.Boolean()),
          problems: list(Problem, 5),
          sheet: text(40),
          row: Type.Integer(),
        }),
        100,
      ),
      /** Controls whose row is no longer in the file; what was answered stays. */
      missing: list(text(40), 3000),
      /** Questions on scope that are no longer in it, and whether their whole sheet is gone. */
      missingScope: list(text(40), 100),
      isScopeGone: Type.Boolean(),
      /** Required controls that would still keep it from being handed in, were the file kept. */
      lacking: Type.Integer(),
      /** Runs of rows whose words are known of the row so many above them (below, where less than nothing). */
      shifts: list(
        Type.Object({
          by: Type.Integer(),
          rows: list(Type.Object({ controlId: text(40), fromId: text(40), words: text(300) }), 3000),
        }),
        3,
      ),
      /** Other files of the inspection about which nobody has decided, the latest first, and where they say something else. */
      beside: list(
        Type.Object({
          id: Id,
          fileName: text(255),
          receivedAt: Moment,
          rows: list(
            Type.Object({
              controlId: text(40),
              title: text(300),
              /** Null where the file leaves what is there. */
              mine: nullable(Said),
              theirs: nullable(Said),
            }),
            3000,
          ),
          scope: list(
            Type.Object({
              question: text(500),
              mine: nullable(Type.Boolean()),
              theirs: nullable(Type.Boolean()),
            }),
            100,
          ),
        }),
        5,
      ),
      report: nullable(
        Type.Object({
          saved: Type.Integer(),
          /** Said to hold for corrected words. */
          confirmed: Type.Integer(),
          kept: Type.Integer(),
          proofs: Type.Integer(),
          scope: Type.Integer(),
        }),
      ),
      /** Null when it can be applied, else why not. */
      offBecause: nullable(text(80)),
    }),
  },
  downloadUnreadCells: {
    method: "GET",
    path: "/workbook-returns/:id/unread-cells",
    summary: "The cells that cannot be read, as CSV to send back to whoever filled the workbook in",
    permission: permissions.bringBack,
    carries: "download",
    params: ById,
    output: Type.Object({ id: Id }),
    events: ["workbook.unread_read"],
  },
  applyWorkbookReturn: {
    method: "POST",
    path: "/workbook-returns/:id/application",
    summary: "Keeps what the file says: new and changed rows, and of every conflict what was chosen",
    permission: permissions.bringBack,
    params: ById,
    body: Type.Object({
      /** A control, or `scope:` and a condition. */
      choices: list(Type.Object({ key: text(60, 1), take: oneOf("file", "system") }), 3000),
      /** Somebody looked at answers that read like those of other rows, and they belong where they stand. */
      isShiftMeant: optional(Type.Boolean()),
      /** Hand the inspection in at once, if nothing is lacking. */
      submit: optional(Type.Boolean()),
      lateReason: optional(text(1000)),
    }),
    output: Type.Object({
      saved: Type.Integer(),
      confirmed: Type.Integer(),
      kept: Type.Integer(),
      proofs: Type.Integer(),
      scope: Type.Integer(),
      state: text(20),
    }),
    events: [
      "workbook.applied",
      "answer.confirmed_anew",
      "inspection.asked_again",
      "inspection.begun",
      "inspection.submitted",
    ],
    errors: [
      ...foreign,
      "workbook.conflicts_open",
      "workbook.answers_shifted",
      "workbook.changed_meanwhile",
      "workbook.not_open",
      "inspection.not_now",
      "inspection.scope_open",
      "inspection.scope_reason",
      "inspection.answers_lack",
      "inspection.late_needs_reason",
    ],
  },
  dropWorkbookReturn: {
    method: "DELETE",
    path: "/workbook-returns/:id",
    summary: "Leaves a returned workbook unused; the file stays",
    permission: permissions.bringBack,
    params: ById,
    output: Type.Object({ id: Id }),
    events: ["workbook.dropped"],
    errors: ["workbook.not_open"],
  },
});

export const workbooks = { ...single, ...batches, ...deliveries };
