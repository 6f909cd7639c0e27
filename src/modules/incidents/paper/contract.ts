import Type from "typebox";
import { contract, Id, Language } from "#core/contract.ts";
import { ById, permissions } from "../contract/words.ts";

const paper = {
  method: "GET",
  permission: permissions.read,
  params: ById,
  output: Type.Object({ id: Id }),
  carries: "download",
  limitPerMinute: 20,
  events: ["incident.paper_taken"],
} as const;

export const paperContract = contract({
  downloadBrief: {
    ...paper,
    path: "/incidents/:id/brief/paper",
    summary:
      "The executive brief on one page: the last one that was written, or a beginning from the facts, with the clocks that run",
    query: Type.Object({ language: Language }),
  },
  downloadAuthorityReport: {
    ...paper,
    path: "/incident-clocks/:id/paper",
    summary:
      "What is reported under one clock of law: the facts for its authority, what is not yet known, lines to fill in, and the rule",
    query: Type.Object({ language: Language }),
    errors: ["incident.clock_gone"],
  },
});
