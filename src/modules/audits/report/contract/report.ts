// The report of a visit: draft, the company's reply, final with signatures, and as a file.
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
  RowVersion,
  text,
} from "#core/contract.ts";
import { permissions, Tier } from "../../programme/contract/words.ts";
import { ControlId, Verdict } from "../../visits/contract/words.ts";
import {
  Counts,
  File,
  FileIds,
  ReportControl,
  ReportPlace,
  ReportState,
  Result,
  Severity,
  Signature,
} from "./words.ts";

const ById = Type.Object({ id: Id });
const OneControl = Type.Object({ id: Id, controlId: ControlId });
const notOnTeam = "audit.not_on_team";
const notNow = "audit.report_not_now";
const raced = "audit_report.changed_meanwhile";
const changed = Type.Object({ id: Id, rowVersion: RowVersion });
const own = [permissions.read, permissions.readOwn];

const Report = Type.Object({
  id: Id,
  version: Type.Integer(),
  state: ReportState,
  language: Language,
  reference: text(60),
  edition: text(60),
  tier: Tier,
  seed: text(60),
  sharePercent: Type.Integer(),
  summary: text(8000),
  commended: text(8000),
  /** Of a later version, what it puts right. */
  reason: nullable(text(500)),
  replyBy: nullable(Day),
  sentAt: nullable(Moment),
  sentByName: nullable(text(201)),
  repliedAt: nullable(Moment),
  repliedByName: nullable(text(201)),
  replyWords: text(8000),
  replyFiles: list(File, 100),
  finalAt: nullable(Moment),
  heldOn: nullable(Day),
  result: nullable(Result),
  contentSha256: nullable(text(64)),
  rowVersion: RowVersion,
  counts: Counts,
  controls: list(ReportControl, 1000),
  places: list(ReportPlace, 60),
  /** Drawn or added and not looked at, with the reason. */
  left: Type.Object({ count: Type.Integer(), reason: text(500) }),
  signatures: list(Signature, 2),
});

