import Type from "typebox";
import { Day, Id, list, Moment, nullable, oneOf, optional, RowVersion, text } from "#core/contract.ts";
import { states } from "../rules.ts";

export const permissions = {
  read: "plan.read",
  /** The company's own: write it, hand it in, report its steps. */
  write: "plan.write",
  /** The division's. */
  approve: "plan.approve",
  /** Wherever one reaches, without being asked for each. */
  approveAny: "plan.approve_any",
  rule: "plan.rule",
  /** Bring in a list of plans from before. */
  load: "plan.import",
} as const;
export const approvers = [permissions.approveAny, permissions.approve] as const;

export const ById = Type.Object({ id: Id });
export const State = oneOf(...states);
export const FileIds = list(Id, 20);

export const narrowing = { companyId: optional(Id), divisionId: optional(Id), search: optional(text(100)) };
export const followed = {
  ...narrowing,
  overdue: optional(Type.Boolean()),
  moved: optional(Type.Boolean()),
  /** Moved three times or more, or a third time asked for: those need the division. */
  thrice: optional(Type.Boolean()),
};

export const PlanRow = Type.Object({
  id: Id,
  reference: text(80),
  title: text(200),
  companyId: Id,
  companyName: text(200),
  cause: oneOf("result", "by_hand"),
  result: nullable(oneOf("improve", "serious")),
  state: State,
  openedAt: Moment,
  handInBy: Day,
  isLate: Type.Boolean(),
  ownerName: nullable(text(201)),
  findingCount: Type.Integer(),
  openFindingCount: Type.Integer(),
  stepCount: Type.Integer(),
  doneStepCount: Type.Integer(),
  overdueStepCount: Type.Integer(),
  driftDays: Type.Integer(),
  endsOn: nullable(Day),
  rowVersion: RowVersion,
});

/** Of a later day of a step: asked for, and what came of it; `isAllowed` is null while the division has not decided. */
const Postponement = Type.Object({
  id: Id,
  nth: Type.Integer(),
  fromOn: Day,
  toOn: Day,
  reason: text(1000),
  askedByName: nullable(text(201)),
  isAllowed: nullable(Type.Boolean()),
  decidedByName: nullable(text(201)),
  decisionReason: nullable(text(1000)),
});

export const Step = Type.Object({
  id: Id,
  what: text(1000),
  ownerId: nullable(Id),
  ownerName: nullable(text(201)),
  ownerSaid: text(200),
  startsOn: nullable(Day),
  dueOn: nullable(Day),
  firstDueOn: nullable(Day),
  cost: nullable(Type.Number()),
  currency: nullable(text(3)),
  findingIds: list(Id, 200),
  state: oneOf("open", "done", "dropped"),
  isOverdue: Type.Boolean(),
  doneOn: nullable(Day),
  done: nullable(text(4000)),
  /** Nobody has reported it here: a list says that it is done. */
  isDoneByList: Type.Boolean(),
  listRemarks: nullable(text(4000)),
  endedByName: nullable(text(201)),
  duty: nullable(Type.Object({ id: Id, dueAt: Moment, timeZone: text(60), postponedCount: Type.Integer() })),
  postponements: list(Postponement, 100),
  files: list(Type.Object({ id: Id, name: text(255) }), 20),
  rowVersion: RowVersion,
});

/** As it is written: the whole list at once, in its order. */
export const StepGiven = Type.Object({
  id: Type.Optional(Id),
  what: text(1000, 1),
  ownerId: nullable(Id),
  ownerSaid: text(200),
  startsOn: nullable(Day),
  dueOn: nullable(Day),
  cost: nullable(Type.Number({ minimum: 0, maximum: 999_999_999_999 })),
  currency: nullable(Type.String({ pattern: "^[A-Z]{3}$", maxLength: 3 })),
  findingIds: list(Id, 200),
});

export const Problem = Type.Object({ code: text(40), of: nullable(text(80)), isHint: Type.Boolean() });
