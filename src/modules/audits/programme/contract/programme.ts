// The programme of a fiscal year: what is planned, proposed, approved, moved and held.
import Type from "typebox";
import { refusals } from "../independence.ts";
import { contract, Day, Id, list, nullable, optional, page, paging, RowVersion, text } from "#core/contract.ts";
import {
  AuditorDays,
  FiscalYear,
  Month,
  permissions,
  ProgrammeState,
  Reason,
  Region,
  Result,
  TeamMember,
  VisitKind,
  VisitRow,
  VisitState,
  Why,
} from "./words.ts";

const Programme = {
  id: Id,
  fiscalYear: Type.Integer(),
  state: ProgrammeState,
  visits: Type.Integer(),
  held: Type.Integer(),
  cancelled: Type.Integer(),
  unstaffed: Type.Integer(),
  /** Auditor days of what is planned and held, and what the pool has. */
  usedDays: Type.Integer(),
  availableDays: nullable(Type.Integer()),
  approvedByName: nullable(text(201)),
  rowVersion: RowVersion,
};
const Horizon = {
  first: FiscalYear,
  years: Type.Integer({ minimum: 1, maximum: 5 }),
};
const ProposalYears = list(
  Type.Object({
    fiscalYear: Type.Integer(),
    available: Type.Integer(),
    used: Type.Integer(),
    visits: Type.Integer(),
    missing: Type.Integer(),
  }),
  5,
);
const When = {
  month: Month,
  fromOn: optional(Day),
  toOn: optional(Day),
};
const What = {
  kind: VisitKind,
  auditorDays: AuditorDays,
  note: text(1000),
  siteIds: list(Id, 50),
};
const wholeGroup = "audit.needs_whole_group";
const whenErrors = ["audit.days_wrong", "audit.in_past", "audit.no_programme", "audit.programme_closed", "audit.reason_needed"];
const changed = ["audit_visit.changed_meanwhile", "audit.visit_over", wholeGroup];

