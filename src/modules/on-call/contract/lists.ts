// A roster's turns as a list, out and in.
import Type from "typebox";
import { contract, Id, list, oneOf, optional, RowVersion, text } from "#core/contract.ts";
import { permissions, reason } from "./words.ts";

const kept = { params: Type.Object({ id: Id }), permission: permissions.keep } as const;
/** A CSV file as it lies on the disk, in base64. */
const List = Type.Object({
  content: Type.String({ minLength: 4, maxLength: 800_000, contentEncoding: "base64" }),
});
const listErrors = [
  "on_call.list_heading",
  "on_call.list_not_csv",
  "on_call.list_too_long",
  "on_call.roster_ended",
];

export const lists = contract({
  exportOnCallTurns: {
    method: "GET",
    path: "/on-call/rosters/:id/turns-file",
    summary:
      "The turns of a roster from now on as CSV, in the roster's zone, people by mail address or number; it comes back without a change",
    ...kept,
    output: Type.Object({ rows: Type.Integer() }),
    carries: "download",
    events: ["on_call.turns_exported"],
  },
  checkOnCallTurns: {
    method: "POST",
    path: "/on-call/rosters/:id/turns-check",
    summary:
      "Look at a list of turns without writing anything: each row new, as it is, over or wrong, with the field and what to do",
    readOnly: true,
    ...kept,
    body: List,
    output: Type.Object({
      rows: list(
        Type.Object({
          row: Type.Integer(),
          said: Type.Object({ from: text(100), until: text(100), person: text(254) }),
          name: text(201),
          reason: text(500),
          verdict: oneOf("new", "same", "over", "wrong"),
          wrong: list(
            Type.Object({
              field: oneOf("from", "until", "tier", "person"),
              code: text(60),
              /** The row that it clashes with. */
              row: optional(Type.Integer()),
            }),
            6,
          ),
        }),
        2010,
      ),
      counts: Type.Object({
        new: Type.Integer(),
        same: Type.Integer(),
        over: Type.Integer(),
        wrong: Type.Integer(),
      }),
      rowVersion: RowVersion,
    }),
    errors: listErrors,
  },
  takeOnCallTurns: {
    method: "POST",
    path: "/on-call/rosters/:id/turns",
    summary: "Take over a list of turns as single shifts over the rules: all that is new, or nothing",
    ...kept,
    body: Type.Object({ ...List.properties, reason, rowVersion: RowVersion }),
    output: Type.Object({ id: Id, rowVersion: RowVersion, added: Type.Integer() }),
    events: ["on_call.shift_set", "on_call.turns_taken"],
    errors: [
      ...listErrors,
      "on_call.list_wrong",
      "on_call.list_nothing_new",
      "on_call.too_many",
      "on_call_roster.changed_meanwhile",
    ],
  },
});
