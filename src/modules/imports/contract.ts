import Type from "typebox";
import { contract, Day, Id, list, nullable, oneOf, optional, text } from "#core/contract.ts";

export const permissions = { organization: "organization.import" } as const;

/** The file in base64. Bounded below the body limit of the server. */
const Content = Type.String({ minLength: 4, maxLength: 1_000_000, pattern: "^[A-Za-z0-9+/]+={0,2}$" });
const Problem = Type.Object({
  field: text(40),
  code: text(60),
  given: text(2000),
  candidates: optional(list(Type.Object({ id: Id, name: text(200) }), 50)),
});

export const imports = contract({
  checkCompanyFile: {
    method: "POST",
    path: "/imports/companies/check",
    summary:
      "What a company list would do, with a verdict for every row below its heading; nothing is written",
    permission: permissions.organization,
    readOnly: true,
    body: Type.Object({ content: Content }),
    output: Type.Object({
      encoding: text(20),
      headingRow: Type.Integer(),
      labels: list(text(2000), 500),
      mapping: Type.Record(Type.String({ maxLength: 40 }), Type.Integer()),
      rows: list(
        Type.Object({
          rowNumber: Type.Integer(),
          verdict: oneOf("new", "change", "same", "conflict", "error", "left_out"),
          subjectId: nullable(Id),
          name: nullable(text(2000)),
          problems: list(Problem, 20),
          differences: list(text(40), 20),
        }),
        200_000,
      ),
    }),
    errors: [
      "import.not_text",
      "import.unclosed_quote",
      "import.too_many_rows",
      "import.too_many_columns",
      "import.no_heading",
    ],
  },
  applyCompanyFile: {
    method: "POST",
    path: "/imports/companies/apply",
    summary:
      "Adds the new companies of the rows named, all or none; rows that are no longer new are told, not applied",
    permission: permissions.organization,
    body: Type.Object({
      content: Content,
      rowNumbers: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 500, uniqueItems: true }),
      /** For rows without a day of their own. */
      from: Day,
      reason: optional(text(500)),
    }),
    output: Type.Object({
      added: list(Type.Object({ rowNumber: Type.Integer(), id: Id }), 500),
      notApplied: list(Type.Integer(), 500),
    }),
    events: ["company.joined"],
    errors: [
      "import.not_text",
      "import.unclosed_quote",
      "import.too_many_rows",
      "import.too_many_columns",
      "import.no_heading",
      "change.backdated_needs_reason",
    ],
  },
});
