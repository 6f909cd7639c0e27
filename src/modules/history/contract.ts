import Type from "typebox";
import { contract, Id, Moment, nullable, oneOf, optional, page, paging, text } from "#core/contract.ts";

export const permissions = {
  read: "result.read",
  load: "result.import",
  loadAudits: "audit.import",
} as const;

export const history = contract({
  listEarlierResults: {
    method: "GET",
    path: "/earlier-results",
    summary:
      "Results of years before they were kept here, as lists said them, by area too; those that a later list corrected stay",
    permission: permissions.read,
    query: Type.Object({
      ...paging,
      companyId: optional(Id),
      fiscalYear: optional(Type.Integer({ minimum: 1900, maximum: 9999 })),
    }),
    output: page(
      Type.Object({
        id: Id,
        companyId: Id,
        code: text(40),
        name: text(200),
        fiscalYear: Type.Integer(),
        /** Empty for the company as a whole. */
        area: text(80),
        result: nullable(oneOf("meets", "improve", "serious", "not_known")),
        score: nullable(Type.Number()),
        edition: text(80),
        source: text(255),
        reason: nullable(text(500)),
        addedAt: Moment,
        /** When a corrected list put another one in its place. */
        replacedAt: nullable(Moment),
        /** The product kept this year itself since: it is shown in no picture. */
        isKeptHere: Type.Boolean(),
      }),
    ),
  },
});
