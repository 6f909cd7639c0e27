// Empty lists to be filled in, with the headings of the reader's language.
import Type from "typebox";
import { contract, oneOf } from "#core/contract.ts";
import { either } from "./permissions.ts";

export const templated = ["audits", "findings", "plans"] as const;

export const templates = contract({
  downloadImportTemplate: {
    method: "GET",
    path: "/import-templates/:kind",
    summary:
      "An empty list to be filled in: the headings in the reader's language, as a workbook with what goes into each of them",
    permission: either,
    params: Type.Object({ kind: oneOf(...templated) }),
    query: Type.Object({ format: oneOf("csv", "xlsx") }),
    output: Type.Object({ kind: oneOf(...templated) }),
    carries: "download",
  },
});
