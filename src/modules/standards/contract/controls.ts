import {
  contract,
  Day,
  Id,
  Language,
  list,
  nullable,
  oneOf,
  optional,
  page,
  paging,
  text,
} from "#core/contract.ts";
import Type from "typebox";
import { byId, ControlChange, Count, EditionState, Key, LongSaid, Named, reading, Said } from "./words.ts";

const Demand = oneOf("required", "recommended", "none");

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
  auditTest: nullable(LongSaid),
  guidance: nullable(LongSaid),
  examples: list(Said, 50),
});

export const controls = contract({
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
      ...Wording.properties,
      /** The text as first written, where the reader sees a translation. */
      original: nullable(Wording),
      /** Languages whose words were not looked at since the original changed. */
      behind: list(Language, 3),
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
          ...Wording.properties,
          /** Whether the original has changed since it was translated into the reader's language. */
          isBehind: Type.Boolean(),
          references: list(Type.Object({ setId: Key, items: list(text(40), 200) }), 50),
        }),
        3000,
      ),
    }),
    errors: ["edition.not_found"],
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
          /** As the catalogue that was taken over calls it. */
          groupTitle: nullable(text(1000)),
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
});
