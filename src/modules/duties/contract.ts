import Type from "typebox";
import { contract, Id, list, Moment, nullable, oneOf, optional, text } from "#core/contract.ts";

export const permissions = {
  askPostponement: "duty.ask_postponement",
  decidePostponement: "duty.decide_postponement",
} as const;

const Duty = Type.Object({
  id: Id,
  kind: text(60),
  subjectKind: text(40),
  subjectId: Id,
  companyId: Id,
  companyName: text(200),
  companyNameEn: nullable(text(200)),
  companyNameJa: nullable(text(200)),
  companyNameZh: nullable(text(200)),
  startsAt: Moment,
  dueAt: Moment,
  timeZone: text(60),
  level: Type.Integer(),
  postponedCount: Type.Integer(),
  isOverdue: Type.Boolean(),
});

const Postponement = Type.Object({
  id: Id,
  dutyId: Id,
  kind: text(60),
  companyId: Id,
  companyName: text(200),
  nth: Type.Integer(),
  fromAt: Moment,
  toAt: Moment,
  reason: text(1000),
  askedAt: Moment,
});

export const duties = contract({
  listMyDuties: {
    method: "GET",
    path: "/duties/mine",
    summary: "What needs me: open duties addressed to me or risen to my level, the most urgent first",
    permission: "signed_in",
    query: Type.Object({ limit: optional(Type.Integer({ minimum: 1, maximum: 200 })) }),
    output: Type.Object({ rows: list(Duty, 200), count: Type.Integer() }),
  },
  askPostponement: {
    method: "POST",
    path: "/duties/:id/postponements",
    summary:
      "Ask for a later due moment, with a reason; the first two are granted at once, from the third the division decides",
    permission: permissions.askPostponement,
    params: Type.Object({ id: Id }),
    body: Type.Object({ toDay: Type.String({ format: "date" }), reason: text(1000, 1) }),
    output: Type.Object({ id: Id, isAllowed: nullable(Type.Boolean()), dueAt: Moment }),
    events: ["duty.postponed", "duty.postponement_asked"],
    errors: ["duty.closed", "postponement.not_later", "postponement.open_already"],
  },
  listPostponements: {
    method: "GET",
    path: "/postponements",
    summary: "Postponements that wait for a decision",
    permission: permissions.decidePostponement,
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
