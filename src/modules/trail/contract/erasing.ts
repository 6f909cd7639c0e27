// Taking personal values away: proposed by one, decided by another, carried out by the database's own function.
import Type from "typebox";
import { Id, Moment, nullable, oneOf, optional, page, paging, text } from "#core/contract.ts";
import { groups } from "../kinds/rules.ts";
import { Person } from "./event.ts";
import { permissions } from "./permissions.ts";

/** Words: `trail.ground.<name>`. */
export const grounds = ["request", "consent_ended", "purpose_ended", "unlawful", "rule"] as const;
/** A rule never reaches what is younger. */
export const leastYears = 1;

const Reason = text(2000, 1);

const Erasure = Type.Object({
  id: Id,
  kind: oneOf("event", "person", "rule"),
  eventId: nullable(Type.Integer()),
  person: nullable(Person),
  isAbout: Type.Boolean(),
  isWritten: Type.Boolean(),
  groups: Type.Array(oneOf(...groups), { maxItems: groups.length }),
  years: nullable(Type.Integer()),
  ground: oneOf(...grounds),
  reason: Reason,
  proposedBy: nullable(Person),
  proposedAt: Moment,
  decision: nullable(oneOf("approved", "refused")),
  decidedBy: nullable(Person),
  decidedAt: nullable(Moment),
  decisionReason: nullable(text(2000)),
  endedAt: nullable(Moment),
  finishedAt: nullable(Moment),
  erasedCount: Type.Integer(),
  isOwn: Type.Boolean(),
});

const scope = {
  kind: oneOf("event", "person"),
  eventId: optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
  personId: optional(Id),
  /** Values of events about the person, or of the person's account. */
  isAbout: optional(Type.Boolean()),
  /** Values of events that the person did: the reasons and words he or she wrote. */
  isWritten: optional(Type.Boolean()),
};

export const erasing = {
  listErasures: {
    method: "GET",
    path: "/trail/erasures",
    summary: "Erasures and rules of retention, newest first: proposed, decided, carried out",
    permission: permissions.erase,
    query: Type.Object({ ...paging, isWaiting: optional(Type.Boolean()) }),
    output: page(Erasure),
  },
  previewErasure: {
    method: "GET",
    path: "/trail/erasures/preview",
    summary: "How many values an erasure would take; counting ends at 10,000",
    permission: permissions.erase,
    query: Type.Object(scope),
    output: Type.Object({ count: Type.Integer() }),
    errors: ["trail.erasure_aimless"],
  },
  proposeErasure: {
    method: "POST",
    path: "/trail/erasures",
    summary: "Proposes to erase the personal values of one event, or of the events of one person",
    permission: permissions.erase,
    confirms: true,
    body: Type.Object({
      ...scope,
      ground: oneOf("request", "consent_ended", "purpose_ended", "unlawful"),
      reason: Reason,
    }),
    output: Type.Object({ id: Id }),
    events: ["trail.erasure_proposed"],
    errors: ["trail.erasure_aimless", "trail.erasure_empty"],
  },
  proposeRetention: {
    method: "POST",
    path: "/trail/retention",
    summary: "Proposes a rule by which personal values of some kinds of events are erased after some years",
    permission: permissions.erase,
    confirms: true,
    body: Type.Object({
      groups: Type.Array(oneOf(...groups), { minItems: 1, maxItems: groups.length, uniqueItems: true }),
      years: Type.Integer({ minimum: leastYears, maximum: 50 }),
      reason: Reason,
    }),
    output: Type.Object({ id: Id }),
    events: ["trail.erasure_proposed"],
  },
  decideErasure: {
    method: "POST",
    path: "/trail/erasures/:id/decision",
    summary: "Approves or refuses what somebody else proposed; what is approved begins at once",
    permission: permissions.erase,
    confirms: true,
    params: Type.Object({ id: Id }),
    body: Type.Object({ decision: oneOf("approved", "refused"), reason: optional(text(2000)) }),
    output: Type.Object({ id: Id, jobId: nullable(Id) }),
    events: ["trail.erasure_decided", "job.ordered"],
    errors: ["trail.erasure_decided", "trail.erasure_own"],
  },
  endRetention: {
    method: "POST",
    path: "/trail/erasures/:id/end",
    summary: "Ends a rule of retention: nothing more is erased by it",
    permission: permissions.erase,
    confirms: true,
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id }),
    events: ["trail.retention_ended"],
    errors: ["trail.retention_not_running"],
  },
} as const;
