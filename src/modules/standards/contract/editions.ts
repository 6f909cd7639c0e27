import {
  contract,
  Day,
  Id,
  Language,
  list,
  Moment,
  nullable,
  oneOf,
  optional,
  RowVersion,
  text,
} from "#core/contract.ts";
import Type from "typebox";
import { byId, Count, EditionCode, EditionState, Key, Named, permissions, reading, Said } from "./words.ts";

const Verdict = oneOf("met", "partly", "not_met", "unknown", "not_applicable");

const ChangeCounts = Type.Object({
  unchanged: Count,
  reworded: Count,
  changed: Count,
  split: Count,
  merged: Count,
  new: Count,
  withdrawn: Count,
});

export const EditionRow = Type.Object({
  id: Id,
  standard: text(40),
  edition: text(40),
  name: Said,
  state: EditionState,
  effectiveOn: nullable(Day),
  publishedAt: nullable(Moment),
  publishReason: nullable(text(1000)),
  contentSha256: text(64),
  /** Whether somebody of the group wrote in it; then another person must approve it. */
  isWrittenHere: Type.Boolean(),
  previousId: nullable(Id),
  /** Corrections of its words: since it was published, and with which it came here. */
  errata: Count,
  controls: Count,
  mandatory: Count,
  changes: nullable(ChangeCounts),
  rowVersion: RowVersion,
});

/** One thing that is looked at before an edition is published. */
const Check = Type.Object({
  id: oneOf(
    "content",
    "form",
    "asked",
    "carry_over",
    "errata",
    "approval",
    "words_ja",
    "words_en",
    "words_zh",
    "translations",
    "proof",
    "test",
    "references",
    "functions",
    "harms",
    "parameters",
  ),
  /** Whether a shortfall keeps the edition from being published. */
  isNeeded: Type.Boolean(),
  of: Count,
  /** Controls, or places in the data, that fall short. */
  missing: list(text(200), 3000),
});

const Counted = Type.Object({ ...Named, controls: Count });

