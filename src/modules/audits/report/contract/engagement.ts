// Before and around a visit: documents that the company is asked for, meetings, where one walks.
import Type from "typebox";
import { contract, Day, Id, list, nullable, oneOf, optional, RowVersion, text } from "#core/contract.ts";
import { permissions } from "../../programme/contract/words.ts";
import { ControlId } from "../../visits/contract/words.ts";
import { AgendaLine, FileIds, Requests } from "./words.ts";

const ById = Type.Object({ id: Id });
const notOnTeam = "audit.not_on_team";
const raced = "audit_request.changed_meanwhile";

export const engagement = contract({
  getAuditPreparation: {
    method: "GET",
    path: "/audit-visits/:id/preparation",
    summary: "What the company is asked for before a visit and has brought, and how the visit goes",
    permission: [permissions.read, permissions.readOwn],
    params: ById,
    output: Type.Object({
      visitId: Id,
      /** Null while only its month is known. */
      beginsOn: nullable(Day),
      /** Held or called off: nothing comes any more. */
      isOver: Type.Boolean(),
      companyId: Id,
      requests: Requests,
      agenda: list(AgendaLine, 200),
      /** 0 while nobody has written one. */
      agendaVersion: Type.Integer(),
      can: Type.Object({ conduct: Type.Boolean(), answer: Type.Boolean() }),
    }),
  },
  askForDocuments: {
    method: "POST",
    path: "/audit-visits/:id/requests",
    summary: "Ask the company for documents before a visit, each with its day",
    permission: permissions.conduct,
    params: ById,
    body: Type.Object({
      requests: Type.Array(Type.Object({ what: text(1000, 1), controlId: optional(ControlId), dueOn: Day }), {
        minItems: 1,
        maxItems: 50,
      }),
    }),
    output: Type.Object({ ids: list(Id, 50) }),
    events: ["audit.documents_asked"],
    errors: [notOnTeam, "audit.visit_over", "audit.day_past", "audit.requests_many"],
  },
  answerAuditRequest: {
    method: "POST",
    path: "/audit-requests/:id/answers",
    summary: "Bring what an audit asks for: words, files, or both",
    permission: permissions.answer,
    params: ById,
    body: Type.Object({ words: text(4000), fileIds: FileIds, rowVersion: RowVersion }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["audit.document_given"],
    errors: [raced, "audit.request_over", "audit.words_or_files", "file.not_found"],
  },
  judgeAuditRequest: {
    method: "POST",
    path: "/audit-requests/:id/judgement",
    summary: "Accept what the company has brought, ask again with a new day, or withdraw the request",
    permission: permissions.conduct,
    params: ById,
    body: Type.Object({
      judgement: oneOf("accepted", "asked_again", "withdrawn"),
      words: text(4000),
      dueOn: optional(Day),
      rowVersion: RowVersion,
    }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["audit.request_judged"],
    errors: [raced, notOnTeam, "audit.request_over", "audit.say_why", "audit.day_past"],
  },
  setAuditAgenda: {
    method: "PUT",
    path: "/audit-visits/:id/agenda",
    summary: "Write how a visit goes: meetings with who was there and minutes, and where one walks when",
    permission: permissions.conduct,
    params: ById,
    body: Type.Object({
      lines: list(AgendaLine, 200),
      /** 0 for the first. */
      agendaVersion: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    }),
    output: Type.Object({ agendaVersion: Type.Integer() }),
    events: ["audit.agenda_set"],
    errors: [notOnTeam, "audit.visit_over", "audit_agenda.changed_meanwhile"],
  },
});
