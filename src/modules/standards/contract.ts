import Type from "typebox";
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
  page,
  paging,
  RowVersion,
  text,
} from "#core/contract.ts";

export const permissions = {
  read: "standard.read",
  /** Drafting and publishing editions; only where it reaches the whole group. */
  publish: "standard.publish",
} as const;

// Whoever may publish also sees drafts, so the stronger right is looked for first.
const reading = [permissions.publish, permissions.read] as const;

export const EditionState = oneOf("draft", "published", "retired");
export const ControlChange = oneOf("unchanged", "changed", "new", "withdrawn");
const Demand = oneOf("required", "recommended", "none");
const Verdict = oneOf("met", "partly", "not_met", "unknown", "not_applicable");
const Key = text(80, 1);
const Count = Type.Integer({ minimum: 0 });

/** Words of the standard in the reader's language, or in the one they are written in. */
export const Said = Type.Object({ text: text(4000), lang: Language });
const Named = { id: Key, name: Said };
const ChangeCounts = Type.Object({ unchanged: Count, changed: Count, new: Count, withdrawn: Count });

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
  controls: Count,
  mandatory: Count,
  changes: nullable(ChangeCounts),
  rowVersion: RowVersion,
});

export const ControlRow = Type.Object({
  id: Key,
  area: Key,
  topic: Key,
  title: Said,
  mandatory: Type.Boolean(),
  weight: Count,
  tiers: Type.Record(Type.String({ maxLength: 40 }), Demand),
  functions: list(Key, 10),
  harms: list(Key, 10),
  appliesWhen: Key,
  cadence: Key,
  inheritsFrom: nullable(Key),
  metric: nullable(Key),
  /** The title in the second language that the reader asked for. */
  besideTitle: nullable(Said),
});

/** What a control asks, in one language. */
const Wording = Type.Object({
  title: Said,
  requirement: Said,
  evidence: list(Said, 20),
  auditTest: nullable(Said),
});

/** One thing that is looked at before an edition is published. */
const Check = Type.Object({
  id: oneOf("content", "form", "words_ja", "words_en", "words_zh", "proof", "test", "asked", "references"),
  /** Whether a shortfall keeps the edition from being published. */
  isNeeded: Type.Boolean(),
  of: Count,
  /** Controls, or places in the data, that fall short. */
  missing: list(text(200), 3000),
});

const Counted = Type.Object({ ...Named, controls: Count });
const byId = { params: Type.Object({ id: Id }) } as const;

