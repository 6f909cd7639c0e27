import Type from "typebox";
import { Day, Id, list, Moment, nullable, oneOf, optional, text } from "#core/contract.ts";
import { fields, mostLookedAt, placeKinds, points, tests, verdicts } from "../rules.ts";

export const Verdict = oneOf(...verdicts);
export const Said = oneOf("met", "partly", "not_met", "unknown", "not_applicable");
export const Assurance = oneOf("declared", "documented", "measured", "verified");
export const Drawn = oneOf("mandatory", "sample", "added");
export const PlaceKind = oneOf(...placeKinds);
export const Point = oneOf(...(Object.keys(points) as (keyof typeof points)[]));
export const Field = oneOf(...fields);
export const TestOf = oneOf(...tests);
export const NoteKind = oneOf("note", "quote", "photo");
export const ControlId = text(40, 1);
/** Of any field; which values a field takes is looked at one by one (rules.ts, `takes`). */
export const Value = Type.Union([
  text(2000),
  Type.Integer({ minimum: 0, maximum: mostLookedAt }),
  Type.Null(),
]);
/** What a text says in each language it is written in. */
export const Texts = Type.Object({
  ja: optional(text(20_000)),
  en: optional(text(20_000)),
  zh: optional(text(20_000)),
});

export const Place = Type.Object({
  id: Id,
  kind: PlaceKind,
  name: text(120, 1),
  siteId: nullable(Id),
});

export const Control = Type.Object({
  id: ControlId,
  area: text(40),
  areaName: Texts,
  title: Texts,
  requirement: Texts,
  test: nullable(Texts),
  evidence: list(Texts, 20),
  cadence: text(40),
  drawn: Drawn,
  /** On site, beyond what was drawn and added before. */
  isTakenUp: Type.Boolean(),
  saidVerdict: nullable(Said),
  saidAssurance: nullable(Assurance),
  /** What the company wrote to its answer. */
  saidWords: text(8000),
  saidOn: nullable(Day),
  deskVerdict: nullable(Said),
  /** Once the sheet is finished. */
  verdict: nullable(Verdict),
});

export const Check = Type.Object({
  id: Id,
  placeId: Id,
  controlId: ControlId,
  point: nullable(Point),
  position: Type.Integer(),
  /** Of one that was added on site: why, and by whom. */
  reason: text(4000),
  addedByName: nullable(text(201)),
});

/** What a device knows of a control that nobody looks at yet: enough to take it up without a network. */
export const Other = Type.Object({
  ...Type.Pick(Control, ["id", "area", "title", "requirement", "test", "cadence"]).properties,
  /** Whether the edition requires it of this company; else it is looked at all the same where somebody wants it. */
  isAsked: Type.Boolean(),
  saidVerdict: nullable(Said),
  saidAssurance: nullable(Assurance),
});

/** Two added the same at the same place without seeing one another: the id that the second chose, and the check that stands. */
export const Twin = Type.Object({ id: Id, checkId: Id });

export const FieldValue = Type.Object({
  checkId: Id,
  field: Field,
  value: Value,
  revision: Type.Integer(),
  /** Who entered what holds, and when by the clock of the device. */
  byName: text(201),
  enteredAt: Moment,
});

export const Note = Type.Object({
  id: Id,
  checkId: nullable(Id),
  placeId: nullable(Id),
  kind: NoteKind,
  words: text(4000),
  saidBy: text(120),
  fileId: nullable(Id),
  /** Of a photo: the SHA-256 of what was stored. */
  sha256: nullable(text(64)),
  byName: text(201),
  takenAt: Moment,
  isWithdrawn: Type.Boolean(),
});

/** The same field, entered differently by two sides since the base: a person decides. */
export const Conflict = Type.Object({
  opId: Id,
  checkId: Id,
  field: Field,
  value: Value,
  byName: text(201),
  device: text(80),
  enteredAt: Moment,
  holds: Type.Object({
    value: Value,
    revision: Type.Integer(),
    byName: text(201),
    device: text(80),
    enteredAt: Moment,
  }),
});

/** What changes while auditors work. */
export const living = {
  places: list(Place, 100),
  checks: list(Check, 5000),
  values: list(FieldValue, 25_000),
  notes: list(Note, 5000),
  conflicts: list(Conflict, 1000),
  twins: list(Twin, 1000),
};

export const Checkout = Type.Object({
  id: Id,
  personId: Id,
  personName: text(201),
  device: text(80),
  takenAt: Moment,
  until: Moment,
  isKept: Type.Boolean(),
  lastSyncedAt: nullable(Moment),
  waiting: Type.Integer(),
  returnedAt: nullable(Moment),
  revokedAt: nullable(Moment),
  revokedReason: nullable(text(500)),
  state: oneOf("out", "over", "returned", "revoked"),
});
