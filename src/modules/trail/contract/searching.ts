// Looking for events, and taking what was found away as a file that proves itself.
import Type from "typebox";
import { Day, Id, list, Moment, nullable, oneOf, optional, page, paging, text } from "#core/contract.ts";
import { groups } from "../kinds/rules.ts";
import { permissions } from "./permissions.ts";
import { Anything, TrailEvent } from "./event.ts";

/** Every one of them is served by an index (queries in search.ts). */
export const filters = {
  group: optional(oneOf(...groups)),
  verb: optional(text(80)),
  actorId: optional(Id),
  onBehalfOf: optional(Id),
  companyId: optional(Id),
  /** Companies below it today. */
  divisionId: optional(Id),
  subjectId: optional(Id),
  requestId: optional(text(64, 1)),
  /** Days in the group's zone, both included. */
  from: optional(Day),
  to: optional(Day),
  /** In personal values: for those who may read them, and an event like their reading. Not of the last moments. */
  words: optional(text(100, 2)),
};

const Found = Type.Object({
  ...TrailEvent.properties,
  companyName: nullable(text(200)),
  requestId: nullable(text(64)),
  /** Personal values, for those who may read them; null where there are none, or where they were erased. */
  values: nullable(Anything),
  /** Values stood there and were erased by a recorded act. */
  isErased: Type.Boolean(),
});

const Export = Type.Object({
  id: Id,
  orderedAt: Moment,
  format: oneOf("jsonl", "csv"),
  filter: Anything,
  withValues: Type.Boolean(),
  jobId: nullable(Id),
  madeAt: nullable(Moment),
  eventCount: nullable(Type.Integer()),
  sizeBytes: nullable(Type.Integer()),
  sha256: nullable(text(64)),
  /** False again some weeks after it was made; its proof stays. */
  isThere: Type.Boolean(),
});

export const searching = {
  searchEvents: {
    method: "GET",
    path: "/trail",
    summary:
      "The events within one's reach, newest first, by kind, person, company, record, request, day and words",
    permission: permissions.read,
    query: Type.Object({ ...paging, ...filters, withValues: optional(Type.Boolean()) }),
    output: page(Found),
    events: ["trail.read"],
    errors: ["trail.values_needed", "trail.words_short"],
  },
  listEventKinds: {
    method: "GET",
    path: "/trail/kinds",
    summary: "The kinds of events that the trail has",
    permission: permissions.read,
    output: Type.Object({ verbs: list(text(80), 500) }),
  },
  findSubjects: {
    method: "GET",
    path: "/trail/subjects",
    summary: "Records to look for in the trail, by name or number, or the names of those with given ids",
    permission: permissions.read,
    query: Type.Object({
      words: optional(text(100)),
      /** Separated by commas. */
      ids: optional(text(400)),
      kind: optional(oneOf("person", "unit")),
    }),
    output: Type.Object({
      rows: list(Type.Object({ id: Id, kind: text(40), name: text(500), code: nullable(text(40)) }), 20),
    }),
  },
  orderTrailExport: {
    method: "POST",
    path: "/trail/exports",
    summary: "Has exactly what a search finds written to a file, with a proof that needs no database",
    permission: permissions.read,
    confirms: true,
    body: Type.Object({
      format: oneOf("jsonl", "csv"),
      ...filters,
      withValues: optional(Type.Boolean()),
    }),
    output: Type.Object({ id: Id, jobId: Id }),
    events: ["trail.export_ordered", "job.ordered"],
    errors: ["trail.values_needed", "trail.words_short"],
  },
  listTrailExports: {
    method: "GET",
    path: "/trail/exports",
    summary: "The files one ordered, newest first",
    permission: permissions.read,
    query: Type.Object(paging),
    output: page(Export),
  },
  downloadTrailExport: {
    method: "GET",
    path: "/trail/exports/:id/file",
    summary: "The file of found events",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id }),
    events: ["trail.export_downloaded"],
    errors: ["trail.export_not_ready"],
    carries: "download",
  },
  downloadTrailProof: {
    method: "GET",
    path: "/trail/exports/:id/proof",
    summary: "The signed manifest of an exported file, with the seals that cover its events",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id }),
    errors: ["trail.export_not_ready"],
    carries: "download",
  },
} as const;
