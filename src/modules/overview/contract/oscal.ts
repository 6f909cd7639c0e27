import { contract, Id, Language, oneOf, optional, text } from "#core/contract.ts";
import { permissions } from "#modules/inspections/contract.ts";
import Type from "typebox";

/** `results`: OSCAL assessment results. `plan`: open shortfalls as a plan of action and milestones (POA&M). */
export const Document = oneOf("results", "plan");
const chosen = { document: Document, language: optional(Language) };

/** What goes out holds the company's own words, so it is for those who may read its answers. */
export const oscal = contract({
  exportResultAsOscal: {
    method: "GET",
    path: "/inspections/:id/oscal",
    summary:
      "One company's inspection as OSCAL assessment results, or its open shortfalls as a plan of action",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    query: Type.Object(chosen),
    output: Type.Object({ id: Id, uuid: text(36) }),
    carries: "download",
    events: ["result.exported"],
    errors: ["inspection.not_found", "result.no_shortfall"],
  },
  exportRoundAsOscal: {
    method: "GET",
    path: "/rounds/:id/oscal",
    summary: "The same of every company of a round that one may see, as a ZIP with one document each",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    query: Type.Object(chosen),
    output: Type.Object({ id: Id, companies: Type.Integer() }),
    carries: "download",
    limitPerMinute: 10,
    events: ["result.exported"],
    errors: ["round.not_found", "result.no_shortfall"],
  },
});
