// Many workbooks that come back at once: sent in parts, read by a job, told file by file, kept by a second job.
import Type from "typebox";
import { contract, Id, list, Moment, nullable, oneOf, optional, page, paging, text } from "#core/contract.ts";
import { permissions } from "./words.ts";

const ById = Type.Object({ id: Id });

/** Most files of one delivery, those inside of archives counted, and most bytes that are sent for it. */
export const mostFiles = 5000;
export const mostBytes = 2_000_000_000;
/** Most files of one request. */
export const mostAtOnce = 50;

export const verdicts = [
  "ready",
  "conflicts",
  "shifted",
  "errors",
  "rival",
  "same",
  "superseded",
  "twice",
  "closed",
  "other_round",
  "not_yours",
  "not_ours",
  "tampered",
  "unreadable",
  "failed",
] as const;
/** What was found, or what became of its return since. */
export const itemStates = [...verdicts, "applied", "dropped"] as const;
const State = oneOf(...itemStates);
/** Of a text, with its values. */
const Reason = Type.Object({ code: text(80), values: Type.Record(text(40), Type.Unknown()) });

const Delivery = Type.Object({
  id: Id,
  receivedAt: Moment,
  receivedByName: nullable(text(201)),
  /** Only who has it in hand works on it, or the group's own desk; colleagues take it over first. */
  isMine: Type.Boolean(),
  /** Who brought it, where somebody else has taken it over. */
  broughtByName: nullable(text(201)),
  takenOverAt: nullable(Moment),
  jobId: nullable(Id),
  jobKind: nullable(text(60)),
  jobState: nullable(text(20)),
  /** How many were sent, archives as one; and how many of these are not looked at yet. */
  parts: Type.Integer(),
  unread: Type.Integer(),
  /** How many files stand where. */
  counts: Type.Record(text(20), Type.Integer()),
  /** Of those that are ready: how many would replace answers that were kept. */
  replacing: Type.Integer(),
});

export const deliveries = contract({
  getRoundReturns: {
    method: "GET",
    path: "/rounds/:id/workbook-deliveries",
    summary: "How many workbooks of a round came back, and the deliveries they came in",
    permission: permissions.bringBack,
    params: ById,
    query: Type.Object({ divisionId: optional(Id) }),
    output: Type.Object({
      roundId: Id,
      roundName: text(200),
      /** Companies that were sent a workbook, those of them from which something was kept, and those that have handed in. */
      issued: Type.Integer(),
      applied: Type.Integer(),
      submitted: Type.Integer(),
      deliveries: list(Delivery, 50),
    }),
  },
  openDelivery: {
    method: "POST",
    path: "/rounds/:id/workbook-deliveries",
    summary: "Opens a delivery of workbooks that came back; its files are sent to it next",
    permission: permissions.bringBack,
    params: ById,
    output: ById,
    events: ["workbook.delivery_opened"],
  },
  addToDelivery: {
    method: "POST",
    path: "/workbook-deliveries/:id/files",
    summary: "Sends up to 50 files to a delivery, workbooks or archives of them: multipart, each as `file`",
    permission: permissions.bringBack,
    carries: "upload",
    limitPerMinute: 240,
    params: ById,
    body: Type.Object({
      // Found by the server while it stores them.
      files: list(
        Type.Object({
          name: text(255, 1),
          sha256: nullable(Type.String({ pattern: "^[0-9a-f]{64}$", maxLength: 64 })),
          sizeBytes: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
          problem: nullable(text(80)),
        }),
        mostAtOnce,
      ),
    }),
    output: Type.Object({ id: Id, parts: Type.Integer() }),
    events: ["workbook.delivery_received", "file.refused"],
    errors: [
      "workbook.delivery_working",
      "workbook.delivery_of_other",
      "workbook.delivery_full",
      "file.form_unreadable",
      "file.send_again",
    ],
  },
  checkDelivery: {
    method: "POST",
    path: "/workbook-deliveries/:id/check",
    summary: "Reads every file of a delivery, or goes on where reading was stopped; nothing is answered yet",
    permission: permissions.bringBack,
    params: ById,
    output: Type.Object({ id: Id, jobId: Id }),
    events: ["job.ordered"],
    errors: ["workbook.delivery_working", "workbook.delivery_of_other", "workbook.delivery_read"],
  },
  getDelivery: {
    method: "GET",
    path: "/workbook-deliveries/:id",
    summary: "One delivery: how far it is read and how many of its files stand where",
    permission: permissions.bringBack,
    params: ById,
    output: Type.Object({ ...Delivery.properties, roundId: Id, roundName: text(200) }),
  },
  listDeliveryItems: {
    method: "GET",
    path: "/workbook-deliveries/:id/items",
    summary: "The files of a delivery, each with whose it is and what was found",
    permission: permissions.bringBack,
    params: ById,
    query: Type.Object({
      state: optional(State),
      isReplacing: optional(Type.Boolean()),
      search: optional(text(100)),
      ...paging,
    }),
    output: page(
      Type.Object({
        part: Type.Integer(),
        entry: Type.Integer(),
        name: text(255),
        state: State,
        companyId: nullable(Id),
        companyName: nullable(text(200)),
        companyCode: nullable(text(40)),
        inspectionId: nullable(Id),
        returnId: nullable(Id),
        /** By the code that its name begins with, as the names of our files do; nothing more is known of one that cannot be read. */
        codeByName: nullable(text(40)),
        counts: Type.Record(text(20), Type.Integer()),
        reason: nullable(Reason),
        /** Worth knowing beside the verdict: rows that are gone, answers that would be replaced. */
        remarks: list(Reason, 10),
      }),
    ),
  },
  takeOverDelivery: {
    method: "POST",
    path: "/workbook-deliveries/:id/takeover",
    summary: "Takes a delivery of a colleague of the same desk in hand, to read on or to keep what is ready",
    permission: permissions.bringBack,
    params: ById,
    output: ById,
    events: ["workbook.delivery_taken_over"],
    errors: ["workbook.delivery_working", "workbook.delivery_yours"],
  },
  applyDelivery: {
    method: "POST",
    path: "/workbook-deliveries/:id/application",
    summary:
      "Keeps every workbook of a delivery that is ready: no conflict, no unreadable cell, no rival, no answers that read like those of other rows",
    permission: permissions.bringBack,
    params: ById,
    body: Type.Object({
      /** Hand in those in which nothing is lacking; the others are kept all the same. */
      submit: optional(Type.Boolean()),
      lateReason: optional(text(1000)),
    }),
    output: Type.Object({ id: Id, jobId: Id }),
    events: ["job.ordered"],
    errors: [
      "workbook.delivery_working",
      "workbook.delivery_of_other",
      "workbook.delivery_unread",
      "workbook.delivery_nothing_ready",
    ],
  },
  downloadDeliveryReport: {
    method: "GET",
    path: "/workbook-deliveries/:id/report",
    summary: "A line for every file of a delivery, and below it one for every cell that cannot be read",
    permission: permissions.bringBack,
    carries: "download",
    params: ById,
    query: Type.Object({ format: oneOf("csv", "xlsx") }),
    output: ById,
    events: ["workbook.report_read"],
  },
});
