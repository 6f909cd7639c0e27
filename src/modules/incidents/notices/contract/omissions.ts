import Type from "typebox";
import { contract, Day, Id, Moment, nullable, oneOf, optional, page, paging, text } from "#core/contract.ts";
import { permissions, Severity } from "../../contract/words.ts";
import { Audience } from "./words.ts";

/** Of a notice of the decision table, or of a clock of law or contract. */
export const omissionKinds = ["notice", "clock"] as const;
/** Nobody else has looked at it yet; a second person agreed; one did not; a graver case asks for it again. */
export const omissionStandings = ["waiting", "agreed", "refused", "again"] as const;
export const omissionViews = [...omissionStandings, "all"] as const;

const narrowing = {
  companyId: optional(Id),
  divisionId: optional(Id),
  kind: optional(oneOf(...omissionKinds)),
  /** Days on which it was decided, in the zone of the group. */
  from: optional(Day),
  to: optional(Day),
};
const shown = { ...narrowing, view: optional(oneOf(...omissionViews)) };

const Omission = Type.Object({
  id: Id,
  kind: oneOf(...omissionKinds),
  /** The notice or the clock. */
  subjectId: Id,
  incidentId: Id,
  reference: text(80),
  companyName: text(200),
  /** Of a clock its legal entity. */
  entityName: nullable(text(200)),
  name: text(300),
  audience: nullable(Audience),
  /** How grave the case was; null of a clock, where it is not asked. */
  severity: nullable(Severity),
  standing: oneOf(...omissionStandings),
  reason: text(4000),
  criteria: nullable(text(4000)),
  decidedAt: Moment,
  decidedByName: nullable(text(201)),
  seenAt: nullable(Moment),
  seenByName: nullable(text(201)),
  said: text(2000),
});

export const omissions = contract({
  listOmissions: {
    method: "GET",
    path: "/notice-omissions",
    summary:
      "Decisions not to notify, of notices and of clocks of law, with reason, criteria and who looked at them: for whoever audits",
    permission: permissions.read,
    query: Type.Object({ ...paging, ...shown }),
    output: page(Omission),
  },
  countOmissions: {
    method: "GET",
    path: "/notice-omissions/count",
    summary: "How many decisions not to notify there are, by how far they are",
    permission: permissions.read,
    query: Type.Object(narrowing),
    output: Type.Object({
      views: Type.Object({
        waiting: Type.Integer(),
        agreed: Type.Integer(),
        refused: Type.Integer(),
        again: Type.Integer(),
        all: Type.Integer(),
      }),
      at: Moment,
    }),
  },
  exportOmissions: {
    method: "GET",
    path: "/notice-omissions/export",
    summary: "The decisions not to notify as a file, exactly as they are shown",
    permission: permissions.read,
    query: Type.Object({ ...shown, format: optional(oneOf("csv", "xlsx")) }),
    output: Type.Object({ rows: Type.Integer() }),
    carries: "download",
    events: ["notice.omissions_exported"],
  },
});
