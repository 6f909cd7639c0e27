// Who stands in for whom: the deputy of a position, and the days somebody is away.
import Type from "typebox";
import { contract, Day, Id, list, nullable, optional, text } from "#core/contract.ts";
import { Named, permissions } from "../contract/words.ts";

const Absence = Type.Object({
  id: Id,
  personId: Id,
  from: Day,
  /** The first day back. */
  until: Day,
});

const dated = ["absences_dates", "absences_a_year_at_most", "absences_one_at_a_time", "absence.over_already"];

export const standingIn = contract({
  nameDeputy: {
    method: "POST",
    path: "/positions/:id/deputies",
    summary: "Who holds the seat's rights from a day on while its holder is away or nobody holds it",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ personId: Id, from: Day, reason: optional(text(500)) }),
    output: Type.Object({ id: Id }),
    events: ["position.deputy_named"],
    errors: [
      "position.rights_beyond_own",
      "position.rights_to_oneself",
      "position.deputy_is_holder",
      "change.backdated_needs_reason",
    ],
  },
  endDeputy: {
    method: "PUT",
    path: "/positions/:id/deputies/end",
    summary: "The seat has no deputy from a day on",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ on: Day, reason: text(500, 1) }),
    output: Type.Object({ id: Id }),
    events: ["position.deputy_ended"],
    errors: ["position.no_deputy"],
  },
  listStandIns: {
    method: "GET",
    path: "/companies/:id/stand-ins",
    summary: "Deputies of a company's seats, and holders who are away now or will be",
    permission: permissions.readPeople,
    params: Type.Object({ id: Id }),
    output: Type.Object({
      deputies: list(
        Type.Object({
          positionId: Id,
          personId: Id,
          personName: text(201),
          from: Day,
          isActing: Type.Boolean(),
        }),
        500,
      ),
      absences: list(Absence, 500),
    }),
  },
  enterAbsence: {
    method: "POST",
    path: "/people/:id/absences",
    summary: "Somebody is away from a day to a day; the deputies of their seats hold the rights meanwhile",
    permission: permissions.managePeople,
    params: Type.Object({ id: Id }),
    body: Type.Object({ from: Day, lastDay: Day }),
    output: Type.Object({ id: Id }),
    events: ["absence.entered"],
    errors: dated,
  },
  endAbsence: {
    method: "PUT",
    path: "/absences/:id/end",
    summary: "Back earlier: the first day on which they are there again",
    permission: permissions.managePeople,
    params: Type.Object({ id: Id }),
    body: Type.Object({ backOn: Day }),
    output: Type.Object({ id: Id }),
    events: ["absence.ended"],
    errors: dated,
  },
  enterOwnAbsence: {
    method: "POST",
    path: "/me/absences",
    summary: "I am away from a day to a day",
    permission: "signed_in",
    body: Type.Object({ from: Day, lastDay: Day }),
    output: Type.Object({ id: Id }),
    events: ["absence.entered"],
    errors: dated,
  },
  endOwnAbsence: {
    method: "PUT",
    path: "/me/absences/:id/end",
    summary: "I am back earlier",
    permission: "signed_in",
    params: Type.Object({ id: Id }),
    body: Type.Object({ backOn: Day }),
    output: Type.Object({ id: Id }),
    events: ["absence.ended"],
    errors: dated,
  },
  getOwnAway: {
    method: "GET",
    path: "/me/away",
    summary: "My absences from today on, who stands in for my seats, and for which seats I stand in",
    permission: "signed_in",
    byViewer: true,
    output: Type.Object({
      absences: list(Absence, 100),
      seats: list(
        Type.Object({
          positionId: Id,
          ...Named,
          isMine: Type.Boolean(),
          /** The deputy of my seat; the holder of the one I stand in for. */
          otherName: nullable(text(201)),
          /** Whether the rights are with me as deputy today. */
          isActing: Type.Boolean(),
        }),
        100,
      ),
    }),
  },
});
