// The workbooks of many companies of a round, made by a job and handed out as one archive.
import Type from "typebox";
import { contract, Id, list, Moment, nullable, oneOf, optional, text } from "#core/contract.ts";
import { permissions } from "./words.ts";

const ById = Type.Object({ id: Id });

/** Most companies of one batch. */
export const mostItems = 5000;

export const batches = contract({
  getRoundWorkbooks: {
    method: "GET",
    path: "/rounds/:id/workbooks",
    summary: "Who of a round may be sent a workbook, and the batches that were ordered",
    permission: permissions.issue,
    params: ById,
    query: Type.Object({ divisionId: optional(Id) }),
    output: Type.Object({
      roundId: Id,
      roundName: text(200),
      /** Companies that may answer now, those of them that answer by workbook, and how many of these have theirs. */
      open: Type.Integer(),
      byWorkbook: Type.Integer(),
      issued: Type.Integer(),
      batches: list(
        Type.Object({
          id: Id,
          orderedAt: Moment,
          orderedByName: nullable(text(201)),
          jobId: nullable(Id),
          jobState: nullable(text(20)),
          companies: Type.Integer(),
          made: Type.Integer(),
          /** Of those made: how many can still be downloaded. */
          kept: Type.Integer(),
          /** Handed in or closed before their turn came. */
          closed: Type.Integer(),
        }),
        50,
      ),
    }),
  },
  orderWorkbooks: {
    method: "POST",
    path: "/rounds/:id/workbook-batches",
    summary: "Has the workbooks of many companies made, each in its company's language",
    permission: permissions.issue,
    params: ById,
    body: Type.Object({
      who: oneOf("by_workbook", "all", "chosen"),
      divisionId: optional(Id),
      /** Of `chosen`. */
      inspectionIds: optional(list(Id, mostItems)),
    }),
    output: Type.Object({ id: Id, jobId: Id, count: Type.Integer() }),
    events: ["workbook.batch_ordered", "job.ordered"],
    errors: ["workbook.none_to_issue"],
  },
  goOnWithWorkbooks: {
    method: "POST",
    path: "/workbook-batches/:id/work",
    summary: "Takes up a batch where it was stopped",
    permission: permissions.issue,
    params: ById,
    output: Type.Object({ id: Id, jobId: Id }),
    events: ["job.ordered"],
    errors: ["workbook.batch_working", "workbook.batch_done"],
  },
  downloadWorkbooks: {
    method: "GET",
    path: "/workbook-batches/:id/archive",
    summary: "The workbooks of a batch that were made so far, as one ZIP",
    permission: permissions.issue,
    carries: "download",
    params: ById,
    output: ById,
    events: ["workbook.batch_downloaded"],
    errors: ["workbook.batch_nothing_made", "workbook.batch_ended"],
  },
});
