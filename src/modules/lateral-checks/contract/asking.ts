import Type from "typebox";
import { contract, Day, Id, list, nullable, optional, RowVersion, text } from "#core/contract.ts";
import { Answer, Audience, Content, IssuerKind, Names, permissions, Severity } from "./words.ts";

const one = { params: Type.Object({ id: Id }) } as const;
const Done = Type.Object({ id: Id, rowVersion: RowVersion });
const Named = Type.Object({ unitId: Id, kind: text(20), code: text(40), ...Names });
const notTheirs = ["lateral_check.not_own_unit"] as const;
const notRunning = [...notTheirs, "lateral_check.closed"] as const;

export const asking = contract({
  listLateralIssuers: {
    method: "GET",
    path: "/lateral-checks/issuers",
    summary: "The units in whose name one asks, with what there is to choose from below them",
    permission: permissions.open,
    output: Type.Object({
      issuers: list(
        Type.Object({
          unitId: Id,
          kind: IssuerKind,
          code: text(40),
          ...Names,
          divisions: list(Named, 300),
          countries: list(text(2), 300),
          regions: list(text(60), 100),
        }),
        200,
      ),
    }),
  },
  previewLateralCheck: {
    method: "POST",
    path: "/lateral-checks/preview",
    summary:
      "Which companies would be asked by these rules and why, and how many entries of their ledgers fit",
    permission: permissions.open,
    readOnly: true,
    body: Type.Object({
      issuerUnitId: Id,
      ...Audience,
      /** Of a check that runs: whom it asks already is left out. */
      checkId: optional(Id),
      search: optional(text(100)),
    }),
    output: Type.Object({
      asked: Type.Integer(),
      out: Type.Integer(),
      matched: Type.Integer(),
      byRule: list(Type.Object({ kind: text(40), asked: Type.Integer() }), 20),
      rows: list(
        Type.Object({
          companyId: Id,
          unitCode: text(40),
          ...Names,
          isIn: Type.Boolean(),
          pickedBy: list(text(40), 20),
          matched: Type.Integer(),
          /** A key of the catalogue, or the words of whoever left it out. */
          outBecause: nullable(text(500)),
        }),
        500,
      ),
    }),
    errors: [...notTheirs, "ledger.no_such_filter"],
  },
  openLateralCheck: {
    method: "POST",
    path: "/lateral-checks",
    summary: "Ask every company that the rules pick: the list is frozen, each gets a duty",
    permission: permissions.open,
    body: Type.Object({
      issuerUnitId: Id,
      ...Content,
      ...Audience,
      /** The record that it comes from; a finding is quoted with its number. */
      sourceKind: optional(nullable(Type.String({ pattern: "^[a-z_]{1,40}$", maxLength: 40 }))),
      sourceId: optional(nullable(Id)),
      sourceWords: text(1000),
      /** Whether those who are asked read where it was found. */
      isSourceTold: Type.Boolean(),
      severity: Severity,
      dueOn: Day,
    }),
    output: Type.Object({ id: Id, number: text(60), asked: Type.Integer() }),
    events: ["lateral_check.opened"],
    errors: [
      ...notTheirs,
      "lateral_check.days_passed",
      "lateral_check.nobody_asked",
      "lateral_check.too_many",
      "lateral_check.question_words",
      "ledger.no_such_filter",
    ],
  },
  addLateralMembers: {
    method: "POST",
    path: "/lateral-checks/:id/members",
    summary: "Ask further companies in a check that runs, with a due day of their own",
    permission: permissions.open,
    ...one,
    body: Type.Object({ companyIds: Type.Array(Id, { minItems: 1, maxItems: 500 }), dueOn: Day }),
    output: Type.Object({ id: Id, added: Type.Integer() }),
    events: ["lateral_check.members_added"],
    errors: [...notRunning, "lateral_check.days_passed", "lateral_check.nobody_asked"],
  },
  raiseLateralFindings: {
    method: "POST",
    path: "/lateral-checks/:id/findings",
    summary: "Raise a finding at every company that says it is affected and has none of this check",
    permission: permissions.open,
    ...one,
    body: Type.Object({ rowVersion: RowVersion }),
    output: Type.Object({ id: Id, raised: Type.Integer(), known: Type.Integer() }),
    events: ["lateral_check.findings_raised", "finding.raised"],
    errors: [...notRunning, "lateral_check.nothing_to_raise", "lateral_check.exercise"],
  },
  closeLateralCheck: {
    method: "POST",
    path: "/lateral-checks/:id/closure",
    summary:
      "Close it: what is affected becomes findings, the result is frozen; while somebody has not answered, with a reason",
    permission: permissions.open,
    ...one,
    body: Type.Object({ reason: text(1000), rowVersion: RowVersion }),
    output: Type.Object({ id: Id, rowVersion: RowVersion, raised: Type.Integer() }),
    events: ["lateral_check.closed", "finding.raised"],
    errors: [...notRunning, "lateral_check.close_reason"],
  },
  remindLateralMembers: {
    method: "POST",
    path: "/lateral-checks/:id/reminders",
    summary:
      "Remind those who have not answered or do not know, or some of them; who was reminded within the last hours is left in peace",
    permission: permissions.open,
    ...one,
    body: Type.Object({ memberIds: optional(Type.Array(Id, { minItems: 1, maxItems: 500 })) }),
    output: Type.Object({ reminded: Type.Integer(), rested: Type.Integer() }),
    events: ["lateral_check.reminded", "duty.reminded"],
    errors: notRunning,
  },
  withdrawLateralCheck: {
    method: "POST",
    path: "/lateral-checks/:id/withdrawal",
    summary:
      "Withdraw it with a reason: whoever was asked is told and owes nothing, what was answered stays, nothing is raised",
    permission: permissions.open,
    ...one,
    body: Type.Object({ reason: text(1000, 1), rowVersion: RowVersion }),
    output: Done,
    events: ["lateral_check.withdrawn", "lateral_check.asked_no_more"],
    errors: [...notRunning],
  },
  noteLateralCheck: {
    method: "POST",
    path: "/lateral-checks/asked/:id/note",
    summary:
      "Say for one's company that it has seen what it is asked and looks into it; the answer is still owed",
    permission: permissions.answer,
    ...one,
    output: Type.Object({ id: Id }),
    events: ["lateral_check.noted"],
    errors: [
      "lateral_check.not_addressed",
      "lateral_check.closed",
      "lateral_check.left",
      "lateral_check.noted_already",
    ],
  },
  answerLateralCheck: {
    method: "PUT",
    path: "/lateral-checks/asked/:id/answer",
    summary: "Say whether one's company is affected, or put right what was said",
    permission: permissions.answer,
    ...one,
    body: Type.Object({
      answer: Answer,
      fixedOn: nullable(Day),
      note: text(2000),
      replies: list(Type.Object({ id: text(2, 2), value: text(1000, 1) }), 4),
      entries: list(
        Type.Object({
          entryId: Id,
          says: Type.Union([Type.Literal("affected"), Type.Literal("not_affected"), Type.Literal("fixed")]),
        }),
        100,
      ),
      fileIds: list(Id, 10),
      reason: text(1000),
      rowVersion: RowVersion,
    }),
    output: Done,
    events: ["lateral_check.answered"],
    errors: [
      "lateral_check.not_addressed",
      "lateral_check.closed",
      "lateral_check.left",
      "lateral_check.fixed_day",
      "lateral_check.reply_kind",
      "lateral_check.reply_missing",
      "lateral_check.reason_needed",
    ],
  },
});
