import Type from "typebox";
import {
  contract,
  Day,
  Id,
  list,
  Moment,
  nullable,
  oneOf,
  optional,
  page,
  paging,
  text,
} from "#core/contract.ts";
import { timelineReaders, timelineRights } from "./rules.ts";

export const permissions = { read: "trail.read", readValues: "trail.read_values" } as const;

const Person = Type.Object({ id: Id, familyName: text(100), givenName: text(100) });
const Anything = Type.Record(Type.String({ maxLength: 100 }), Type.Unknown());

export const TrailEvent = Type.Object({
  id: Type.Integer(),
  at: Moment,
  /** Its words stand in the catalogues as `events.<verb>`. */
  verb: text(80),
  /** null: the product itself, or somebody who was not signed in. */
  actor: nullable(Person),
  onBehalfOf: nullable(Person),
  subjectKind: text(40),
  subjectId: nullable(Id),
  companyId: nullable(Id),
  /** Ids, numbers and states. */
  data: Anything,
  isSealed: Type.Boolean(),
});

const Found = Type.Object({
  ...TrailEvent.properties,
  companyName: nullable(text(200)),
  requestId: nullable(text(64)),
  /** Personal values, for those who may read them; null where there are none, or where they were erased. */
  values: nullable(Anything),
});

export const trail = contract({
  listTimeline: {
    method: "GET",
    path: "/trail/:kind/:id",
    summary: "What happened to one record, newest first",
    permission: timelineReaders,
    params: Type.Object({ kind: oneOf(...Object.keys(timelineRights)), id: Id }),
    query: Type.Object(paging),
    output: page(TrailEvent),
  },
  searchEvents: {
    method: "GET",
    path: "/trail",
    summary: "The events within one's reach, newest first, by kind, person, company, record and day",
    permission: permissions.read,
    query: Type.Object({
      ...paging,
      verb: optional(text(80)),
      actorId: optional(Id),
      companyId: optional(Id),
      subjectId: optional(Id),
      /** Days in the group's zone, both included. */
      from: optional(Day),
      to: optional(Day),
      withValues: optional(Type.Boolean()),
    }),
    output: page(Found),
    events: ["trail.read"],
  },
  getSealState: {
    method: "GET",
    path: "/trail/seal-state",
    summary: "How far the trail is sealed, and the seals of the last days",
    permission: permissions.read,
    output: Type.Object({
      last: nullable(Type.Object({ n: Type.Integer(), at: Moment, hash: text(64) })),
      /** Of what one reaches; counting ends at 1,000. */
      unsealedCount: Type.Integer(),
      days: list(Type.Object({ day: Day, n: Type.Integer(), hash: text(64), publishedAt: Moment }), 31),
    }),
  },
});