export const report = contract({
  getAuditReport: {
    method: "GET",
    path: "/audit-visits/:id/report",
    summary: "The report of a visit as it stands; to the company itself from the day it is sent",
    permission: own,
    params: ById,
    output: Type.Object({
      visitId: Id,
      companyId: Id,
      companyName: text(200),
      versions: list(
        Type.Object({ id: Id, version: Type.Integer(), state: ReportState, finalAt: nullable(Moment) }),
        99,
      ),
      report: nullable(Report),
      can: Type.Object({
        /** Null where it may be begun; else a word for why not. */
        begin: nullable(oneOf("not_yours", "no_sheet", "not_finished", "there", "over")),
        write: Type.Boolean(),
        lead: Type.Boolean(),
        reply: Type.Boolean(),
        acknowledge: Type.Boolean(),
      }),
    }),
  },
  beginReport: {
    method: "POST",
    path: "/audit-visits/:id/report",
    summary: "Begin the report of a finished sheet; after a final one a new version, with a reason",
    permission: permissions.conduct,
    params: ById,
    body: Type.Object({ language: optional(Language), reason: optional(text(500, 1)) }),
    output: Type.Object({ id: Id, version: Type.Integer() }),
    events: ["audit.report_begun"],
    errors: [notOnTeam, "audit.not_finished", "audit.report_there", "audit.say_why", "audit.visit_over"],
  },
  writeReport: {
    method: "PUT",
    path: "/audit-reports/:id",
    summary: "Write a draft: what it says as a whole, of each control, and how grave",
    permission: permissions.conduct,
    params: ById,
    body: Type.Object({
      summary: text(8000),
      commended: text(8000),
      controls: list(
        Type.Object({
          id: ControlId,
          words: text(16_000),
          severity: nullable(Severity),
          /** Where it is another than the rule gives. */
          severityReason: text(500),
        }),
        1000,
      ),
      rowVersion: RowVersion,
    }),
    output: changed,
    events: ["audit.report_written"],
    errors: [
      notOnTeam,
      notNow,
      raced,
      "audit.seen_missing",
      "audit.severity_reason",
      "audit.control_unknown",
    ],
  },
  sendReport: {
    method: "POST",
    path: "/audit-reports/:id/sending",
    summary: "Send a draft to the company, with the day by which it replies",
    permission: permissions.conduct,
    params: ById,
    body: Type.Object({ replyBy: Day, rowVersion: RowVersion }),
    output: changed,
    events: ["audit.report_sent"],
    errors: [
      notOnTeam,
      notNow,
      raced,
      "audit.not_lead",
      "audit.summary_missing",
      "audit.day_past",
      "audit.not_announced",
    ],
  },
  replyToReport: {
    method: "POST",
    path: "/audit-reports/:id/reply",
    summary:
      "As the company: agree with what the report says of a control or see it differently, and hand the reply in",
    permission: permissions.answer,
    params: ById,
    body: Type.Object({
      controls: list(
        Type.Object({ id: ControlId, agrees: Type.Boolean(), words: text(4000), fileIds: FileIds }),
        1000,
      ),
      words: text(8000),
      fileIds: FileIds,
      /** Handed in; before that it is kept. */
      isDone: Type.Boolean(),
      rowVersion: RowVersion,
    }),
    output: changed,
    events: ["audit.report_replied"],
    errors: [
      notNow,
      raced,
      "audit.replied_already",
      "audit.differs_why",
      "audit.control_unknown",
      "file.not_found",
    ],
  },
  settleReply: {
    method: "POST",
    path: "/audit-reports/:id/controls/:controlId/settlement",
    summary: "Go through the company's reply: uphold, change the verdict, or withdraw, with the reason",
    permission: permissions.conduct,
    params: OneControl,
    body: Type.Object({
      settlement: oneOf("upheld", "changed", "withdrawn"),
      verdict: optional(Verdict),
      reason: text(1000),
      rowVersion: RowVersion,
    }),
    output: changed,
    events: ["audit.reply_settled"],
    errors: [
      notOnTeam,
      notNow,
      raced,
      "audit.reply_awaited",
      "audit.say_why",
      "audit.verdict_needed",
      "audit.seen_missing",
      "audit_control.not_found",
    ],
  },
  finishReport: {
    method: "POST",
    path: "/audit-reports/:id/final",
    summary:
      "Make a report final: the visit is held, what falls short becomes findings, what was seen is verified",
    permission: permissions.conduct,
    params: ById,
    body: Type.Object({ rowVersion: RowVersion }),
    output: Type.Object({ id: Id, findings: Type.Integer(), verified: Type.Integer(), result: Result }),
    events: [
      "audit.report_final",
      "audit.visit_held",
      "finding.raised",
      "inspection.seen_on_site",
      "inspection.standing_changed",
    ],
    errors: [
      notOnTeam,
      notNow,
      raced,
      "audit.not_lead",
      "audit.reply_awaited",
      "audit.replies_unsettled",
      "audit.visit_over",
    ],
  },
  signForReport: {
    method: "POST",
    path: "/audit-reports/:id/receipt",
    summary:
      "Acknowledge for the company that its final report was received; or note, as the lead, that this was refused",
    permission: [permissions.acknowledge, permissions.conduct],
    params: ById,
    body: Type.Object({ outcome: oneOf("signed", "refused"), reason: text(500) }),
    output: Type.Object({ id: Id }),
    events: ["audit.report_received"],
    errors: [notOnTeam, notNow, "audit.not_yours_to_sign", "audit.say_why", "audit.signed_already"],
  },
  downloadAuditReport: {
    method: "GET",
    path: "/audit-reports/:id/file",
    summary: "A report as PDF, or a final one as OSCAL assessment results",
    permission: own,
    params: ById,
    query: Type.Object({ format: oneOf("pdf", "oscal"), language: optional(Language) }),
    output: Type.Object({ id: Id }),
    carries: "download",
    limitPerMinute: 20,
    events: ["audit.report_read"],
    errors: [notNow],
  },
  getReportPhoto: {
    method: "GET",
    path: "/audit-reports/:id/photos/:number",
    summary: "A photo that stands in a report, for whoever reads the report",
    permission: own,
    params: Type.Object({ id: Id, number: Type.Integer({ minimum: 1, maximum: 300 }) }),
    output: Type.Object({ id: Id }),
    carries: "download",
    limitPerMinute: 240,
    events: ["audit.report_read"],
    errors: ["file.content_lost"],
  },
});
