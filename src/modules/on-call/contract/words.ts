import Type from "typebox";
import { Day, Id, list, Moment, nullable, oneOf, optional, text } from "#core/contract.ts";
import { purposes } from "../rules.ts";

export const permissions = {
  read: "on_call.read",
  keep: "on_call.keep",
  /** To see the number of whoever is on call, within one's scope or serving it. */
  ring: "on_call.ring",
} as const;

export const Tier = Type.Integer({ minimum: 1, maximum: 2 });
export const Purpose = oneOf(...purposes);
export const Zone = text(60, 1);
const Time = Type.String({ pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$", maxLength: 5 });

export const Names = {
  unitName: text(200),
  unitNameEn: nullable(text(200)),
  unitNameJa: nullable(text(200)),
  unitNameZh: nullable(text(200)),
};

/** See rules.ts. */
export const Rule = Type.Object({
  tier: Tier,
  kind: oneOf("turns", "hours"),
  timeZone: Zone,
  at: Time,
  until: nullable(Time),
  weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { maxItems: 7, uniqueItems: true }),
  every: Type.Integer({ minimum: 1, maximum: 90 }),
  startsOn: Day,
  endsOn: nullable(Day),
  people: Type.Array(Id, { minItems: 1, maxItems: 50 }),
});

export const Person = Type.Object({
  id: Id,
  name: text(201),
  timeZone: Zone,
  hasNumber: Type.Boolean(),
  /** Has an account that is open, and has not left. */
  isThere: Type.Boolean(),
  /** The first day on which they are no longer with the group. */
  goneOn: nullable(Day),
  /** Purposes of the roster whose records they could not open. */
  lacks: list(Purpose, 10),
});

export const Turn = Type.Object({
  id: Id,
  rosterId: Id,
  tier: Tier,
  personId: Id,
  startsAt: Moment,
  endsAt: Moment,
  /** Of a single shift over the rules. */
  shiftId: nullable(Id),
  takenAt: nullable(Moment),
});

export const Gap = Type.Object({ startsAt: Moment, endsAt: Moment });

export const Roster = {
  id: Id,
  unitId: Id,
  ...Names,
  name: text(80),
  timeZone: Zone,
  purposes: list(Purpose, 10),
};

/** What is said of a roster. */
export const Said = {
  name: text(80, 1),
  timeZone: Zone,
  purposes: Type.Array(Purpose, { minItems: 1, maxItems: purposes.length, uniqueItems: true }),
  /** Units whose companies it serves; none for all at and below its own. */
  served: Type.Array(Id, { maxItems: 500, uniqueItems: true }),
  isContinuous: Type.Boolean(),
};

export const Handover = Type.Object({
  turnId: Id,
  tier: Tier,
  personId: Id,
  note: text(4000),
  writtenAt: Moment,
  takenBy: nullable(Id),
  takenAt: nullable(Moment),
});

export const Swap = Type.Object({
  id: Id,
  rosterId: Id,
  turnId: Id,
  tier: Tier,
  startsAt: Moment,
  endsAt: Moment,
  askedBy: Id,
  askedOf: Id,
  words: text(500),
  state: oneOf("asked", "accepted", "declined", "withdrawn"),
  askedAt: Moment,
  endedAt: nullable(Moment),
});

export const Telephone = Type.Object({ telephone: text(60), remark: text(200) });
export const reason = text(500, 1);
export const optionalWords = optional(text(500));
