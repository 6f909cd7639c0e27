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
  RowVersion,
  text,
} from "#core/contract.ts";
import { ById, permissions, Severity, workers } from "../contract/words.ts";
import { Request } from "../spread/contract.ts";
import {
  causes,
  costKinds,
  leads,
  procedureKinds,
  procedureViews,
  proposalViews,
  trialHows,
  worked,
} from "./rules.ts";

const LeadsTo = oneOf(...leads);
const CostKind = oneOf(...costKinds);
const Amount = Type.Number({ minimum: 0, maximum: 9_999_999_999_999 });
const Currency = Type.String({ pattern: "^[A-Z]{3}$", maxLength: 3 });

const Lesson = Type.Object({
  id: Id,
  nth: Type.Integer(),
  lesson: text(2000),
  leadsTo: LeadsTo,
  findingId: nullable(Id),
  findingReference: nullable(text(80)),
  controlId: nullable(text(40)),
  because: text(1000),
  answer: nullable(text(2000)),
  isTakenUp: nullable(Type.Boolean()),
  addedAt: Moment,
});

const ProcedureRow = Type.Object({
  id: Id,
  companyId: Id,
  companyName: text(200),
  kind: oneOf(...procedureKinds),
  title: text(300),
  place: text(500),
  fileId: nullable(Id),
  ownerName: nullable(text(201)),
  everyMonths: Type.Integer(),
  triedOn: nullable(Day),
  nextOn: Day,
  standing: oneOf("never", "due", "soon", "tried"),
  lastHow: nullable(oneOf(...trialHows)),
  lastWorked: nullable(oneOf(...worked)),
  mayChange: Type.Boolean(),
  rowVersion: RowVersion,
});

