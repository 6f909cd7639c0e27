import Type from "typebox";
import {
  contract,
  Id,
  Language,
  list,
  Moment,
  nullable,
  oneOf,
  optional,
  RowVersion,
  text,
} from "#core/contract.ts";
import { Actual, ById, Kind, permissions, Severity } from "../../contract/words.ts";
import { Audience, Channel, Line, LineRow, Named, Proof } from "./words.ts";

/** The strongest first: the whole group's lines are set by whoever rules, one's own added by whoever works on incidents there. */
const setters = [permissions.rule, permissions.manage, permissions.assess] as const;
const changed = Type.Object({ id: Id, rowVersion: RowVersion });

export const table = contract({
  getNoticeTable: {
    method: "GET",
    path: "/notice-lines",
    summary:
      "The decision table: which notices an incident calls for, with the lines of divisions and companies one may see",
    permission: permissions.read,
    query: Type.Object({ companyId: optional(Id) }),
    output: Type.Object({ lines: list(LineRow, 500), mayAdd: Type.Boolean() }),
  },
  getNoticeLine: {
    method: "GET",
    path: "/notice-lines/:id",
    summary: "One line of the decision table with its versions, who set them and why",
    permission: permissions.read,
    params: ById,
    output: Type.Intersect([
      LineRow,
      Type.Object({
        endedAt: nullable(Moment),
        endedBecause: nullable(text(1000)),
        versions: list(
          Type.Object({
            n: Type.Integer(),
            reason: text(1000),
            madeAt: Moment,
            madeByName: nullable(text(201)),
          }),
          200,
        ),
        /** Notices of incidents that it opened. */
        opened: Type.Integer(),
      }),
    ]),
  },
  getNoticeChoices: {
    method: "GET",
    path: "/notice-choices",
    summary:
      "Where one may add lines to the decision table, and the positions that may owe or approve a notice there",
    permission: permissions.read,
    output: Type.Object({
      units: list(
        Type.Object({
          id: nullable(Id),
          name: nullable(text(200)),
          level: oneOf("group", "division", "company"),
        }),
        200,
      ),
      positions: list(Type.Object({ id: Id, name: text(200), companyName: nullable(text(200)) }), 500),
    }),
  },
  addNoticeLine: {
    method: "POST",
    path: "/notice-lines",
    summary: "Add a line to the decision table: of the whole group, or of one's own division or company",
    permission: setters,
    body: Type.Object({ unitId: nullable(Id), line: Line, reason: text(1000, 1) }),
    output: changed,
    events: ["notice_line.added"],
    errors: [
      "notice_line.no_words",
      "notice_line.approver_missing",
      "notice_line.unknown_position",
      "notice_line.unknown_person",
      "notice_line.bad_address",
    ],
  },
  changeNoticeLine: {
    method: "PUT",
    path: "/notice-lines/:id",
    summary:
      "Set a new version of a line, with the reason; running notices keep the version that opened them",
    permission: setters,
    params: ById,
    body: Type.Object({ line: Line, reason: text(1000, 1), rowVersion: RowVersion }),
    output: changed,
    events: ["notice_line.changed"],
    errors: [
      "notice_line.changed_meanwhile",
      "notice_line.ended_already",
      "notice_line.no_words",
      "notice_line.approver_missing",
      "notice_line.unknown_position",
      "notice_line.unknown_person",
      "notice_line.bad_address",
    ],
  },
  endNoticeLine: {
    method: "POST",
    path: "/notice-lines/:id/end",
    summary: "End a line of the decision table, with the reason; notices that it opened stay",
    permission: setters,
    params: ById,
    body: Type.Object({ reason: text(1000, 1), rowVersion: RowVersion }),
    output: changed,
    events: ["notice_line.ended"],
    errors: ["notice_line.changed_meanwhile", "notice_line.ended_already"],
  },
  tryNoticeTable: {
    method: "GET",
    path: "/notice-trial",
    summary:
      "What would happen for a given case: the notices with their owners, deadlines, texts and approvals; nothing is written",
    permission: permissions.read,
    query: Type.Object({
      companyId: Id,
      kind: Kind,
      potential: Severity,
      actual: Actual,
      personal: optional(Type.Boolean()),
      product: optional(Type.Boolean()),
      nothing: optional(Type.Boolean()),
    }),
    output: Type.Object({
      severity: Severity,
      companyName: text(200),
      country: nullable(text(2)),
      notices: list(
        Type.Object({
          lineId: Id,
          n: Type.Integer(),
          level: oneOf("group", "division", "company"),
          name: text(200),
          audience: Audience,
          channel: Channel,
          proof: Proof,
          anchor: text(20),
          hours: Type.Integer(),
          owner: Named,
          approvals: Type.Integer(),
          approver: nullable(Named),
          texts: list(Type.Object({ language: Language, subject: text(600), body: text(20_000) }), 3),
        }),
        200,
      ),
    }),
  },
});
