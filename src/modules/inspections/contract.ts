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

export const permissions = {
  read: "inspection.read",
  answer: "inspection.answer",
  /** Only what was delegated to the person. */
  contribute: "inspection.contribute",
  review: "inspection.review",
  /** Reminding those who have to act. */
  remind: "inspection.remind",
  confirm: "inspection.confirm",
  /** Uploading a page signed on paper for a company that does not sign in. */
  confirmFor: "inspection.confirm_for",
  lock: "inspection.lock",
  correct: "inspection.correct",
} as const;

const readers = [permissions.read, permissions.contribute] as const;
const writers = [permissions.answer, permissions.contribute] as const;

export const Verdict = oneOf("met", "partly", "not_met", "unknown", "not_applicable");
export const Assurance = oneOf("declared", "documented", "measured", "verified");
export const ResultKind = oneOf("meets", "improve", "serious", "not_known");
export const State = oneOf(
  "not_begun",
  "answering",
  "submitted",
  "returned",
  "reviewed",
  "confirmed",
  "locked",
);
const ControlId = text(40, 1);
const EvidenceKind = oneOf("declared", "documented", "measured");
const Names = {
  name: text(200),
  nameEn: nullable(text(200)),
  nameJa: nullable(text(200)),
  nameZh: nullable(text(200)),
};

const Backing = oneOf("stands", "changed", "gone");

const Sums = Type.Record(text(40), Type.Array(Type.Number(), { maxItems: 5 }));
export const ResultRow = Type.Object({
  basis: oneOf("live", "due", "locked", "restated", "standing"),
  computedAt: Moment,
  result: ResultKind,
  isProvisional: Type.Boolean(),
  halfPoints: Type.Integer(),
  weight: Type.Integer(),
  requiredCount: Type.Integer(),
  answeredCount: Type.Integer(),
  naCount: Type.Integer(),
  unknownCount: Type.Integer(),
  expiredCount: Type.Integer(),
  declaredCount: Type.Integer(),
  documentedCount: Type.Integer(),
  measuredCount: Type.Integer(),
  verifiedCount: Type.Integer(),
  mandatoryGaps: list(ControlId, 500),
  mandatoryPartly: list(ControlId, 500),
  areas: Sums,
});

const InspectionRow = Type.Object({
  id: Id,
  companyId: Id,
  code: text(40),
  ...Names,
  tier: text(4),
  state: State,
  dueOn: Day,
  /** The due day where it is the company's own, because it came later than the others; null where it is the round's. */
  ownDueOn: nullable(Day),
  /** It was handed in after its clock had run out. */
  isLate: Type.Boolean(),
  /** It owes answers and its clock has run out (rounds/late.ts). */
  isOverdue: Type.Boolean(),
  answeredCount: Type.Integer(),
  requiredCount: Type.Integer(),
  result: nullable(ResultKind),
  isProvisional: Type.Boolean(),
  halfPoints: Type.Integer(),
  weight: Type.Integer(),
  verifiedCount: Type.Integer(),
  divisionId: nullable(Id),
  leftOn: nullable(Day),
  /** The clock that runs now: whoever has the inspection, with every postponement granted; null when none runs. */
  clock: nullable(
    Type.Object({
      startsAt: Moment,
      dueAt: Moment,
      timeZone: text(60),
      kind: text(60),
      level: Type.Integer(),
      postponedCount: Type.Integer(),
      remindedAt: nullable(Moment),
    }),
  ),
});

/** One line of the answering page's list. */
const AskedControl = Type.Object({
  controlId: ControlId,
  area: text(20),
  topic: text(40),
  title: text(300),
  isMandatory: Type.Boolean(),
  weight: Type.Integer(),
  need: oneOf("required", "recommended"),
  asksCoverage: Type.Boolean(),
  appliesWhen: text(40),
  verdict: nullable(Verdict),
  assurance: nullable(Assurance),
  naIsAllowed: nullable(Type.Boolean()),
  rowVersion: nullable(Type.Integer()),
  evidenceCount: Type.Integer(),
  evidenceUntil: nullable(Day),
  /** Of an inherited answer: whether the provider's answer still stands. */
  backing: nullable(Backing),
  /** Codes of what keeps the answer from being submitted. */
  problems: list(text(60), 12),
  /** last year's verdict where the control is unchanged, or a shared service's */
  proposal: nullable(
    Type.Object({
      from: oneOf("last_year", "service"),
      verdict: Verdict,
      service: nullable(text(60)),
      /** The beginning of what was said then, so that a list can be confirmed without opening each. */
      said: nullable(text(300)),
      /** What it would still lack if it were taken over today, e.g. a due day that has passed. */
      lacks: list(text(60), 12),
    }),
  ),
  lastVerdict: nullable(Verdict),
  review: nullable(Type.Object({ decision: oneOf("accepted", "returned"), verdict: Verdict })),
  talkCount: Type.Integer(),
  isMine: Type.Boolean(),
});

