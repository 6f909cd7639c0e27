// What the group made of a catalogue: its own editions, and these as profiles for others.
import { contract, Id, list, oneOf, optional, text } from "#core/contract.ts";
import Type from "typebox";
import { byId, Code, Count, permissions } from "./words.ts";

export const tailoring = contract({
  listTailorings: {
    method: "GET",
    path: "/catalogues/:id/tailorings",
    summary: "Editions that were made of a catalogue: how much of it each asks, by tier, and what it adds",
    permission: permissions.take,
    ...byId,
    output: Type.Object({
      rows: list(
        Type.Object({
          editionId: Id,
          standard: text(40),
          edition: text(40),
          state: oneOf("draft", "in_review", "published", "retired"),
          taken: Count,
          /** Controls that are not of the catalogue. */
          added: Count,
          /** Controls without guidance or examples, of items that have some. */
          unguided: Count,
          tiers: list(Type.Object({ id: text(40), name: text(4000), taken: Count }), 20),
        }),
        50,
      ),
    }),
    errors: ["catalogue.not_found"],
  },
  downloadTailored: {
    method: "GET",
    path: "/catalogues/:id/tailorings/:editionId",
    summary:
      "What an edition takes of a catalogue and changes in it, as an OSCAL profile that resolves to the same",
    permission: permissions.take,
    carries: "download",
    params: Type.Object({ id: Id, editionId: Id }),
    query: Type.Object({ tier: optional(Code) }),
    output: Type.Object({ id: Id }),
    errors: [
      "catalogue.not_found",
      "edition.not_found",
      "catalogue.nothing_tailored",
      "catalogue.tailored_invalid",
      "catalogue.too_large",
      "catalogue.profile_too_deep",
      "file.content_lost",
    ],
  },
  bringGuidance: {
    method: "POST",
    path: "/catalogues/:id/tailorings/:editionId/guidance",
    summary:
      "Fills what is empty in a draft that was made of a catalogue: guidance, examples and functions of its items; nothing that stands there is touched",
    permission: permissions.take,
    params: Type.Object({ id: Id, editionId: Id }),
    output: Type.Object({ guided: Count, functions: Count }),
    events: ["standard.changed"],
    errors: [
      "standard.needs_whole_group",
      "catalogue.not_found",
      "catalogue.not_applied",
      "edition.not_found",
      "edition.not_a_draft",
      "catalogue.nothing_to_bring",
    ],
  },
});