export const programme = contract({
  listProgrammes: {
    method: "GET",
    path: "/audit-programmes",
    summary: "Programmes by fiscal year, the youngest last: state, visits, auditor days used of available",
    permission: permissions.read,
    output: Type.Object({ rows: list(Type.Object(Programme), 101), thisYear: Type.Integer(), startMonth: Type.Integer() }),
  },
  getProgramme: {
    method: "GET",
    path: "/audit-programmes/:id",
    summary: "One programme: its visits by month and region, and what may be done",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    output: Type.Object({
      ...Programme,
      cells: list(
        Type.Object({ month: Month, region: nullable(Region), visits: Type.Integer(), auditorDays: Type.Integer() }),
        200,
      ),
      /** Why the reader may not approve it: null, or a code. */
      approveOff: nullable(text(60)),
      closeOff: nullable(text(60)),
      mayPlan: Type.Boolean(),
    }),
  },
  addProgramme: {
    method: "POST",
    path: "/audit-programmes",
    summary: "Begin the programme of a fiscal year as a draft",
    permission: permissions.plan,
    body: Type.Object({ fiscalYear: FiscalYear }),
    output: Type.Object({ id: Id }),
    events: ["audit.programme_added"],
    errors: ["audit_programmes_one_a_year", "audit.year_over", wholeGroup],
  },
  proposeVisits: {
    method: "GET",
    path: "/audit-programmes/proposal",
    summary: "What would be visited when, so that every company is seen within its cycle; what there are no days for",
    permission: permissions.plan,
    query: Type.Object(Horizon),
    output: Type.Object({
      years: ProposalYears,
      visits: list(
        Type.Object({
          companyId: Id,
          code: text(40),
          name: text(200),
          region: nullable(Region),
          month: Month,
          auditorDays: Type.Integer(),
          why: Why,
          risk: Type.Integer(),
          dueOn: Day,
          isLate: Type.Boolean(),
        }),
        20_000,
      ),
      uncovered: list(
        Type.Object({ companyId: Id, code: text(40), name: text(200), dueOn: Day, auditorDays: Type.Integer() }),
        20_000,
      ),
      /** Of the years, those that are approved: what comes into them needs a reason. */
      approvedYears: list(Type.Integer(), 5),
      /** Of the whole list: taken is what was looked at. */
      digest: text(64),
    }),
    errors: [wholeGroup, "audit.year_over"],
  },
  takeProposal: {
    method: "POST",
    path: "/audit-programmes/proposal",
    summary: "Plan what was proposed: adds to drafts, and to approved programmes with a reason; nothing planned is changed",
    permission: permissions.plan,
    body: Type.Object({
      ...Horizon,
      /** Of what was looked at; where it is another by now, nothing is taken. */
      digest: optional(text(64)),
      reason: optional(Reason),
    }),
    output: Type.Object({ added: Type.Integer() }),
    events: ["audit.programme_added", "audit.proposal_taken"],
    errors: [wholeGroup, "audit.year_over", "audit.proposal_changed", "audit.reason_needed"],
  },
  approveProgramme: {
    method: "POST",
    path: "/audit-programmes/:id/approval",
    summary: "Approve a draft, as somebody who had no hand in it",
    permission: permissions.approve,
    params: Type.Object({ id: Id }),
    body: Type.Object({ rowVersion: RowVersion }),
    output: Type.Object({ id: Id }),
    events: ["audit.programme_approved"],
    errors: ["audit.own_draft", "audit.not_a_draft", "audit.nothing_planned", "audit_programme.changed_meanwhile", wholeGroup],
  },
  closeProgramme: {
    method: "POST",
    path: "/audit-programmes/:id/closing",
    summary: "Close a programme when everything in it was held, moved on or cancelled",
    permission: permissions.plan,
    params: Type.Object({ id: Id }),
    body: Type.Object({ rowVersion: RowVersion }),
    output: Type.Object({ id: Id }),
    events: ["audit.programme_closed"],
    errors: ["audit.not_approved", "audit.visits_open", "audit_programme.changed_meanwhile", wholeGroup],
  },
  listVisits: {
    method: "GET",
    path: "/audit-visits",
    summary: "Visits by month: of a fiscal year, a region, a company, a state",
    permission: permissions.read,
    query: Type.Object({
      ...paging,
      fiscalYear: optional(FiscalYear),
      month: optional(Month),
      region: optional(Region),
      state: optional(VisitState),
      divisionId: optional(Id),
      unstaffed: optional(Type.Boolean()),
      search: optional(text(100)),
    }),
    output: page(VisitRow),
  },
  getVisit: {
    method: "GET",
    path: "/audit-visits/:id",
    summary: "One visit: when, why, where, who goes, and what may be done",
    permission: [permissions.read, permissions.readOwn],
    params: Type.Object({ id: Id }),
    output: Type.Object({
      ...VisitRow.properties,
      programmeId: Id,
      programmeState: ProgrammeState,
      note: text(1000),
      report: text(200),
      closedReason: nullable(text(500)),
      plannedByName: nullable(text(201)),
      sites: list(Type.Object({ id: Id, name: text(200), isPlant: Type.Boolean() }), 50),
      /** Where it may go. */
      allSites: list(Type.Object({ id: Id, name: text(200), isPlant: Type.Boolean() }), 200),
      team: list(TeamMember, 20),
      /** What the team lacks. */
      lacks: list(text(40), 10),
      companyLanguage: nullable(text(10)),
      rowVersion: RowVersion,
      can: Type.Object({ plan: Type.Boolean(), staff: Type.Boolean() }),
    }),
  },
  planVisit: {
    method: "POST",
    path: "/audit-visits",
    summary: "Plan a visit by hand; in an approved programme with a reason",
    permission: permissions.plan,
    body: Type.Object({ companyId: Id, ...When, ...What, why: Why, reason: optional(Reason) }),
    output: Type.Object({ id: Id }),
    events: ["audit.visit_planned"],
    errors: [...whenErrors, "audit.site_elsewhere", wholeGroup],
  },
  changeVisit: {
    method: "PUT",
    path: "/audit-visits/:id",
    summary: "Change how a planned visit is made: kind, auditor days, sites, note",
    permission: permissions.plan,
    params: Type.Object({ id: Id }),
    body: Type.Object({ ...What, rowVersion: RowVersion }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["audit.visit_changed"],
    errors: [...changed, "audit.site_elsewhere"],
  },
  moveVisit: {
    method: "PUT",
    path: "/audit-visits/:id/time",
    summary: "Give a planned visit its days or another month; with a reason once its programme is approved",
    permission: permissions.plan,
    params: Type.Object({ id: Id }),
    body: Type.Object({ ...When, reason: optional(Reason), rowVersion: RowVersion }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["audit.visit_moved"],
    errors: [...changed, ...whenErrors, ...refusals.map((code) => `audit.auditor_${code}`)],
  },
  cancelVisit: {
    method: "POST",
    path: "/audit-visits/:id/cancellation",
    summary: "Cancel a planned visit, with a reason",
    permission: permissions.plan,
    params: Type.Object({ id: Id }),
    body: Type.Object({ reason: Reason, rowVersion: RowVersion }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["audit.visit_cancelled"],
    errors: changed,
  },
  announceVisit: {
    method: "POST",
    path: "/audit-visits/:id/announcement",
    summary: "Announce a visit to the company: from then on its own people see it",
    permission: permissions.plan,
    params: Type.Object({ id: Id }),
    body: Type.Object({ rowVersion: RowVersion }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["audit.visit_announced"],
    errors: [...changed, "audit.not_approved", "audit.announced_already", "audit.nobody_leads"],
  },
  recordVisitHeld: {
    method: "POST",
    path: "/audit-visits/:id/holding",
    summary: "Record that a visit was held: the day, the result, how many findings, where the report is",
    permission: permissions.plan,
    params: Type.Object({ id: Id }),
    body: Type.Object({
      heldOn: Day,
      result: optional(Result),
      findings: optional(Type.Integer({ minimum: 0, maximum: 9999 })),
      report: text(200),
      rowVersion: RowVersion,
    }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["audit.visit_held"],
    errors: [...changed, "audit.held_ahead", "audit.not_approved"],
  },
});
