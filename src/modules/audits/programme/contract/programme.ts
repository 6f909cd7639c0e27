// The programme of a fiscal year: what is planned, proposed, approved, moved and held.
import Type from "typebox";
import { contract, Day, Id, list, nullable, optional, RowVersion, text } from "#core/contract.ts";
import { FiscalYear, Month, permissions, ProgrammeState, Reason, Region, Why } from "./words.ts";

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
const wholeGroup = "audit.needs_whole_group";

export const programme = contract({
  listProgrammes: {
    method: "GET",
    path: "/audit-programmes",
    summary: "Programmes by fiscal year, the youngest last: state, visits, auditor days used of available",
    permission: permissions.read,
    output: Type.Object({
      rows: list(Type.Object(Programme), 101),
      thisYear: Type.Integer(),
      startMonth: Type.Integer(),
    }),
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
        Type.Object({
          month: Month,
          region: nullable(Region),
          visits: Type.Integer(),
          auditorDays: Type.Integer(),
        }),
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
    summary:
      "What would be visited when, so that every company is seen within its cycle; what there are no days for",
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
        Type.Object({
          companyId: Id,
          code: text(40),
          name: text(200),
          dueOn: Day,
          auditorDays: Type.Integer(),
        }),
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
    summary:
      "Plan what was proposed: adds to drafts, and to approved programmes with a reason; nothing planned is changed",
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
    errors: [
      "audit.own_draft",
      "audit.not_a_draft",
      "audit.nothing_planned",
      "audit_programme.changed_meanwhile",
      wholeGroup,
    ],
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
});
