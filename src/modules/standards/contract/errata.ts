import { contract, Id, Language, list, Moment, nullable, oneOf, text } from "#core/contract.ts";
import Type from "typebox";
import { ControlWords } from "../edition.ts";
import { byId, Count, Key, permissions, reading } from "./words.ts";

/** What an erratum may correct: words. What a control asks of whom is another edition's to change. */
export const CorrectedWords = ControlWords;

const ofControl = {
  params: Type.Object({ id: Id, controlId: Key }),
} as const;

const Erratum = Type.Object({
  id: Id,
  controlId: Key,
  /** By edition, from 1; null until it is issued. */
  number: nullable(Type.Integer({ minimum: 1 })),
  state: oneOf("proposed", "issued", "dropped"),
  words: CorrectedWords,
  before: CorrectedWords,
  reason: text(1000),
  asksAgain: Type.Boolean(),
  /** Null where the reader may not see who it was. */
  proposedFamilyName: nullable(text(100)),
  proposedGivenName: nullable(text(100)),
  proposedAt: Moment,
  decidedFamilyName: nullable(text(100)),
  decidedGivenName: nullable(text(100)),
  decidedAt: nullable(Moment),
  droppedBecause: nullable(text(1000)),
});

/** One that an edition came here with: its words hold it already. */
const Brought = Type.Object({
  number: Type.Integer({ minimum: 1 }),
  controlId: Key,
  issuedAt: Moment,
  reason: text(1000),
  asksAgain: Type.Boolean(),
  before: CorrectedWords,
  words: CorrectedWords,
});

const refusals = ["edition.not_found", "standard.needs_whole_group", "erratum.not_found"];

export const errata = contract({
  listErrata: {
    method: "GET",
    path: "/editions/:id/errata",
    summary:
      "Corrections of words of an edition in force, the newest first; proposed ones only for those who publish",
    permission: reading,
    ...byId,
    output: Type.Object({
      rows: list(Erratum, 500),
      brought: list(Brought, 1000),
      can: Type.Object({ propose: Type.Boolean() }),
    }),
    errors: ["edition.not_found"],
  },
  getErratum: {
    method: "GET",
    path: "/errata/:id",
    summary: "Where an erratum stands: its edition, its control, and whether it waits for a decision",
    permission: permissions.publish,
    ...byId,
    output: Type.Object({ editionId: Id, controlId: Key, state: oneOf("proposed", "issued", "dropped") }),
    errors: ["standard.needs_whole_group", "erratum.not_found"],
  },
  getWordsToCorrect: {
    method: "GET",
    path: "/editions/:id/controls/:controlId/erratum",
    summary:
      "The words of a control in force as they are written, corrected so far, and what is proposed for them",
    permission: permissions.publish,
    ...ofControl,
    output: Type.Object({
      words: CorrectedWords,
      /** The language it is written in first. */
      original: Language,
      proposed: nullable(Erratum),
      /** Why the reader cannot issue what is proposed; null: can. */
      whyNotIssue: nullable(oneOf("nothing_proposed", "proposed_by_you")),
    }),
    errors: [...refusals, "control.not_found", "edition.not_in_force"],
  },
  proposeErratum: {
    method: "POST",
    path: "/editions/:id/controls/:controlId/erratum",
    summary: "Proposes corrected words for a control in force; another person issues them",
    permission: permissions.publish,
    ...ofControl,
    body: Type.Object({
      words: CorrectedWords,
      reason: text(1000, 1),
      /** Whether whoever has answered says again whether the answer is true. */
      asksAgain: Type.Boolean(),
      /** Languages whose words stay: the author says of each that it already says the right thing. */
      othersHold: Type.Optional(list(Language, 3)),
    }),
    output: Type.Object({ id: Id }),
    events: ["standard.erratum_proposed"],
    errors: [
      ...refusals,
      "control.not_found",
      "edition.not_in_force",
      "erratum.nothing_changed",
      "erratum.word_missing",
      "erratum.languages_unsaid",
      "edition.words_unknown",
      "errata_one_open",
    ],
  },
  issueErratum: {
    method: "POST",
    path: "/errata/:id/issue",
    summary: "Puts corrected words in force; who proposed them cannot",
    permission: permissions.publish,
    ...byId,
    body: Type.Object({}),
    output: Type.Object({ number: Count }),
    events: ["standard.erratum_issued"],
    errors: [...refusals, "erratum.decided_already", "erratum.own_proposal", "erratum.words_moved"],
  },
  dropErratum: {
    method: "POST",
    path: "/errata/:id/drop",
    summary: "Drops proposed words, with a reason",
    permission: permissions.publish,
    ...byId,
    body: Type.Object({ reason: text(1000, 1) }),
    output: Type.Object({ isDropped: Type.Boolean() }),
    events: ["standard.erratum_dropped"],
    errors: [...refusals, "erratum.decided_already"],
  },
});
