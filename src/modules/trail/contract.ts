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
import { erasing } from "./contract/erasing.ts";
import { TrailEvent } from "./contract/event.ts";
import { permissions } from "./contract/permissions.ts";
import { searching } from "./contract/searching.ts";
import { timelineReaders, timelineRights } from "./rules.ts";

export const trail = contract({
  listTimeline: {
    method: "GET",
    path: "/trail/:kind/:id",
    summary: "What happened to one record, newest first",
    permission: timelineReaders,
    params: Type.Object({ kind: oneOf(...Object.keys(timelineRights)), id: Id }),
    query: Type.Object({
      ...paging,
      /** Of an inspection's events, those of one control and its answer. */
      controlId: optional(text(60)),
    }),
    output: page(TrailEvent),
  },
  listServiceTimeline: {
    method: "GET",
    path: "/trail/services/:service",
    summary: "What happened to a shared service, company by company within one's scope, newest first",
    permission: "service.read",
    params: Type.Object({ service: text(60, 1) }),
    query: Type.Object(paging),
    output: page(
      Type.Object({
        ...TrailEvent.properties,
        /** As it is called today; null where it left the group. */
        companyName: nullable(text(200)),
      }),
    ),
  },
  ...searching,
  getSealState: {
    method: "GET",
    path: "/trail/seal-state",
    summary: "How far the trail is sealed, the seals of the last days, and the key that signs exports",
    permission: permissions.read,
    output: Type.Object({
      last: nullable(Type.Object({ n: Type.Integer(), at: Moment, hash: text(64) })),
      /** Of what one reaches; counting ends at 1,000. */
      unsealedCount: Type.Integer(),
      days: list(Type.Object({ day: Day, n: Type.Integer(), hash: text(64), publishedAt: Moment }), 31),
      keyId: text(16),
    }),
  },
  downloadDaySeals: {
    method: "GET",
    path: "/trail/day-seals",
    summary:
      "The seals of all days as lines of day and hash, as `yagura trail verify --published` reads them",
    permission: permissions.read,
    output: Type.Object({ count: Type.Integer() }),
    carries: "download",
  },
  ...erasing,
});
