import Type from "typebox";
import { contract, Id, list, Moment, nullable, oneOf, optional, page, paging, text } from "#core/contract.ts";
import { mostHours, shortestReason, takenRoles } from "./rules.ts";

export const permissions = {
  take: "emergency.take",
  read: "emergency.read",
  review: "emergency.review",
} as const;

const Role = oneOf(...takenRoles);

const emergency = {
  id: Id,
  personId: Id,
  personName: text(201),
  roleId: Role,
  unitId: Id,
  unitKind: text(20),
  unitName: text(200),
  reason: text(1000),
  beganAt: Moment,
  endsAt: Moment,
  /** Who ended it before its time. */
  endedByName: nullable(text(201)),
  state: oneOf("in_force", "to_review", "reviewed"),
  verdict: nullable(oneOf("justified", "not_justified")),
  reviewedByName: nullable(text(201)),
  reviewedAt: nullable(Moment),
  reviewNote: nullable(text(2000)),
  isOwn: Type.Boolean(),
};

/** Of the trail, while it was in force: what was done, and by which permission what was looked at. */
const Done = Type.Object({
  id: Type.Integer(),
  at: Moment,
  verb: text(80),
  permission: nullable(text(60)),
  companyName: nullable(text(200)),
});

export const emergencies = contract({
  getEmergencyOffer: {
    method: "GET",
    path: "/emergencies/offer",
    summary: "What one may take in an emergency, and what one has taken now",
    permission: permissions.take,
    output: Type.Object({
      roles: list(Type.Object({ roleId: Role, unitKind: text(20) }), 10),
      mostHours: Type.Integer(),
      usualHours: Type.Integer(),
      currentId: nullable(Id),
    }),
  },
  listEmergencyUnits: {
    method: "GET",
    path: "/emergencies/units",
    summary: "The units at which one may take a role in an emergency",
    permission: permissions.take,
    query: Type.Object({ roleId: Role, search: optional(text(100)) }),
    output: Type.Object({
      rows: list(Type.Object({ id: Id, name: text(200), code: nullable(text(40)) }), 50),
    }),
  },
  takeEmergency: {
    method: "POST",
    path: "/emergencies",
    summary: "Take a role for hours in an emergency: those concerned are told at once, all of it is recorded",
    permission: permissions.take,
    confirms: true,
    limitPerMinute: 10,
    body: Type.Object({
      roleId: Role,
      unitId: Id,
      hours: Type.Integer({ minimum: 1, maximum: mostHours }),
      reason: text(1000, shortestReason),
    }),
    output: Type.Object({ id: Id, endsAt: Moment }),
    events: ["emergency.taken"],
    errors: ["emergency.held_anyway", "emergency.judge_first", "emergencies_one_at_a_time", "unit.not_found"],
  },
  endEmergency: {
    method: "PUT",
    path: "/emergencies/:id/end",
    summary: "End emergency access before its time: one's own, or somebody's by whoever judges it",
    permission: [permissions.review, permissions.take],
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id }),
    events: ["emergency.ended"],
    errors: ["emergency.over"],
  },
  listEmergencies: {
    method: "GET",
    path: "/emergencies",
    summary: "Emergency access, the newest first: one's own, and what concerns the companies one reaches",
    permission: permissions.read,
    query: Type.Object({
      ...paging,
      state: optional(oneOf("in_force", "to_review", "reviewed")),
    }),
    output: page(Type.Object(emergency)),
  },
  getEmergency: {
    method: "GET",
    path: "/emergencies/:id",
    summary: "One emergency access with what was done and looked at under it",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    output: Type.Object({
      ...emergency,
      /** The newest 500. */
      done: list(Done, 500),
      doneCount: Type.Integer(),
      can: Type.Object({ end: nullable(text(60)), review: nullable(text(60)) }),
    }),
  },
  reviewEmergency: {
    method: "PUT",
    path: "/emergencies/:id/review",
    summary: "Say of an emergency access that is over whether it was justified; never of one's own",
    permission: permissions.review,
    params: Type.Object({ id: Id }),
    body: Type.Object({
      verdict: oneOf("justified", "not_justified"),
      note: optional(nullable(text(2000))),
    }),
    output: Type.Object({ id: Id }),
    events: ["emergency.reviewed"],
    errors: ["emergency.own", "emergency.in_force", "emergency.reviewed_already", "emergency.note_needed"],
  },
});
