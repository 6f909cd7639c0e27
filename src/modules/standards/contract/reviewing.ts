import {
  contract,
  Day,
  Id,
  list,
  Moment,
  nullable,
  oneOf,
  optional,
  RowVersion,
  text,
} from "#core/contract.ts";
import Type from "typebox";
import { byId, permissions } from "./words.ts";

const OpinionKind = oneOf("sent", "opinion", "adviser", "approved", "returned");

export const reviewing = contract({
  getReview: {
    method: "GET",
    path: "/editions/:id/review",
    summary: "Who said what of which content of an edition, and whether it may be published",
    permission: permissions.publish,
    ...byId,
    output: Type.Object({
      opinions: list(
        Type.Object({
          id: Id,
          kind: OpinionKind,
          words: text(4000),
          personFamilyName: text(100),
          personGivenName: text(100),
          adviserName: nullable(text(200)),
          adviserFirm: nullable(text(200)),
          givenOn: Day,
          at: Moment,
          /** Whether the content is still the one it was said of. */
          isOfThisContent: Type.Boolean(),
        }),
        500,
      ),
      isApproved: Type.Boolean(),
      can: Type.Object({
        /** Why the reader cannot approve: wrote it, or sent it; null: can. */
        approve: nullable(oneOf("not_in_review", "sent_by_you", "written_by_you")),
      }),
    }),
    errors: ["edition.not_found", "standard.needs_whole_group"],
  },
  sendToReview: {
    method: "POST",
    path: "/editions/:id/review",
    summary: "Ends writing for now: from here on what is looked at cannot change until it is sent back",
    permission: permissions.publish,
    ...byId,
    body: Type.Object({ words: text(4000, 1), rowVersion: RowVersion }),
    output: Type.Object({ contentSha256: text(64) }),
    events: ["standard.sent_to_review"],
    errors: [
      "edition.not_found",
      "edition.not_a_draft",
      "edition.changed_meanwhile",
      "edition.not_complete",
      "edition.carry_over_open",
      "edition.errata_open",
      "standard.needs_whole_group",
    ],
  },
  giveOpinion: {
    method: "POST",
    path: "/editions/:id/opinions",
    summary:
      "An opinion on the content in review: one's own, one's approval, or what an outside adviser said",
    permission: permissions.publish,
    ...byId,
    body: Type.Object({
      kind: oneOf("opinion", "adviser", "approved"),
      words: text(4000, 1),
      adviserName: optional(text(200, 1)),
      adviserFirm: optional(text(200, 1)),
      givenOn: optional(Day),
    }),
    output: Type.Object({ id: Id }),
    events: ["standard.opinion_given"],
    errors: [
      "edition.not_found",
      "edition.not_in_review",
      "edition.own_approval",
      "edition.adviser_unnamed",
      "edition.day_ahead",
      "standard.needs_whole_group",
    ],
  },
  returnToDraft: {
    method: "DELETE",
    path: "/editions/:id/review",
    summary: "Sends an edition in review back to its authors, with a reason",
    permission: permissions.publish,
    ...byId,
    body: Type.Object({ words: text(4000, 1) }),
    output: Type.Object({ isDraft: Type.Boolean() }),
    events: ["standard.returned_to_draft"],
    errors: ["edition.not_found", "edition.not_in_review", "standard.needs_whole_group"],
  },
});