export const AnswerBody = {
  verdict: Verdict,
  how: optional(nullable(text(4000))),
  missing: optional(nullable(text(4000))),
  owner: optional(nullable(text(200))),
  dueOn: optional(nullable(Day)),
  reason: optional(nullable(text(4000))),
  coveragePercent: optional(nullable(Type.Number({ minimum: 0, maximum: 100 }))),
  exceptions: optional(nullable(text(4000))),
  maturity: optional(nullable(Type.Integer({ minimum: 0, maximum: 5 }))),
};
/** What a person answers for one control. */
export const AnswerFields = Type.Object({
  verdict: Verdict,
  how: nullable(text(4000)),
  missing: nullable(text(4000)),
  owner: nullable(text(200)),
  dueOn: nullable(Day),
  reason: nullable(text(4000)),
  coveragePercent: nullable(Type.Number()),
  exceptions: nullable(text(4000)),
  maturity: nullable(Type.Integer()),
});
export type AnswerFields = Type.Static<typeof AnswerFields>;
export const answerFields = Object.keys(AnswerFields.properties) as (keyof AnswerFields)[];
export const Answer = Type.Object({
  ...AnswerFields.properties,
  origin: text(20),
  assurance: Assurance,
  naIsAllowed: nullable(Type.Boolean()),
  answeredByName: nullable(text(201)),
  answeredAt: Moment,
  rowVersion: RowVersion,
});
const EvidenceRow = Type.Object({
  id: Id,
  title: text(200),
  kind: EvidenceKind,
  place: nullable(text(1000)),
  fileId: nullable(Id),
  fileName: nullable(text(255)),
  sizeBytes: nullable(Type.Integer()),
  validFrom: Day,
  validUntil: Day,
});
const DelegationRow = Type.Object({
  id: Id,
  personId: Id,
  personName: text(201),
  area: nullable(text(20)),
  controlId: nullable(ControlId),
  dueOn: nullable(Day),
  note: nullable(text(1000)),
  givenByName: nullable(text(201)),
  givenAt: Moment,
  endedAt: nullable(Moment),
  isHandedBack: Type.Boolean(),
  endNote: nullable(text(1000)),
});
const ById = Type.Object({ id: Id });
const ByControl = Type.Object({ id: Id, controlId: ControlId });
/** One control with everything its page shows. */
const WholeControl = Type.Object({
  controlId: ControlId,
  texts: Type.Object({
    title: Type.Record(text(4), text(300)),
    requirement: Type.Record(text(4), text(4000)),
    evidence: list(Type.Record(text(4), text(1000)), 30),
    auditTest: Type.Record(text(4), text(2000)),
  }),
  harms: list(Type.Object({ id: text(40), name: text(200) }), 10),
  functions: list(Type.Object({ id: text(40), name: text(200) }), 10),
  cadence: text(40),
  references: list(Type.Object({ set: text(60), item: text(60) }), 200),
  answer: nullable(Answer),
  /** What an inherited answer rests on: whether the provider's answer still stands, since when, until which day. */
  backing: nullable(Type.Object({ state: Backing, since: Moment, until: nullable(Day) })),
  demanded: Type.Record(text(20), list(text(20), 12)),
  last: nullable(Type.Object({ fiscalYear: Type.Integer(), answer: Answer, isSameControl: Type.Boolean() })),
  inherited: nullable(
    Type.Object({
      service: text(60),
      providerName: text(200),
      sharePercent: Type.Number(),
      /** The last day on which the provider's proof counts. */
      validUntil: nullable(Day),
      /** The provider's inspection, for whoever may open it. */
      inspectionId: nullable(Id),
      answer: Answer,
    }),
  ),
  review: nullable(
    Type.Object({
      decision: oneOf("accepted", "returned"),
      verdict: Verdict,
      reasonKind: nullable(text(40)),
      reason: nullable(text(2000)),
      reviewedByName: nullable(text(201)),
      reviewedAt: Moment,
    }),
  ),
  evidence: list(EvidenceRow, 200),
  talks: list(
    Type.Object({
      id: Id,
      body: text(4000),
      asksDivision: Type.Boolean(),
      saidByName: nullable(text(201)),
      saidAt: Moment,
      /** Of a question to the division: who answered it, when. */
      answeredAt: nullable(Moment),
      answeredByName: nullable(text(201)),
      isReply: Type.Boolean(),
    }),
    500,
  ),
  delegatedTo: list(
    Type.Object({ id: Id, personId: Id, personName: text(201), area: nullable(text(20)) }),
    100,
  ),
});
const moved = { output: Type.Object({ id: Id, state: State, rowVersion: RowVersion }) } as const;
const moving = ["inspection.changed_meanwhile", "inspection.not_now"] as const;

