// Rosters: what whoever keeps them or looks at them does.
import Type from "typebox";
import { contract, Day, Id, list, Moment, nullable, optional, RowVersion, text } from "#core/contract.ts";
import {
  Gap,
  Handover,
  Names,
  permissions,
  Person,
  reason,
  Roster,
  Rule,
  Said,
  Swap,
  Tier,
  Turn,
} from "./words.ts";

const one = { params: Type.Object({ id: Id }) };
const kept = { ...one, permission: permissions.keep } as const;
const Done = Type.Object({ id: Id, rowVersion: RowVersion });

export const rosters = contract({
  listOnCallRosters: {
    method: "GET",
    path: "/on-call/rosters",
    summary:
      "Rosters within one's scope with who is on call from a day on, and the hours of those days without anybody",
    permission: permissions.read,
    query: Type.Object({
      unitId: optional(Id),
      from: optional(Day),
      days: optional(Type.Integer({ minimum: 1, maximum: 28, default: 7 })),
    }),
    output: Type.Object({
      /** The instants between which turns and gaps are given. */
      from: Moment,
      until: Moment,
      rows: list(
        Type.Object({
          ...Roster,
          isContinuous: Type.Boolean(),
          people: list(Person, 500),
          turns: list(Turn, 5000),
          gaps: list(Gap, 500),
          mayKeep: Type.Boolean(),
        }),
        200,
      ),
      isCut: Type.Boolean(),
    }),
  },
  getOnCallNow: {
    method: "GET",
    path: "/companies/:id/on-call",
    summary: "Who is on call for a company now and next: of its own rosters, its division's and the group's",
    permission: permissions.read,
    ...one,
    output: Type.Object({
      rows: list(
        Type.Object({
          ...Roster,
          isOwn: Type.Boolean(),
          people: list(Person, 500),
          /** Now and the next of each tier. */
          turns: list(Turn, 20),
        }),
        50,
      ),
      mayRing: Type.Boolean(),
    }),
  },
  getOnCallRoster: {
    method: "GET",
    path: "/on-call/rosters/:id",
    summary:
      "A roster: its rules, shifts, turns and gaps of the coming weeks, and what its keeper has to know",
    permission: permissions.read,
    ...one,
    output: Type.Object({
      ...Roster,
      served: list(Type.Object({ id: Id, ...Names }), 500),
      isContinuous: Type.Boolean(),
      endedAt: nullable(Moment),
      endReason: nullable(text(500)),
      rowVersion: RowVersion,
      mayKeep: Type.Boolean(),
      rules: list(Rule, 40),
      shifts: list(
        Type.Object({
          id: Id,
          tier: Tier,
          personId: Id,
          startsAt: Moment,
          endsAt: Moment,
          reason: text(500),
          isSwap: Type.Boolean(),
          enteredBy: nullable(text(201)),
        }),
        200,
      ),
      people: list(Person, 500),
      turns: list(Turn, 5000),
      gaps: list(Gap, 500),
      /** Turns during which their person is away, as they said themselves. */
      away: list(Type.Object({ turnId: Id, from: Day, until: Day }), 500),
      handovers: list(Handover, 20),
      swaps: list(Swap, 20),
    }),
  },
  listOnCallUnits: {
    method: "GET",
    path: "/on-call/units",
    summary: "Units at which one may keep a roster",
    permission: permissions.keep,
    query: Type.Object({ search: optional(text(100)) }),
    output: Type.Object({
      rows: list(Type.Object({ id: Id, kind: text(20), timeZone: text(60), ...Names }), 50),
    }),
  },
  listOnCallCandidates: {
    method: "GET",
    path: "/on-call/units/:id/people",
    summary: "People who may be put on a roster of a unit",
    permission: permissions.keep,
    ...one,
    query: Type.Object({ search: optional(text(100)) }),
    output: Type.Object({
      rows: list(
        Type.Object({ id: Id, name: text(201), company: nullable(text(200)), hasNumber: Type.Boolean() }),
        50,
      ),
    }),
  },
  addOnCallRoster: {
    method: "POST",
    path: "/on-call/rosters",
    summary: "Begin a roster of a unit",
    permission: permissions.keep,
    body: Type.Object({ unitId: Id, ...Said }),
    output: Done,
    events: ["on_call.roster_added"],
    errors: ["on_call.time_zone", "on_call.served_outside", "on_call.too_many"],
  },
  changeOnCallRoster: {
    method: "PUT",
    path: "/on-call/rosters/:id",
    summary: "What a roster is called, what it serves and whom",
    ...kept,
    body: Type.Object({ rowVersion: RowVersion, ...Said }),
    output: Done,
    events: ["on_call.roster_changed"],
    errors: [
      "on_call.time_zone",
      "on_call.served_outside",
      "on_call.roster_ended",
      "on_call_roster.changed_meanwhile",
    ],
  },
  setOnCallRules: {
    method: "PUT",
    path: "/on-call/rosters/:id/rules",
    summary: "The rules that fill a roster, all of them; turns from now on are laid out by them",
    ...kept,
    body: Type.Object({ rowVersion: RowVersion, rules: Type.Array(Rule, { maxItems: 40 }) }),
    output: Done,
    events: ["on_call.rules_set"],
    errors: [
      "on_call.time_zone",
      "on_call.rule_days",
      "on_call.rule_hours",
      "on_call.person",
      "on_call.roster_ended",
      "on_call_roster.changed_meanwhile",
    ],
  },
  endOnCallRoster: {
    method: "PUT",
    path: "/on-call/rosters/:id/end",
    summary: "A roster ends now: nobody is on call by it any more, what was stays",
    ...kept,
    body: Type.Object({ rowVersion: RowVersion, reason }),
    output: Done,
    events: ["on_call.roster_ended"],
    errors: ["on_call.roster_ended", "on_call_roster.changed_meanwhile"],
  },
  setOnCallShift: {
    method: "POST",
    path: "/on-call/rosters/:id/shifts",
    summary: "Somebody is on call from an instant to an instant in place of whoever the rules name",
    ...kept,
    body: Type.Object({ tier: Tier, personId: Id, startsAt: Moment, endsAt: Moment, reason }),
    output: Type.Object({ id: Id }),
    events: ["on_call.shift_set"],
    errors: ["on_call.shift_times", "on_call.person", "on_call.roster_ended", "on_call.too_many"],
  },
  removeOnCallShift: {
    method: "PUT",
    path: "/on-call/shifts/:id/removal",
    summary: "A shift holds no longer: what is left of it goes back to the rules",
    ...kept,
    body: Type.Object({ reason }),
    output: Type.Object({ id: Id }),
    events: ["on_call.shift_removed"],
    errors: ["on_call.shift_over", "on_call.roster_ended"],
  },
  setOnCallContact: {
    method: "PUT",
    path: "/on-call/rosters/:id/people/:personId/contact",
    summary: "The number for emergencies of somebody who stands in a roster, entered by whoever keeps it",
    permission: permissions.keep,
    params: Type.Object({ id: Id, personId: Id }),
    body: Type.Object({ telephone: nullable(text(60)), remark: text(200) }),
    output: Type.Object({ id: Id }),
    events: ["on_call.contact_set"],
    errors: ["on_call.telephone"],
  },
});