export const standards = contract({
  listEditions: {
    method: "GET",
    path: "/editions",
    summary: "Editions of the group's standards, the newest first; drafts only for those who publish",
    permission: reading,
    output: Type.Object({
      rows: list(EditionRow, 200),
      /** The one that holds today; else the next to come; null before the first is published. */
      inForceId: nullable(Id),
      /** Standards that the product brings along and that have not been taken over yet. */
      offered: list(Type.Object({ standard: text(40), edition: text(40), name: Said, controls: Count }), 10),
      can: Type.Object({ publish: Type.Boolean() }),
    }),
  },
  draftEdition: {
    method: "POST",
    path: "/editions",
    summary: "Takes over the standard that the product brings along, as a draft",
    permission: permissions.publish,
    body: Type.Object({ from: oneOf("built_in") }),
    output: Type.Object({ id: Id }),
    events: ["standard.drafted"],
    errors: ["editions_unique", "standard.needs_whole_group"],
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
  listControls: {
    method: "GET",
    path: "/editions/:id/controls",
    summary: "Controls of an edition by area, purpose, function, tier or words, in the edition's order",
    permission: reading,
    ...byId,
    query: Type.Object({
      ...paging,
      area: optional(Key),
      topic: optional(Key),
      harm: optional(Key),
      function: optional(Key),
      tier: optional(Key),
      demand: optional(oneOf("required", "recommended")),
      mandatoryOnly: optional(Type.Boolean()),
      /** A scope condition: the controls that apply only when it is true. */
      scope: optional(Key),
      search: optional(text(100)),
      /** A second language to show beside the reader's own. */
      beside: optional(Language),
    }),
    output: Type.Object({ ...page(ControlRow).properties, total: Count }),
    errors: ["edition.not_found"],
  },
  getControl: {
    method: "GET",
    path: "/editions/:id/controls/:controlId",
    summary:
      "One control: what is asked, in the reader's language and as first written, proof, test, references",
    permission: reading,
    params: Type.Object({ id: Id, controlId: text(40, 1) }),
    query: Type.Object({ beside: optional(Language) }),
    output: Type.Object({
      ...ControlRow.properties,
      edition: text(40),
      requirement: Said,
      evidence: list(Said, 20),
      auditTest: nullable(Said),
      /** The text as first written, where the reader sees a translation. */
      original: nullable(Wording),
      /** The same in the second language that the reader asked for, where it is written in it. */
      beside: nullable(Wording),
      asksCoverage: Type.Boolean(),
      asksMaturityIn: list(Key, 20),
      references: list(Type.Object({ setId: Key, name: Said, items: list(text(40), 200) }), 50),
      change: nullable(ControlChange),
      previousId: nullable(Key),
      nextId: nullable(Key),
    }),
    errors: ["edition.not_found", "control.not_found"],
  },
  readEdition: {
    method: "GET",
    path: "/editions/:id/text",
    summary: "The whole text of an edition in the reader's language, to print or to export",
    permission: reading,
    ...byId,
    output: Type.Object({
      standard: text(40),
      edition: text(40),
      name: Said,
      state: EditionState,
      effectiveOn: nullable(Day),
      contentSha256: text(64),
      areas: list(Type.Object({ ...Named, question: nullable(Said) }), 100),
      controls: list(
        Type.Object({
          ...ControlRow.properties,
          requirement: Said,
          evidence: list(Said, 20),
          auditTest: nullable(Said),
          references: list(Type.Object({ setId: Key, items: list(text(40), 200) }), 50),
        }),
        3000,
      ),
    }),
    errors: ["edition.not_found"],
  },
  checkEdition: {
    method: "GET",
    path: "/editions/:id/checks",
    summary: "What is looked at before an edition is published, and what of it is missing",
    permission: permissions.publish,
    ...byId,
    output: Type.Object({ checks: list(Check, 20), canPublish: Type.Boolean() }),
    errors: ["edition.not_found", "standard.needs_whole_group"],
  },
  getCoverage: {
    method: "GET",
    path: "/editions/:id/coverage/:setId",
    summary: "Which items of an outside catalogue are touched by which controls, and which by none",
    permission: reading,
    params: Type.Object({ id: Id, setId: text(40, 1) }),
    output: Type.Object({
      setId: Key,
      name: Said,
      note: nullable(Said),
      items: list(
        Type.Object({
          id: text(40),
          group: text(40),
          title: nullable(text(1000)),
          controls: list(Type.Object({ id: Key, title: Said }), 3000),
        }),
        5000,
      ),
      touched: Count,
      /** Controls of the edition that refer to no item of this catalogue. */
      without: list(Type.Object({ id: Key, title: Said }), 3000),
    }),
    errors: ["edition.not_found", "reference_set.not_found"],
  },
  listEditionChanges: {
    method: "GET",
    path: "/editions/:id/changes",
    summary: "What became of each control since the edition before, with both wordings",
    permission: reading,
    ...byId,
    output: Type.Object({
      previous: nullable(Type.Object({ id: Id, edition: text(40) })),
      rows: list(
        Type.Object({
          controlId: Key,
          change: ControlChange,
          title: Said,
          before: nullable(Said),
          after: nullable(Said),
        }),
        3000,
      ),
    }),
    errors: ["edition.not_found"],
  },
  publishEdition: {
    method: "POST",
    path: "/editions/:id/publication",
    summary: "Puts a draft into force from a day on; from then on it never changes",
    permission: permissions.publish,
    ...byId,
    body: Type.Object({ effectiveOn: Day, reason: text(1000, 1), rowVersion: RowVersion }),
    output: Type.Object({ id: Id, contentSha256: text(64) }),
    events: ["standard.published"],
    errors: [
      "edition.not_found",
      "edition.changed_meanwhile",
      "edition.published_already",
      "edition.content_differs",
      "edition.not_complete",
      "edition.not_later",
      "standard.needs_whole_group",
    ],
  },
});