export const inspections = contract({
  listInspections: {
    method: "GET",
    path: "/rounds/:roundId/inspections",
    summary: "The inspections of a round: state, result and score of every company",
    permission: permissions.read,
    params: Type.Object({ roundId: Id }),
    query: Type.Object({
      ...paging,
      state: optional(State),
      result: optional(ResultKind),
      tier: optional(text(4)),
      divisionId: optional(Id),
      late: optional(Type.Boolean()),
      search: optional(text(100)),
      sort: optional(oneOf("code", "-code", "due", "-due", "score", "-score")),
    }),
    output: page(InspectionRow),
  },
  listMyInspections: {
    method: "GET",
    path: "/inspections/mine",
    summary: "Open inspections of the companies one answers for, or in which something was delegated to one",
    permission: writers,
    output: Type.Object({
      rows: list(
        Type.Intersect([
          InspectionRow,
          Type.Object({ roundId: Id, roundName: text(200), fiscalYear: Type.Integer() }),
        ]),
        200,
      ),
    }),
  },
  getInspection: {
    method: "GET",
    path: "/inspections/:id",
    summary: "One inspection: company, state, scope, results, and what may be done now",
    permission: readers,
    params: ById,
    output: Type.Object({
      id: Id,
      roundId: Id,
      roundName: text(200),
      fiscalYear: Type.Integer(),
      roundState: text(20),
      editionId: Id,
      edition: text(40),
      companyId: Id,
      ...Names,
      tier: text(4),
      state: State,
      dueOn: Day,
      /** The day that postponements have given; null while there are none. */
      postponedTo: nullable(Day),
      timeZone: text(60),
      isPastDue: Type.Boolean(),
      isLate: Type.Boolean(),
      lateReason: nullable(text(1000)),
      submittedAt: nullable(Moment),
      reviewedAt: nullable(Moment),
      confirmedAt: nullable(Moment),
      confirmedByName: nullable(text(201)),
      /** The reader handed it in. */
      isOwnHandIn: Type.Boolean(),
      /** Whoever confirmed it had handed it in: no second pair of eyes in the company, which is said wherever it shows. */
      isConfirmedAlone: Type.Boolean(),
      lockedAt: nullable(Moment),
      correctedCount: Type.Integer(),
      rowVersion: RowVersion,
      areas: list(Type.Object({ id: text(20), name: text(200) }), 40),
      scope: list(
        Type.Object({
          condition: text(40),
          question: text(500),
          isTrue: nullable(Type.Boolean()),
          proposed: nullable(Type.Boolean()),
          /** Controls asked of this tier only while the condition holds, and how many of them are answered. */
          controlCount: Type.Integer(),
          requiredCount: Type.Integer(),
          answeredCount: Type.Integer(),
          rowVersion: nullable(Type.Integer()),
        }),
        40,
      ),
      services: list(
        Type.Object({
          service: text(60),
          name: text(200),
          sharePercent: Type.Number(),
          providerName: nullable(text(200)),
        }),
        40,
      ),
      scoring: Type.Object({ meetsFromPercent: Type.Integer(), seriousBelowPercent: Type.Integer() }),
      /** The tier that the facts and the answers on scope give; proposed for the next round, never changed in this. */
      tierProposed: nullable(text(4)),
      delegations: list(DelegationRow, 500),
      /** Names given as owners this year or last, to choose from. */
      owners: list(text(200), 100),
      today: Day,
      results: list(ResultRow, 5),
      lastYear: nullable(
        Type.Object({ inspectionId: Id, fiscalYear: Type.Integer(), results: list(ResultRow, 5) }),
      ),
      can: Type.Record(text(40), nullable(text(80))),
    }),
  },
  listAskedControls: {
    method: "GET",
    path: "/inspections/:id/controls",
    summary: "The controls that apply, with answer, proposal, proof and review in short",
    permission: readers,
    params: ById,
    query: Type.Object({ language: optional(oneOf("ja", "en", "zh")) }),
    output: Type.Object({ rows: list(AskedControl, 1000) }),
  },
  getAskedControl: {
    method: "GET",
    path: "/inspections/:id/controls/:controlId",
    summary: "One control to answer: what is asked, what counts as proof, last year, evidence, talk",
    permission: readers,
    params: ByControl,
    output: WholeControl,
  },
  listWholeControls: {
    method: "GET",
    path: "/inspections/:id/whole-controls",
    summary:
      "Every control to answer with all that its page shows: read once, so that the work goes on without a connection",
    permission: readers,
    params: ById,
    output: Type.Object({ rows: list(WholeControl, 1000) }),
  },
  answerScope: {
    method: "PUT",
    path: "/inspections/:id/scope/:condition",
    summary: "Whether a scope condition is true of the company: controls appear or disappear in this round",
    permission: permissions.answer,
    params: Type.Object({ id: Id, condition: text(40, 1) }),
    body: Type.Object({ isTrue: Type.Boolean(), note: optional(text(1000)) }),
    output: Type.Object({ id: Id, added: Type.Integer(), removed: Type.Integer() }),
    events: ["inspection.scope_answered", "inspection.begun"],
    errors: ["inspection.not_now", "scope.unknown"],
  },
  saveAnswer: {
    method: "PUT",
    path: "/inspections/:id/answers/:controlId",
    summary: "Save an answer, complete or not; the fields it still lacks come back",
    permission: writers,
    params: ByControl,
    body: Type.Object({
      ...AnswerBody,
      rowVersion: nullable(RowVersion),
      origin: optional(oneOf("entered", "carried_over", "inherited")),
    }),
    output: Type.Object({ rowVersion: RowVersion, problems: list(text(60), 12), state: State }),
    events: ["answer.saved", "inspection.begun"],
    errors: ["answer.changed_meanwhile", "inspection.not_now", "control.not_asked", "control.not_delegated"],
  },
  takeOverProposals: {
    method: "POST",
    path: "/inspections/:id/proposals",
    summary:
      "Confirm several proposals as still true, each by name: last year's answers or a shared service's",
    permission: permissions.answer,
    params: ById,
    body: Type.Object({
      from: oneOf("last_year", "service"),
      controlIds: Type.Array(ControlId, { minItems: 1, maxItems: 500 }),
    }),
    output: Type.Object({ saved: Type.Integer() }),
    events: ["answers.taken_over", "inspection.begun"],
    errors: ["inspection.not_now"],
  },
  addEvidence: {
    method: "POST",
    path: "/inspections/:id/evidence",
    summary: "Proof for one or many controls: where it can be seen, or an uploaded file",
    permission: writers,
    params: ById,
    body: Type.Object({
      /** Chosen by the sender, so that sending again after a dropped connection adds nothing twice. */
      evidenceId: optional(Id),
      title: text(200, 1),
      kind: EvidenceKind,
      place: optional(text(1000)),
      fileId: optional(Id),
      validFrom: Day,
      controlIds: Type.Array(ControlId, { minItems: 1, maxItems: 200 }),
    }),
    output: Type.Object({ id: Id }),
    events: ["evidence.added"],
    errors: ["inspection.not_now", "evidence_file_or_place", "file.not_found", "evidence.day_in_future"],
  },
  useEvidence: {
    method: "PUT",
    path: "/inspections/:id/controls/:controlId/evidence/:evidenceId",
    summary: "Use existing proof of the company for this control too",
    permission: writers,
    params: Type.Object({ id: Id, controlId: ControlId, evidenceId: Id }),
    output: Type.Object({ validUntil: Day }),
    events: ["evidence.used"],
    errors: ["inspection.not_now"],
  },
  dropEvidence: {
    method: "DELETE",
    path: "/inspections/:id/controls/:controlId/evidence/:evidenceId",
    summary: "No longer use proof for this control; the proof itself stays",
    permission: writers,
    params: Type.Object({ id: Id, controlId: ControlId, evidenceId: Id }),
    output: Type.Object({ id: Id }),
    events: ["evidence.dropped"],
    errors: ["inspection.not_now"],
  },
  listEvidence: {
    method: "GET",
    path: "/companies/:companyId/evidence",
    summary: "The proof a company has given, newest first",
    permission: readers,
    params: Type.Object({ companyId: Id }),
    query: Type.Object({ search: optional(text(100)) }),
    output: Type.Object({
      rows: list(
        Type.Object({
          id: Id,
          title: text(200),
          kind: EvidenceKind,
          place: nullable(text(1000)),
          fileName: nullable(text(255)),
          validFrom: Day,
          useCount: Type.Integer(),
        }),
        200,
      ),
    }),
  },
  say: {
    method: "POST",
    path: "/inspections/:id/talks",
    summary: "Write to one another about a control, or ask the division",
    permission: [permissions.answer, permissions.review, permissions.confirm, permissions.contribute],
    params: ById,
    body: Type.Object({
      controlId: optional(nullable(ControlId)),
      body: text(4000, 1),
      asksDivision: optional(Type.Boolean()),
    }),
    output: Type.Object({ id: Id }),
    events: ["inspection.talked"],
  },
  listQuestions: {
    method: "GET",
    path: "/inspections/:id/questions",
    summary: "What the company asked its division, the open ones first, with the answers",
    permission: permissions.read,
    params: ById,
    output: Type.Object({
      rows: list(
        Type.Object({
          id: Id,
          controlId: nullable(ControlId),
          title: nullable(text(300)),
          body: text(4000),
          saidByName: nullable(text(201)),
          saidAt: Moment,
          answeredAt: nullable(Moment),
          answeredByName: nullable(text(201)),
          reply: nullable(text(4000)),
        }),
        200,
      ),
      mayReply: Type.Boolean(),
    }),
  },
  replyToQuestion: {
    method: "POST",
    path: "/inspections/:id/questions/:questionId/reply",
    summary: "The division answers a question; with the last open one its duty ends",
    permission: permissions.review,
    params: Type.Object({ id: Id, questionId: Id }),
    body: Type.Object({ body: text(4000, 1) }),
    output: Type.Object({ id: Id }),
    events: ["inspection.question_answered"],
    errors: ["question.not_found", "question.answered_already"],
  },
  delegate: {
    method: "POST",
    path: "/inspections/:id/delegations",
    summary: "Hand an area or a single control to a person of the company",
    permission: permissions.answer,
    params: ById,
    body: Type.Object({
      personId: Id,
      area: optional(text(20)),
      controlId: optional(ControlId),
      dueOn: optional(Day),
      note: optional(text(1000)),
    }),
    output: Type.Object({ id: Id }),
    events: ["inspection.delegated"],
    errors: ["delegations_area_or_control"],
  },
  endDelegation: {
    method: "DELETE",
    path: "/delegations/:id",
    summary: "Take a delegation back",
    permission: permissions.answer,
    params: ById,
    output: Type.Object({ id: Id }),
    events: ["inspection.delegation_ended"],
  },
  handBack: {
    method: "POST",
    path: "/delegations/:id/return",
    summary: "Hand back what was delegated to one, with a word to the officer",
    permission: permissions.contribute,
    params: ById,
    body: Type.Object({ note: optional(text(1000)) }),
    output: Type.Object({ id: Id }),
    events: ["inspection.delegation_handed_back"],
  },
  listHelpers: {
    method: "GET",
    path: "/inspections/:id/helpers",
    summary: "People of the company to whom something can be delegated, and whether they can answer yet",
    permission: permissions.answer,
    params: ById,
    query: Type.Object({ search: optional(text(100)) }),
    output: Type.Object({
      rows: list(
        Type.Object({
          personId: Id,
          familyName: text(100),
          givenName: text(100),
          title: nullable(text(200)),
          canAnswer: Type.Boolean(),
        }),
        100,
      ),
    }),
  },
  submitInspection: {
    method: "POST",
    path: "/inspections/:id/submission",
    summary: "Hand the inspection in; after the due day with the reason for being late",
    permission: permissions.answer,
    params: ById,
    body: Type.Object({ rowVersion: RowVersion, lateReason: optional(text(1000)) }),
    ...moved,
    events: ["inspection.submitted"],
    errors: [...moving, "inspection.scope_open", "inspection.answers_lack", "inspection.late_needs_reason"],
  },
  reviewAnswers: {
    method: "PUT",
    path: "/inspections/:id/reviews",
    summary: "Accept or return answers, one or many; the desk's own verdict stands beside the company's",
    permission: permissions.review,
    params: ById,
    body: Type.Object({
      controlIds: Type.Array(ControlId, { minItems: 1, maxItems: 500 }),
      decision: oneOf("accepted", "returned"),
      verdict: optional(Verdict),
      reasonKind: optional(
        oneOf("contradicts_data", "proof_missing", "proof_too_old", "scope_unclear", "other"),
      ),
      reason: optional(text(2000)),
    }),
    output: Type.Object({ reviewed: Type.Integer() }),
    events: ["inspection.answers_reviewed"],
    errors: ["inspection.not_now", "desk_reviews_return_has_reason"],
  },
  finishReview: {
    method: "POST",
    path: "/inspections/:id/review",
    summary: "Finish the desk review: with returned answers it goes back, else on to the executive",
    permission: permissions.review,
    params: ById,
    body: Type.Object({ rowVersion: RowVersion }),
    ...moved,
    events: ["inspection.reviewed", "inspection.returned"],
    errors: [...moving, "inspection.review_open"],
  },
  confirmInspection: {
    method: "POST",
    path: "/inspections/:id/confirmation",
    summary: "The executive confirms what was reviewed",
    permission: permissions.confirm,
    params: ById,
    body: Type.Object({ rowVersion: RowVersion, statement: Type.Literal(true) }),
    ...moved,
    events: ["inspection.confirmed"],
    errors: [...moving],
  },
  confirmOnPaper: {
    method: "POST",
    path: "/inspections/:id/paper-confirmation",
    summary:
      "The division uploads the page an executive signed on paper: the uploader acts on behalf of the signer",
    permission: permissions.confirmFor,
    params: ById,
    body: Type.Object({ rowVersion: RowVersion, personId: Id, fileId: Id }),
    ...moved,
    events: ["inspection.confirmed"],
    errors: [...moving, "person.not_found", "file.not_found"],
  },
  sendBack: {
    method: "DELETE",
    path: "/inspections/:id/confirmation",
    summary: "The executive sends the inspection back with a reason",
    permission: permissions.confirm,
    params: ById,
    query: Type.Object({ rowVersion: RowVersion, reason: text(1000, 1) }),
    ...moved,
    events: ["inspection.returned"],
    errors: [...moving],
  },
  lockInspections: {
    method: "POST",
    path: "/rounds/:roundId/locks",
    summary: "Lock every confirmed inspection of a round: its result never changes again",
    permission: permissions.lock,
    params: Type.Object({ roundId: Id }),
    body: Type.Object({ inspectionIds: optional(Type.Array(Id, { maxItems: 2000 })) }),
    output: Type.Object({ locked: Type.Integer() }),
    events: ["inspection.locked"],
  },
  correctInspection: {
    method: "POST",
    path: "/inspections/:id/corrections",
    summary:
      "Reopen a locked inspection with a reason; the new result is shown as a restatement beside the locked one",
    permission: permissions.correct,
    params: ById,
    body: Type.Object({ rowVersion: RowVersion, reason: text(1000, 1) }),
    ...moved,
    events: ["inspection.correction_opened"],
    errors: [...moving],
  },
});
