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
  downloadNotice: {
    ...paper,
    path: "/incident-notices/:id/paper",
    summary:
      "A notice as letters, one for each recipient who reads the language: the approved text, or the last one marked as a draft",
    query: Type.Object({ language: Language }),
    errors: ["notice.no_text_for_language"],
  },
});
