// The pool of auditors, and who goes on a visit: a rule that is broken refuses with its reason.
import Type from "typebox";
import {
  contract,
  Day,
  Id,
  list,
  nullable,
  oneOf,
  optional,
  page,
  paging,
  RowVersion,
  text,
} from "#core/contract.ts";
import { refusals, warnings } from "../independence.ts";
import { AuditorDays, Competence, permissions, Region } from "./words.ts";

const DaysAYear = Type.Integer({ minimum: 1, maximum: 260 });
const Language = Type.String({ pattern: "^[a-z]{2,3}(-[A-Za-z]{2,4})?$", maxLength: 10 });
const Auditor = {
  homeRegion: Region,
  daysAYear: DaysAYear,
  competences: list(Competence, 6),
  languages: Type.Array(Language, { minItems: 1, maxItems: 10, uniqueItems: true }),
};
const AuditorRow = Type.Object({
  id: Id,
  personId: Id,
  name: text(201),
  companyName: text(200),
  isOutside: Type.Boolean(),
  ...Auditor,
  validFrom: Day,
  validTo: nullable(Day),
  /** In the fiscal year asked for. */
  usedDays: Type.Integer(),
  visits: Type.Integer(),
  rowVersion: RowVersion,
});
const wholeGroup = "audit.needs_whole_group";

export const auditors = contract({
  listAuditors: {
    method: "GET",
    path: "/auditors",
    summary: "The pool: who may be sent, with competence, languages, days used and left in a fiscal year",
    permission: permissions.pool,
    query: Type.Object({
      ...paging,
      fiscalYear: optional(Type.Integer({ minimum: 2000, maximum: 2100 })),
      region: optional(Region),
      search: optional(text(100)),
      withEnded: optional(Type.Boolean()),
    }),
    output: page(AuditorRow),
    errors: [wholeGroup],
  },
  getAuditor: {
    method: "GET",
    path: "/auditors/:id",
    summary: "One auditor with the visits they are on and the advice they gave",
    permission: permissions.pool,
    params: Type.Object({ id: Id }),
    output: Type.Object({
      ...AuditorRow.properties,
      visitsOf: list(
        Type.Object({
          id: Id,
          companyName: text(200),
          month: Day,
          isLead: Type.Boolean(),
          days: Type.Integer(),
        }),
        100,
      ),
      advice: list(Type.Object({ companyName: text(200), fromOn: Day, toOn: Day, about: text(500) }), 100),
      mayPlan: Type.Boolean(),
    }),
    errors: [wholeGroup],
  },
  findPeopleForPool: {
    method: "GET",
    path: "/auditors/people",
    summary: "People who may be taken into the pool, by name",
    permission: permissions.plan,
    query: Type.Object({ search: text(100, 1) }),
    output: Type.Object({
      rows: list(
        Type.Object({ id: Id, name: text(201), companyName: text(200), isInPool: Type.Boolean() }),
        20,
      ),
    }),
    errors: [wholeGroup],
  },
  addAuditor: {
    method: "POST",
    path: "/auditors",
    summary: "Take a person into the pool, from inside or outside the group",
    permission: permissions.plan,
    body: Type.Object({ personId: Id, ...Auditor, from: Day }),
    output: Type.Object({ id: Id }),
    events: ["audit.auditor_added"],
    errors: ["auditors_one_at_a_time", wholeGroup],
  },
  changeAuditor: {
    method: "PUT",
    path: "/auditors/:id",
    summary: "Correct what an auditor can do and how many days there are; or the last day in the pool",
    permission: permissions.plan,
    params: Type.Object({ id: Id }),
    body: Type.Object({ ...Auditor, lastDay: nullable(Day), rowVersion: RowVersion }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["audit.auditor_changed"],
    errors: ["auditor.changed_meanwhile", "auditors_dates", "auditors_one_at_a_time", wholeGroup],
  },
  recordAdvice: {
    method: "POST",
    path: "/auditors/:id/advice",
    summary: "Record that somebody advised a company: for twelve months after it they do not audit it",
    permission: permissions.plan,
    params: Type.Object({ id: Id }),
    body: Type.Object({ companyId: Id, fromOn: Day, toOn: Day, about: text(500, 1) }),
    output: Type.Object({ id: Id }),
    events: ["audit.advice_recorded"],
    errors: ["audit_advice_days", wholeGroup],
  },
  listFitting: {
    method: "GET",
    path: "/audit-visits/:id/auditors",
    summary: "The pool for one visit, best fit first; who is out, and why",
    permission: permissions.pool,
    params: Type.Object({ id: Id }),
    output: Type.Object({
      rows: list(
        Type.Object({
          id: Id,
          name: text(201),
          companyName: text(200),
          homeRegion: Region,
          competences: list(Competence, 6),
          languages: list(text(10), 10),
          daysLeft: Type.Integer(),
          fit: Type.Integer(),
          refusals: list(Type.Object({ code: oneOf(...refusals), what: text(300) }), 6),
          warnings: list(oneOf(...warnings), 4),
        }),
        500,
      ),
    }),
    errors: [wholeGroup],
  },
  assignAuditor: {
    method: "PUT",
    path: "/audit-visits/:id/team/:auditorId",
    summary: "Send an auditor on a visit; refused with the reason where the rules of independence say no",
    permission: permissions.plan,
    params: Type.Object({ id: Id, auditorId: Id }),
    body: Type.Object({ isLead: Type.Boolean(), days: AuditorDays }),
    output: Type.Object({ warnings: list(oneOf(...warnings), 4) }),
    events: ["audit.auditor_assigned"],
    errors: [...refusals.map((code) => `audit.auditor_${code}`), "audit.visit_over", wholeGroup],
  },
  removeAuditor: {
    method: "DELETE",
    path: "/audit-visits/:id/team/:auditorId",
    summary: "Take an auditor off a visit",
    permission: permissions.plan,
    params: Type.Object({ id: Id, auditorId: Id }),
    output: Type.Object({ id: Id }),
    events: ["audit.auditor_removed"],
    errors: ["audit.visit_over", wholeGroup],
  },
});
