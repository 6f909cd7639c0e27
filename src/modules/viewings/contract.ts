import Type from "typebox";
import { contract, Id, list, Moment, nullable, oneOf, optional, text } from "#core/contract.ts";
import { mostMinutes } from "./rules.ts";

export const permissions = { look: "viewing.look" } as const;

const viewing = {
  id: Id,
  /** With whom: of what one has allowed the supporter, of what one is allowed the person. */
  withName: text(201),
  reason: text(500),
  allowedAt: Moment,
  endsAt: Moment,
  startedAt: nullable(Moment),
  state: oneOf("allowed", "running", "over"),
};

export const viewings = contract({
  listMyViewings: {
    method: "GET",
    path: "/viewings/mine",
    summary: "Whom one has let look along, and how much they looked at",
    permission: "signed_in",
    output: Type.Object({ rows: list(Type.Object({ ...viewing, looks: Type.Integer() }), 50) }),
  },
  listViewings: {
    method: "GET",
    path: "/viewings",
    summary: "With whom one may look along, or might",
    permission: permissions.look,
    output: Type.Object({ rows: list(Type.Object({ ...viewing, companyName: nullable(text(200)) }), 50) }),
  },
  listViewers: {
    method: "GET",
    path: "/viewings/viewers",
    summary: "Whom one may let look along: those who support one's company",
    permission: "signed_in",
    query: Type.Object({ search: optional(text(100)) }),
    output: Type.Object({
      rows: list(Type.Object({ personId: Id, name: text(201) }), 50),
      offBecause: nullable(text(60)),
    }),
  },
  allowViewing: {
    method: "POST",
    path: "/viewings",
    summary: "Let a supporter see for some time what one sees oneself; nothing can be changed that way",
    permission: "signed_in",
    confirms: true,
    limitPerMinute: 10,
    body: Type.Object({
      viewerId: Id,
      minutes: Type.Integer({ minimum: 15, maximum: mostMinutes }),
      reason: text(500, 1),
    }),
    output: Type.Object({ id: Id, endsAt: Moment }),
    events: ["viewing.allowed"],
    errors: [
      "viewing.sees_whole_group",
      "viewing.of_outside",
      "viewing.session_is_bound",
      "viewing.allowed_already",
      "viewer.not_found",
    ],
  },
  endViewing: {
    method: "PUT",
    path: "/viewings/:id/end",
    summary: "End looking along before its time: by either of the two",
    permission: "signed_in",
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id }),
    events: ["viewing.ended"],
    errors: ["viewing.not_found", "viewing.over"],
  },
  startViewing: {
    method: "PUT",
    path: "/viewings/:id/start",
    summary:
      "Look along in this session: until it is left, its end or the person's word, everything is seen as they see it",
    // That it was allowed to them is asked here, that they may still support that company at each call.
    permission: "signed_in",
    confirms: true,
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id }),
    events: ["viewing.started"],
    errors: ["viewing.not_found", "viewing.over"],
  },
  leaveViewing: {
    method: "DELETE",
    path: "/viewings/current",
    summary: "Go back to one's own work in this session",
    permission: "signed_in",
    asOneself: true,
    output: Type.Object({ id: nullable(Id) }),
    events: ["viewing.left"],
  },
});
