// Links by which a company lets report without signing in, as whoever keeps them sees them.
import Type from "typebox";
import {
  contract,
  Day,
  Id,
  Language,
  list,
  Moment,
  nullable,
  optional,
  page,
  paging,
  RowVersion,
  text,
} from "#core/contract.ts";
import { ById, workers } from "../../contract/words.ts";

const said = {
  label: text(120, 1),
  unitId: optional(nullable(Id)),
  languages: Type.Array(Language, { minItems: 1, maxItems: 3 }),
  phone: text(60),
  validTo: optional(nullable(Day)),
};
const changed = Type.Object({ id: Id, rowVersion: RowVersion });
const unknownPlace = "incident.unknown_place";
const changedMeanwhile = "report_link.changed_meanwhile";

export const links = contract({
  listReportLinks: {
    method: "GET",
    path: "/report-links",
    summary: "The links by which companies let report without signing in, with how much came by each",
    permission: workers,
    query: Type.Object({
      ...paging,
      companyId: optional(Id),
      isOver: optional(Type.Boolean()),
      search: optional(text(100)),
    }),
    output: page(
      Type.Object({
        id: Id,
        companyId: Id,
        companyName: text(200),
        unitId: nullable(Id),
        unitName: nullable(text(200)),
        label: text(120),
        /** Null of one that is over: it opens nothing any more. */
        address: nullable(text(500)),
        code: nullable(text(20)),
        languages: list(Language, 3),
        phone: text(60),
        validTo: nullable(Day),
        isOver: Type.Boolean(),
        madeAt: Moment,
        madeByName: nullable(text(201)),
        renewedAt: nullable(Moment),
        revokedAt: nullable(Moment),
        reports: Type.Integer(),
        lastAt: nullable(Moment),
        rowVersion: RowVersion,
      }),
    ),
  },
  makeReportLink: {
    method: "POST",
    path: "/report-links",
    summary: "Make a link by which anybody may report to this company without signing in",
    permission: workers,
    body: Type.Object({ companyId: Id, ...said }),
    output: changed,
    events: ["report_link.made"],
    errors: [unknownPlace, "report_link.too_many", "report_link.ends_before_today"],
  },
  changeReportLink: {
    method: "PUT",
    path: "/report-links/:id",
    summary:
      "Change where a link hangs, its languages, the telephone number beside it, or until when it works",
    permission: workers,
    params: ById,
    body: Type.Object({ ...said, rowVersion: RowVersion }),
    output: changed,
    events: ["report_link.changed"],
    errors: [changedMeanwhile, unknownPlace, "report_link.over", "report_link.ends_before_today"],
  },
  renewReportLink: {
    method: "POST",
    path: "/report-links/:id/renewal",
    summary: "Give a link a new address; the one before opens nothing from now on",
    permission: workers,
    params: ById,
    body: Type.Object({ rowVersion: RowVersion }),
    output: changed,
    events: ["report_link.renewed"],
    errors: [changedMeanwhile, "report_link.over"],
  },
  revokeReportLink: {
    method: "POST",
    path: "/report-links/:id/revocation",
    summary: "Take a link back; reports that came by it stay",
    permission: workers,
    params: ById,
    body: Type.Object({ rowVersion: RowVersion }),
    output: changed,
    events: ["report_link.revoked"],
    errors: [changedMeanwhile, "report_link.over"],
  },
  getReportPoster: {
    method: "GET",
    path: "/report-links/:id/poster",
    summary: "The page to print and put up: how to report, with the link as a picture for telephones",
    permission: workers,
    params: ById,
    query: Type.Object({ language: Language }),
    output: Type.Object({ id: Id }),
    carries: "download",
    errors: ["report_link.over"],
  },
});
