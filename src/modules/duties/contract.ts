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

export const permissions = {
  askPostponement: "duty.ask_postponement",
  decidePostponement: "duty.decide_postponement",
} as const;

const Company = {
  companyId: Id,
  companyName: text(200),
  companyNameEn: nullable(text(200)),
  companyNameJa: nullable(text(200)),
  companyNameZh: nullable(text(200)),
};

const Duty = Type.Object({
  id: Id,
  kind: text(60),
  subjectKind: text(40),
  subjectId: Id,
  ...Company,
  startsAt: Moment,
  dueAt: Moment,
  timeZone: text(60),
  /** 0 the addressee, 1 the deputy, 2 the company executive, 3 the division, 4 the group office */
  level: Type.Integer(),
  postponedCount: Type.Integer(),
  remindedAt: nullable(Moment),
  /** False where it has risen to me from somebody else. */
  isAddressed: Type.Boolean(),
  /** Nobody who could do it is named at the company; it stands with the group office until somebody is. */
  isNobodys: Type.Boolean(),
  isPostponementOpen: Type.Boolean(),
  /** False for who stands in by position and has no role that opens the record. */
  mayOpen: Type.Boolean(),
  isOverdue: Type.Boolean(),
  /** Nothing of it has happened: an exercise. */
  isExercise: Type.Boolean(),
  /** The name of its subject, where several of one kind stand side by side. */
  about: nullable(text(300)),
});

/** Duties of one kind that say the same to me: mine to do, or risen to me because others have not. */
const Bundle = Type.Object({
  kind: text(60),
  isAddressed: Type.Boolean(),
  isNobodys: Type.Boolean(),
  /** Of exercises alone: they never stand among what has happened. */
  isExercise: Type.Boolean(),
  count: Type.Integer(),
  overdueCount: Type.Integer(),
  /** Due on this very day where they are due, and not over yet. */
  todayCount: Type.Integer(),
  /** The most urgent of them. */
  first: list(Duty, 3),
});

const Postponement = Type.Object({
  id: Id,
  dutyId: Id,
  kind: text(60),
  subjectId: Id,
  ...Company,
  nth: Type.Integer(),
  fromAt: Moment,
  toAt: Moment,
  timeZone: text(60),
  reason: text(1000),
  askedAt: Moment,
  askedByName: nullable(text(201)),
  /** Which of its kind: the number of the plan and the step, say. */
  about: nullable(text(300)),
});

/** To the companies below a division today. */
const Narrow = Type.Object({ divisionId: optional(Id) });

export const duties = contract({
  getMyWork: {
    method: "GET",
    path: "/duties/my-work",
    summary: "What needs me, told in a few lines: open duties of one kind together, the most urgent first",
    permission: "signed_in",
    byViewer: true,
    query: Narrow,
    output: Type.Object({ bundles: list(Bundle, 40), count: Type.Integer() }),
  },
  listMyDuties: {
    method: "GET",
    path: "/duties/mine",
    summary: "Every open duty addressed to me or risen to my level, the most urgent first",
    permission: "signed_in",
    byViewer: true,
    query: Type.Object({
      ...paging,
      kind: optional(text(60)),
      subjectId: optional(Id),
      overdue: optional(Type.Boolean()),
    }),
    output: page(Duty),
  },
  askPostponement: {
    method: "POST",
    path: "/duties/:id/postponements",
    summary:
      "Ask for a later due moment, with a reason; the first two are granted at once, from the third the division decides",
    permission: permissions.askPostponement,
    params: Type.Object({ id: Id }),
    body: Type.Object({ toDay: Day, reason: text(1000, 1) }),
    output: Type.Object({ id: Id, isAllowed: nullable(Type.Boolean()), dueAt: Moment }),
    events: ["duty.postponed", "duty.postponement_asked"],
    errors: [
      "duty.closed",
      "duty.not_yours",
      "duty.by_hours",
      "postponement.not_later",
      "postponement.too_far",
      "postponement.open_already",
    ],
  },
  listPostponements: {
    method: "GET",
    path: "/postponements",
    summary: "Postponements that wait for a decision",
    permission: permissions.decidePostponement,
    query: Narrow,
    output: Type.Object({ rows: list(Postponement, 500) }),
  },
  decidePostponement: {
    method: "PUT",
    path: "/postponements/:id/decision",
    summary: "Allow or refuse a postponement",
    permission: permissions.decidePostponement,
    params: Type.Object({ id: Id }),
    body: Type.Object({ decision: oneOf("allow", "refuse"), reason: text(1000, 1) }),
    output: Type.Object({ id: Id }),
    events: ["duty.postponed", "duty.postponement_refused"],
    errors: ["postponement.decided_already"],
  },
});
