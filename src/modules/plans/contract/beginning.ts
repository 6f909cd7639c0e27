import Type from "typebox";
import { contract, Id, list, nullable, oneOf, text } from "#core/contract.ts";
import { permissions } from "./words.ts";

export const beginning = contract({
  listFindingsToPlan: {
    method: "GET",
    path: "/plans/findings",
    summary:
      "What a plan of a company may begin with: its findings that are to be remedied, those in another plan last",
    permission: permissions.write,
    query: Type.Object({ companyId: Id }),
    output: Type.Object({
      rows: list(
        Type.Object({
          id: Id,
          reference: text(80),
          title: text(300),
          severity: oneOf("critical", "high", "medium", "low"),
          /** The number of the plan that has it already: a finding is in one plan at a time. */
          inPlan: nullable(text(80)),
        }),
        200,
      ),
    }),
  },
});
