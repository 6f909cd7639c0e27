import { contract, Id, list, Moment, nullable, oneOf, optional, text } from "#core/contract.ts";
import Type from "typebox";
import { CorrectedWords } from "./errata.ts";
import { byId, Count, Key, permissions, reading, Said } from "./words.ts";

const refusals = ["edition.not_found", "edition.not_a_draft", "standard.needs_whole_group"];

/** An erratum of an edition of the standard, and where it was issued. */
const Corrected = {
  erratumId: Id,
  editionId: Id,
  edition: text(40),
  number: Type.Integer({ minimum: 1 }),
  controlId: Key,
  title: Said,
  issuedAt: Moment,
  reason: text(1000),
  before: CorrectedWords,
  corrected: CorrectedWords,
};

export const draftErrata = contract({
  listErrataNotHere: {
    method: "GET",
    path: "/editions/:id/errata/not-here",
    summary:
      "What errata of other editions corrected and this edition has not, and why where somebody said so",
    permission: reading,
    ...byId,
    output: Type.Object({
      rows: list(
        Type.Object({
          ...Corrected,
          /** Its words in this edition. */
          here: CorrectedWords,
          /** The same with the corrected ones put in. */
          taken: CorrectedWords,
          /** Why they stay; null where nobody has said anything. */
          keptBecause: nullable(text(1000)),
        }),
        500,
      ),
    }),
    errors: ["edition.not_found"],
  },
  listDraftErrata: {
    method: "GET",
    path: "/editions/:id/draft/errata",
    summary:
      "Errata of the standard that a draft neither has nor has answered: issued since it was begun, or with the old words back in it",
    permission: permissions.publish,
    ...byId,
    output: Type.Object({
      rows: list(
        Type.Object({
          ...Corrected,
          /** Whether the draft reads as before the correction, although it was begun with it or of another edition. */
          isBack: Type.Boolean(),
          /** The draft's words; null where the control is gone and others came from it. */
          draft: nullable(CorrectedWords),
          /** The draft's words with the corrected ones put in; what its authors rewrote stays theirs. Null: nothing is taken. */
          taken: nullable(CorrectedWords),
          /** Whether the corrected words are in `taken` as a whole. */
          isWhole: Type.Boolean(),
          /** Controls of the draft that came from it. */
          origins: list(Key, 50),
        }),
        500,
      ),
    }),
    errors: refusals,
  },
  decideDraftErrata: {
    method: "PUT",
    path: "/editions/:id/draft/errata",
    summary: "Takes corrected words over into a draft, or says why its own words stay",
    permission: permissions.publish,
    ...byId,
    body: Type.Object({
      decisions: Type.Array(
        Type.Object({
          erratumId: Id,
          decision: oneOf("taken", "kept"),
          /** Why the draft's words stay. */
          reason: optional(nullable(text(1000))),
        }),
        { minItems: 1, maxItems: 500 },
      ),
    }),
    output: Type.Object({ open: Count }),
    events: ["standard.draft_errata_decided"],
    errors: [
      ...refusals,
      "erratum.not_open_here",
      "erratum.needs_reason",
      "erratum.nothing_to_take",
      "edition.words_unknown",
    ],
  },
});