export const editions = contract({
  listEditions: {
    method: "GET",
    path: "/editions",
    summary: "Editions of the group's standards, the newest first; drafts only for those who publish",
    permission: reading,
    output: Type.Object({
      rows: list(
        // One on an outside catalogue stands beside the group's own: one may be in force of each standard.
        Type.Object({ ...EditionRow.properties, isInForce: Type.Boolean() }),
        200,
      ),
      /** Of the group's own standard: the one that holds today; else the next to come; null before the first is published. */
      inForceId: nullable(Id),
      /** Standards that the product brings along and that have not been taken over yet. */
      offered: list(Type.Object({ standard: text(40), edition: text(40), name: Said, controls: Count }), 10),
      can: Type.Object({ publish: Type.Boolean() }),
    }),
  },
  draftEdition: {
    method: "POST",
    path: "/editions",
    summary:
      "A new draft: the standard that the product brings along, or the next edition after one of the group's",
    permission: permissions.publish,
    body: Type.Object({
      from: oneOf("built_in", "edition", "file"),
      /** With `edition`: which one is copied. */
      editionId: optional(Id),
      /** With `file`: an uploaded edition (purpose `edition`). */
      fileId: optional(Id),
      /** How the new one is called; a file has a name of its own. */
      edition: optional(EditionCode),
    }),
    /** Of a file: decisions on the answers before that were made of another edition than the one it follows here. */
    output: Type.Object({ id: Id, rulesLeft: Count }),
    events: ["standard.drafted"],
    errors: [
      "editions_unique",
      "edition.not_found",
      "edition.needs_name",
      "edition.file_unreadable",
      "edition.other_form",
      "edition.ids_used",
      "edition.file_wrong",
      "edition.oscal_foreign",
      "edition.oscal_nested",
      "file.not_found",
      "standard.needs_whole_group",
    ],
  },
  getEdition: {
    method: "GET",
    path: "/editions/:id",
    summary: "An edition without its controls: areas, tags, tiers, scales and how results are computed",
    permission: reading,
    ...byId,
    output: Type.Object({
      ...EditionRow.properties,
      purpose: nullable(Said),
      revisionRule: nullable(Said),
      parametersNote: nullable(Said),
      languages: list(Language, 3),
      areas: list(
        Type.Object({ ...Named, question: nullable(Said), controls: Count, mandatory: Count, weight: Count }),
        100,
      ),
      topics: list(Counted, 500),
      functions: list(Counted, 50),
      harms: list(Counted, 50),
      tiers: list(
        Type.Object({
          ...Named,
          criteria: nullable(Said),
          visitYears: nullable(Count),
          required: Count,
          recommended: Count,
          mandatory: Count,
        }),
        20,
      ),
      tierRule: nullable(Said),
      scopeConditions: list(Type.Object({ id: Key, question: Said, controls: Count }), 50),
      sharedServices: list(Counted, 100),
      inheritanceRule: nullable(Said),
      cadences: list(Type.Object({ ...Named, evidenceValidDays: Count, controls: Count }), 50),
      evidenceValidityRule: nullable(Said),
      answerScale: list(
        Type.Object({ id: Verdict, name: Said, needs: Said, halfPoints: nullable(Count) }),
        5,
      ),
      assuranceLevels: list(Type.Object({ ...Named, meaning: Said }), 4),
      maturity: Type.Object({
        levels: list(Type.Object({ level: Count, name: Said, meaning: Said }), 6),
        rule: nullable(Said),
        weights: list(Count, 11),
        tiers: list(Key, 20),
      }),
      scoring: Type.Object({
        meetsFromPercent: Count,
        seriousBelowPercent: Count,
        results: list(
          Type.Object({ id: oneOf("meets", "improve", "serious", "not_known"), name: Said, rule: Said }),
          4,
        ),
        companyScore: nullable(Said),
        mandatoryRule: nullable(Said),
        missingAnswers: nullable(Said),
        groupView: nullable(Said),
      }),
      referenceSets: list(Type.Object({ ...Named, note: nullable(Said), items: Count, touched: Count }), 50),
      can: Type.Object({ publish: Type.Boolean() }),
    }),
    errors: ["edition.not_found"],
  },
  exportEdition: {
    method: "GET",
    path: "/editions/:id/file",
    summary: "The whole edition in all its languages as one file that can be brought in again",
    permission: reading,
    ...byId,
    output: Type.Object({ id: Id, contentSha256: text(64) }),
    carries: "download",
    errors: ["edition.not_found"],
  },
  exportEditionAsOscal: {
    method: "GET",
    path: "/editions/:id/oscal",
    summary:
      "The edition as an OSCAL catalogue, its prose in one language, that can be brought in again as it is",
    permission: reading,
    ...byId,
    query: Type.Object({ language: optional(Language) }),
    output: Type.Object({ id: Id, contentSha256: text(64) }),
    carries: "download",
    errors: ["edition.not_found"],
  },
  checkEdition: {
    method: "GET",
    path: "/editions/:id/checks",
    summary: "What is looked at before an edition is published, and what of it is missing",
    permission: permissions.publish,
    ...byId,
    output: Type.Object({
      checks: list(Check, 20),
      canPublish: Type.Boolean(),
      effect: Type.Object({
        /** The day that the page offers first. */
        proposedOn: Day,
        /** Rounds of the same standard that run: they go on under the edition with which they began. */
        running: list(Type.Object({ name: text(200), edition: text(40) }), 5),
      }),
    }),
    errors: ["edition.not_found", "standard.needs_whole_group"],
  },
  publishEdition: {
    method: "POST",
    path: "/editions/:id/publication",
    summary: "Puts a draft into force from a day on; from then on it never changes",
    permission: permissions.publish,
    ...byId,
    body: Type.Object({
      effectiveOn: Day,
      reason: text(1000, 1),
      /** A day that has passed is taken only where it is said that it is meant; the reason says why. */
      evenIfPast: optional(Type.Boolean()),
      rowVersion: RowVersion,
    }),
    output: Type.Object({ id: Id, contentSha256: text(64) }),
    events: ["standard.published"],
    errors: [
      "edition.not_found",
      "edition.changed_meanwhile",
      "edition.published_already",
      "edition.content_differs",
      "edition.not_complete",
      "edition.not_later",
      "edition.day_past",
      "edition.not_approved",
      "edition.carry_over_open",
      "edition.errata_open",
      "standard.needs_whole_group",
    ],
  },
});
