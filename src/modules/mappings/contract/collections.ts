import Type from "typebox";
import {
  contract,
  Id,
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
import { unreadable } from "#modules/catalogues/contract.ts";
import { problemKinds } from "../matching.ts";
import { sheetErrors } from "../words.ts";
import {
  Count,
  ItemId,
  permissions,
  Provenance,
  reading,
  Recognised,
  Relation,
  SheetChoice,
  Space,
  SpaceName,
  Verdict,
} from "./words.ts";

const byId = { params: Type.Object({ id: Id }) } as const;
const Problem = Type.Object({
  kind: oneOf(...problemKinds),
  count: Count,
  examples: list(text(120), 12),
});
const Ends = list(Type.Object({ source: nullable(Space), target: nullable(Space) }), 20);

const Collection = Type.Object({
  id: Id,
  title: text(300),
  version: text(100),
  format: oneOf("oscal", "sheet"),
  state: oneOf("adopted", "withdrawn"),
  ends: list(Type.Object({ source: SpaceName, target: SpaceName }), 20),
  links: Count,
  adoptedAt: Moment,
  adoptedBy: nullable(text(200)),
});

const readingErrors = [
  "standard.needs_whole_group",
  "file.not_found",
  "file.content_lost",
  "mapping.not_a_mapping",
  "mapping.is_catalogue",
  "mapping.too_many_links",
  ...unreadable,
  ...sheetErrors,
] as const;

const Part = Type.Object({
  /** How the document names its ends. */
  sourceName: text(300),
  targetName: text(300),
  source: nullable(Space),
  target: nullable(Space),
  given: Count,
  taken: Count,
  problems: list(Problem, problemKinds.length),
  sourceUntouched: Count,
  targetUntouched: Count,
});

/** What can be mapped. */
const Spaces = list(
  Type.Object({
    ...SpaceName.properties,
    items: Count,
    /** Of an edition: the sets that its controls refer to. */
    refersTo: list(text(40), 100),
  }),
  400,
);

export const collections = contract({
  listMappings: {
    method: "GET",
    path: "/mappings",
    summary: "Adopted mapping collections, withdrawn ones behind them, and the sets that can be mapped",
    permission: reading,
    output: Type.Object({
      rows: list(Collection, 200),
      spaces: Spaces,
      can: Type.Object({ adopt: Type.Boolean() }),
    }),
  },
  previewMapping: {
    method: "POST",
    path: "/mappings/preview",
    summary: "Reads an uploaded mapping and says pair by pair what would be taken, what not and why",
    permission: permissions.adopt,
    readOnly: true,
    limitPerMinute: 60,
    body: Type.Object({
      fileId: Id,
      ends: optional(Ends),
      sheet: optional(SheetChoice),
      show: optional(oneOf("all", "left")),
    }),
    output: Type.Object({
      fileName: text(255),
      format: oneOf("oscal", "sheet"),
      title: text(300),
      version: text(100),
      provenance: Provenance,
      recognised: nullable(Recognised),
      parts: list(Part, 20),
      lines: list(
        Type.Object({
          part: Count,
          place: Count,
          source: text(200),
          target: text(200),
          word: text(100),
          relation: nullable(Relation),
          confidence: nullable(Count),
          remark: nullable(text(1000)),
          verdict: Verdict,
          sourceId: nullable(ItemId),
          targetId: nullable(ItemId),
        }),
        300,
      ),
      /** How many lines there are behind those shown. */
      moreLines: Count,
      spaces: Spaces,
      /** Adopted already. */
      adoptedId: nullable(Id),
    }),
    errors: readingErrors,
  },
  adoptMapping: {
    method: "POST",
    path: "/mappings",
    summary: "Adopts a mapping: what it says counts in chains and readings from now on",
    permission: permissions.adopt,
    limitPerMinute: 30,
    body: Type.Object({
      fileId: Id,
      ends: Ends,
      sheet: optional(SheetChoice),
      title: text(300, 1),
      version: text(100),
      /** On what it is adopted: who looked at it, by which decision. */
      basis: text(1000, 1),
    }),
    output: Type.Object({ id: Id, links: Count, left: Count }),
    events: ["mapping.adopted"],
    errors: [
      ...readingErrors,
      "mapping.ends_missing",
      "mapping.nothing_to_take",
      "mapping_collections_same_file",
    ],
  },
  getMapping: {
    method: "GET",
    path: "/mappings/:id",
    summary: "One mapping collection: who adopted it and on what, what was taken and what not",
    permission: reading,
    ...byId,
    output: Type.Object({
      ...Collection.properties,
      provenance: Provenance,
      basis: text(1000),
      withdrawnAt: nullable(Moment),
      withdrawnBy: nullable(text(200)),
      withdrawnReason: nullable(text(1000)),
      sha256: text(64),
      parts: list(
        Type.Object({
          id: Id,
          source: SpaceName,
          target: SpaceName,
          links: Count,
          given: Count,
          problems: list(Problem, problemKinds.length),
          relations: list(Type.Object({ relation: Relation, count: Count }), 5),
        }),
        20,
      ),
      rowVersion: RowVersion,
      can: Type.Object({ adopt: Type.Boolean() }),
    }),
    errors: ["mapping.not_found"],
  },
  listMappingLinks: {
    method: "GET",
    path: "/mappings/:id/links",
    summary: "The pairs of a mapping collection in its order, or those of an item",
    permission: reading,
    ...byId,
    query: Type.Object({ ...paging, search: optional(text(80)) }),
    output: page(
      Type.Object({
        mapping: Count,
        position: Count,
        sourceId: ItemId,
        sourceTitle: nullable(text(1000)),
        relation: Relation,
        targetId: ItemId,
        targetTitle: nullable(text(1000)),
        confidence: nullable(Count),
        remark: nullable(text(1000)),
      }),
    ),
    errors: ["mapping.not_found", "cursor.unreadable"],
  },
  withdrawMapping: {
    method: "POST",
    path: "/mappings/:id/withdrawal",
    summary: "Withdraws a mapping: it is kept, and no chain or reading rests on it any longer",
    permission: permissions.adopt,
    ...byId,
    body: Type.Object({ reason: text(1000, 1), rowVersion: RowVersion }),
    output: Type.Object({ id: Id }),
    events: ["mapping.withdrawn"],
    errors: ["standard.needs_whole_group", "mapping.not_found", "mapping.changed_meanwhile"],
  },
  downloadMapping: {
    method: "GET",
    path: "/mappings/:id/document",
    summary: "The document of a mapping as it came in, byte for byte",
    permission: permissions.adopt,
    carries: "download",
    ...byId,
    output: Type.Object({ id: Id }),
    errors: ["mapping.not_found", "file.content_lost"],
  },
  exportMapping: {
    method: "GET",
    path: "/mappings/:id/export",
    summary: "The links of a mapping as an OSCAL 1.2 mapping collection, or as a sheet",
    permission: reading,
    carries: "download",
    ...byId,
    query: Type.Object({ format: oneOf("oscal", "csv", "xlsx") }),
    output: Type.Object({ links: Count }),
    errors: ["mapping.not_found"],
  },
  exportReferences: {
    method: "GET",
    path: "/editions/:id/references",
    summary:
      "The references of an edition's controls to outside catalogues as an OSCAL mapping collection, or as a sheet to be judged",
    permission: reading,
    carries: "download",
    ...byId,
    query: Type.Object({ format: oneOf("oscal", "csv", "xlsx"), setId: optional(text(40)) }),
    output: Type.Object({ links: Count }),
    errors: ["edition.not_found", "mapping.no_references"],
  },
});
