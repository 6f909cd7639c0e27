import Type from "typebox";
import { Id, list, Moment, nullable, oneOf, RowVersion, text } from "#core/contract.ts";
import { Zone } from "../../contract/words.ts";
import { affectedRoles, entryKinds, phases, roles } from "../rules.ts";

export const EntryKind = oneOf(...entryKinds);
export const Phase = oneOf(...phases);
export const Role = oneOf(...roles);
export const AffectedRole = oneOf(...affectedRoles);
export const Country = Type.String({ minLength: 2, maxLength: 2, pattern: "^[A-Z]{2}$" });
export const Done = Type.Object({ id: Id });
export const Named = Type.Object({ id: Id, name: text(201) });

/** An entry of the log, or an event of the record's own trail between them. */
export const Entry = Type.Object({
  id: text(60),
  source: oneOf("entry", "trail"),
  kind: nullable(EntryKind),
  verb: nullable(text(80)),
  at: Moment,
  zone: nullable(Zone),
  /** Of the trail: the name of the notice that it is about. */
  said: text(4000),
  byName: nullable(text(201)),
  enteredAt: Moment,
  isAfterwards: Type.Boolean(),
  why: text(500),
  /** What it said before, the latest first. */
  before: list(
    Type.Object({ said: text(4000), at: Moment, zone: Zone, enteredAt: Moment, byName: nullable(text(201)) }),
    50,
  ),
});

export const Task = Type.Object({
  id: Id,
  phase: Phase,
  title: text(300),
  isOwnWords: Type.Boolean(),
  hours: nullable(Type.Integer()),
  dueAt: nullable(Moment),
  isOverdue: Type.Boolean(),
  ownerId: nullable(Id),
  ownerName: nullable(text(201)),
  state: oneOf("open", "done", "not_needed"),
  said: text(2000),
  endedAt: nullable(Moment),
  endedByName: nullable(text(201)),
  rowVersion: RowVersion,
});

export const RoleRow = Type.Object({
  id: Id,
  role: Role,
  personId: nullable(Id),
  name: text(300),
  timeZone: nullable(Zone),
  since: Moment,
  until: nullable(Moment),
});

export const Handover = Type.Object({
  id: Id,
  role: Role,
  fromName: nullable(text(201)),
  toId: Id,
  toName: text(201),
  isOpen: text(4000),
  comesNext: text(4000),
  handedAt: Moment,
  /** From when it is agreed to be the other's; null: as soon as they confirm. */
  takesEffectAt: nullable(Moment),
  /** Confirmed before that moment: until it the role stays with whoever hands it over. */
  acceptedAt: nullable(Moment),
  takenAt: nullable(Moment),
  fromZone: nullable(Zone),
  toZone: Zone,
  isMine: Type.Boolean(),
});

export const PlaybookTask = Type.Object({
  phase: Phase,
  hours: nullable(Type.Integer({ minimum: 1, maximum: 8760 })),
  en: text(300),
  ja: text(300),
  zh: text(300),
});