export const after = contract({
  getIncidentReview: {
    method: "GET",
    path: "/incidents/:id/review",
    summary: "What led to it, what was learned and what became of that, what it cost",
    permission: permissions.read,
    params: ById,
    output: Type.Object({
      review: nullable(
        Type.Object({
          causes: list(oneOf(...causes), 5),
          how: text(8000),
          wentWell: text(4000),
          toChange: text(4000),
          heldOn: Day,
          writtenAt: Moment,
          writtenByName: nullable(text(201)),
          rowVersion: RowVersion,
        }),
      ),
      lessons: list(Lesson, 100),
      /** What became of the lessons that others are to be asked about. */
      requests: list(Request, 50),
      costs: list(
        Type.Object({
          id: Id,
          kind: CostKind,
          amount: nullable(Type.Number()),
          currency: nullable(text(3)),
          hours: nullable(Type.Number()),
          isEstimate: Type.Boolean(),
          note: text(500),
          isWithdrawn: Type.Boolean(),
        }),
        200,
      ),
      /** One a currency: nothing is converted. */
      totals: list(Type.Object({ currency: text(3), amount: Type.Number() }), 20),
      hours: Type.Number(),
      mayChange: Type.Boolean(),
    }),
  },
  reviewIncident: {
    method: "PUT",
    path: "/incidents/:id/review",
    summary: "Write the review: what led to it, what went well, what is to change",
    permission: workers,
    params: ById,
    body: Type.Object({
      causes: Type.Array(oneOf(...causes), { minItems: 1, maxItems: 5 }),
      how: text(8000, 1),
      wentWell: text(4000),
      toChange: text(4000),
      heldOn: Day,
      /** Of the review as it was read; none while there is none. */
      rowVersion: optional(RowVersion),
    }),
    output: Type.Object({ id: Id, rowVersion: RowVersion }),
    events: ["incident.reviewed"],
    errors: ["incident.not_now", "incident.review_ahead", "incident_review.changed_meanwhile"],
  },
  addLesson: {
    method: "POST",
    path: "/incidents/:id/lessons",
    summary:
      "Say what is learned, and what becomes of it: a finding, a question to others, a proposal for the standard, or nothing, because",
    permission: workers,
    params: ById,
    body: Type.Object({
      lesson: text(2000, 1),
      leadsTo: LeadsTo,
      severity: optional(Severity),
      controlId: optional(nullable(text(40, 1))),
      because: text(1000),
      /** Of a confidential incident or one about somebody: the finding in words that everybody who reads findings may read. */
      forEverybody: optional(Type.Object({ title: text(300, 1), detail: text(2000) })),
    }),
    output: Type.Object({ id: Id, findingId: nullable(Id), findingReference: nullable(text(80)) }),
    events: ["incident.lesson_added", "incident.check_asked"],
    errors: [
      "incident.lesson_because",
      "incident.lesson_severity",
      "incident.lesson_control",
      "incident.lesson_for_everybody",
      "incident.not_now",
    ],
  },
  listStandardProposals: {
    method: "GET",
    path: "/incident-lessons/proposals",
    summary: "Proposals for the standard that incidents led to, those without an answer first",
    permission: permissions.read,
    query: Type.Object({ ...paging, view: optional(oneOf(...proposalViews)) }),
    output: Type.Object({
      ...page(
        Type.Intersect([
          Lesson,
          Type.Object({
            incidentId: Id,
            reference: text(80),
            isExercise: Type.Boolean(),
            companyName: text(200),
            mayAnswer: Type.Boolean(),
          }),
        ]),
      ).properties,
      counts: Type.Object({
        all: Type.Integer(),
        waiting: Type.Integer(),
        taken: Type.Integer(),
        not_taken: Type.Integer(),
      }),
    }),
  },
  answerProposal: {
    method: "POST",
    path: "/incident-lessons/:id/answer",
    summary: "The group office: take a proposal for the standard up, or say why not",
    permission: permissions.rule,
    params: ById,
    body: Type.Object({ isTakenUp: Type.Boolean(), answer: text(2000, 1) }),
    output: Type.Object({ id: Id }),
    events: ["incident.proposal_answered"],
    errors: ["incident.answered_already"],
  },
  addCost: {
    method: "POST",
    path: "/incidents/:id/costs",
    summary: "Add a line of what it cost, in money of one currency or in hours",
    permission: workers,
    params: ById,
    body: Type.Object({
      kind: CostKind,
      amount: optional(nullable(Amount)),
      currency: optional(nullable(Currency)),
      hours: optional(nullable(Type.Number({ minimum: 0, maximum: 99_999_999 }))),
      isEstimate: Type.Boolean(),
      note: text(500),
    }),
    output: Type.Object({ id: Id }),
    events: ["incident.cost_added"],
    errors: ["incident.cost_empty"],
  },
  withdrawCost: {
    method: "DELETE",
    path: "/incident-costs/:id",
    summary: "Take a line of costs back: it stays to be read and counts no more",
    permission: workers,
    params: ById,
    output: Type.Object({ id: Id }),
    events: ["incident.cost_withdrawn"],
    errors: ["incident.withdrawn_already"],
  },
  listProcedures: {
    method: "GET",
    path: "/incident-procedures",
    summary:
      "Procedures for the case, with the day on which each was tried out last; those over their turn first",
    permission: permissions.read,
    query: Type.Object({
      ...paging,
      view: optional(oneOf(...procedureViews)),
      companyId: optional(Id),
      divisionId: optional(Id),
      search: optional(text(100)),
    }),
    output: Type.Object({
      ...page(ProcedureRow).properties,
      counts: Type.Object({
        all: Type.Integer(),
        never: Type.Integer(),
        due: Type.Integer(),
        in_time: Type.Integer(),
        companiesWithout: Type.Integer(),
      }),
    }),
  },
  addProcedure: {
    method: "POST",
    path: "/incident-procedures",
    summary: "Add a procedure of a company: what it is for, where it lies, how often it is tried out",
    permission: workers,
    body: Type.Object({
      companyId: Id,
      kind: oneOf(...procedureKinds),
      title: text(300, 1),
      place: text(500),
      fileId: optional(nullable(Id)),
      ownerId: optional(nullable(Id)),
      everyMonths: Type.Integer({ minimum: 1, maximum: 36 }),
    }),
    output: Type.Object({ id: Id }),
    events: ["incident_procedure.added"],
    errors: ["incident.unknown_file", "incident.unknown_person"],
  },
  tryProcedure: {
    method: "POST",
    path: "/incident-procedures/:id/trials",
    summary: "Say that a procedure was tried out, how, and whether it worked",
    permission: workers,
    params: ById,
    body: Type.Object({
      triedOn: Day,
      how: oneOf(...trialHows),
      worked: oneOf(...worked),
      learned: text(4000),
      rowVersion: RowVersion,
    }),
    output: Type.Object({ id: Id, nextOn: Day, rowVersion: RowVersion }),
    events: ["incident_procedure.tried"],
    errors: [
      "incident_procedure.changed_meanwhile",
      "incident.moment_ahead",
      "incident_procedure.learned_missing",
    ],
  },
  endProcedure: {
    method: "DELETE",
    path: "/incident-procedures/:id",
    summary: "End a procedure that holds no more: its trials stay to be read",
    permission: workers,
    params: ById,
    output: Type.Object({ id: Id }),
    events: ["incident_procedure.ended"],
  },
});
