import Type from "typebox";
import { unreadable } from "./unreadable.ts";
import {
  contract,
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
import { tailoring } from "./contract/tailoring.ts";
import { byId, Code, Count, ItemId, permissions } from "./contract/words.ts";
import { mostListed, problemKinds } from "./oscal/problems.ts";

export { permissions, unreadable };

const reading = [permissions.take, permissions.read] as const;

const State = oneOf("checked", "applied");

export const Catalogue = Type.Object({
  id: Id,
  title: text(1000),
  version: text(100),
  oscalVersion: text(20),
  language: Language,
  state: State,
  setId: nullable(text(40)),
  /** Items that can be referred to and answered. */
  items: Count,
  withdrawn: Count,
  createdAt: Moment,
  appliedAt: nullable(Moment),
});

const Class = Type.Object({ class: text(80), count: Count, live: Count, isHeading: Type.Boolean() });

const Problem = Type.Object({
  kind: oneOf(...problemKinds),
  count: Count,
  examples: list(text(120), mostListed),
});

const WithdrawnBy = oneOf("status", "parent", "list");

export const ItemRow = Type.Object({
  id: ItemId,
  kind: oneOf("group", "control"),
  depth: Count,
  class: nullable(text(80)),
  label: nullable(text(200)),
  title: text(1000),
  /** The beginning of what it asks. */
  words: text(300),
  withdrawnBy: nullable(WithdrawnBy),
});

const Words = text(20_000);

const taking = contract({
  listCatalogues: {
    method: "GET",
    path: "/catalogues",
    summary: "Imported catalogues, the newest first; what is only checked is seen by those who take over",
    permission: reading,
    output: Type.Object({ rows: list(Catalogue, 200), can: Type.Object({ take: Type.Boolean() }) }),
  },
  openCatalogue: {
    method: "POST",
    path: "/catalogues",
    summary:
      "Reads an uploaded OSCAL catalogue, or resolves a profile against catalogues that are here, and says what would be taken, what not and why",
    permission: permissions.take,
    limitPerMinute: 30,
    body: Type.Object({
      fileId: Id,
      /** Of a profile: the catalogue to resolve it against, where not the one that fits best. */
      against: optional(Id),
    }),
    output: Type.Object({ id: Id, isNew: Type.Boolean() }),
    events: ["catalogue.checked"],
    noEventBecause: "a document that was brought in already is only found again",
    errors: [
      "standard.needs_whole_group",
      "file.not_found",
      "file.content_lost",
      ...unreadable,
      "catalogue.not_a_catalogue",
      "catalogue.is_mapping",
      "catalogue.version_unknown",
      "catalogue.without_title",
      "catalogue.empty",
      "catalogue.not_found",
      "catalogue.profile_empty",
      "catalogue.profile_without_source",
      "catalogue.profile_too_deep",
    ],
  },
  getCatalogue: {
    method: "GET",
    path: "/catalogues/:id",
    summary: "One catalogue: what it says of itself, what was taken and what not, its groups",
    permission: reading,
    ...byId,
    output: Type.Object({
      ...Catalogue.properties,
      modifiedAt: nullable(text(60)),
      contentSha256: text(64),
      groups: Count,
      controls: Count,
      parameters: Count,
      classes: list(Class, 50),
      headings: list(text(80), 50),
      problems: list(Problem, problemKinds.length),
      tops: list(Type.Object({ id: ItemId, title: text(1000), controls: Count, live: Count }), 500),
      /** What is offered where nothing was chosen yet. */
      offered: Type.Object({ setId: text(40), code: text(40), edition: text(40) }),
      /** Of a profile: the catalogues it was resolved against; null for a catalogue. */
      resolvedFrom: nullable(
        list(Type.Object({ id: Id, title: text(1000), version: text(100), language: Language }), 50),
      ),
      fileId: Id,
      rowVersion: RowVersion,
      can: Type.Object({ take: Type.Boolean() }),
    }),
    errors: ["catalogue.not_found"],
  },
  listCatalogueItems: {
    method: "GET",
    path: "/catalogues/:id/items",
    summary: "Groups and controls of a catalogue in its order, of one group or found by words",
    permission: reading,
    ...byId,
    query: Type.Object({
      ...paging,
      under: optional(ItemId),
      search: optional(text(100)),
      isLive: optional(Type.Boolean()),
    }),
    output: page(ItemRow),
    errors: ["catalogue.not_found"],
  },
  getCatalogueItem: {
    method: "GET",
    path: "/catalogues/:id/items/:itemId",
    summary: "One item with its words, parameters, where it went, and the controls that refer to it",
    permission: reading,
    params: Type.Object({ id: Id, itemId: ItemId }),
    output: Type.Object({
      ...ItemRow.properties,
      words: Words,
      guidance: Words,
      examples: list(Words, 200),
      objectives: Words,
      objects: list(Words, 200),
      params: list(Type.Object({ id: text(200), label: text(4000), value: nullable(text(4000)) }), 500),
      movedTo: list(ItemId, 200),
      referring: list(
        Type.Object({ editionId: Id, standard: text(40), edition: text(40), controlId: text(40) }),
        100,
      ),
    }),
    errors: ["catalogue.not_found", "catalogue_item.not_found"],
  },
  applyCatalogue: {
    method: "POST",
    path: "/catalogues/:id/application",
    summary: "Takes a catalogue over as a reference set, so that coverage names its items",
    permission: permissions.take,
    ...byId,
    body: Type.Object({
      setId: Type.String({ pattern: "^[a-z0-9][a-z0-9_]*$", minLength: 1, maxLength: 40 }),
      /** Classes of controls that only group others. */
      headings: list(text(80, 1), 50),
      rowVersion: RowVersion,
    }),
    output: Type.Object({ items: Count, leftOut: list(ItemId, 5000) }),
    events: ["catalogue.applied"],
    errors: [
      "standard.needs_whole_group",
      "catalogue.not_found",
      "catalogue.changed_meanwhile",
      "catalogue.nothing_to_answer",
    ],
  },
  draftFromCatalogue: {
    method: "POST",
    path: "/catalogues/:id/editions",
    summary: "Makes a draft of a standard out of a catalogue that was taken over, with plain defaults",
    permission: permissions.take,
    ...byId,
    body: Type.Object({ code: Code, edition: Code }),
    output: Type.Object({
      id: Id,
      controls: Count,
      leftOut: list(ItemId, 5000),
      shortened: list(text(300), 15_000),
    }),
    events: ["standard.drafted"],
    errors: [
      "standard.needs_whole_group",
      "catalogue.not_found",
      "catalogue.not_applied",
      "catalogue.no_edition",
      "editions_unique",
    ],
  },
  dropCatalogue: {
    method: "DELETE",
    path: "/catalogues/:id",
    summary: "Leaves a checked catalogue unused; the file stays",
    permission: permissions.take,
    ...byId,
    body: Type.Object({ rowVersion: RowVersion }),
    output: Type.Object({ isGone: Type.Boolean() }),
    events: ["catalogue.dropped"],
    errors: ["standard.needs_whole_group", "catalogue.not_found", "catalogue.changed_meanwhile"],
  },
  downloadResolved: {
    method: "GET",
    path: "/catalogues/:id/resolved",
    summary: "The catalogue that a profile comes to, as OSCAL",
    permission: permissions.take,
    carries: "download",
    ...byId,
    output: Type.Object({ id: Id }),
    errors: [
      "catalogue.not_found",
      "catalogue.no_profile",
      "catalogue.resolved_invalid",
      "catalogue.too_large",
      "catalogue.profile_too_deep",
      "file.content_lost",
    ],
  },
  downloadCatalogue: {
    method: "GET",
    path: "/catalogues/:id/document",
    summary: "The OSCAL document as it came in, byte for byte",
    permission: permissions.take,
    carries: "download",
    ...byId,
    output: Type.Object({ id: Id }),
    errors: ["catalogue.not_found", "file.content_lost"],
  },
});

export const catalogues = { ...taking, ...tailoring };
