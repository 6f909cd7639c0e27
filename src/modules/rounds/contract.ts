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

export const permissions = { read: "round.read", manage: "round.manage" } as const;

const Relation = oneOf("parent", "consolidated", "equity_method", "joint_venture", "dealer");
const Tier = oneOf("T1", "T2", "T3", "T4");

/** Who is asked: by relation and tier on a day; single companies may be left out with a reason. */
export const PopulationRule = Type.Object({
  asOf: Day,
  relations: Type.Array(Relation, { minItems: 1, maxItems: 5 }),
  tiers: Type.Array(Tier, { minItems: 1, maxItems: 4 }),
  leaveOut: list(Type.Object({ companyId: Id, reason: text(500, 1) }), 2000),
});

const Dates = { opensOn: Day, dueOn: Day, reviewDueOn: Day, confirmDueOn: Day };

export const Round = Type.Object({
  id: Id,
  fiscalYear: Type.Integer(),
  name: text(200),
  editionId: Id,
  edition: text(40),
  standard: text(40),
  previousId: nullable(Id),
  populationRule: PopulationRule,
  ...Dates,
  state: oneOf("draft", "frozen", "launching", "open", "closed"),
  frozenAt: nullable(Moment),
  populationSha256: nullable(text(64)),
  launchedAt: nullable(Moment),
  closedAt: nullable(Moment),
  memberCount: Type.Integer(),
  exemptCount: Type.Integer(),
  rowVersion: RowVersion,
});

const Company = {
  companyId: Id,
  code: text(40),
  name: text(200),
  nameEn: nullable(text(200)),
  nameJa: nullable(text(200)),
  nameZh: nullable(text(200)),
};

export const Member = Type.Object({
  ...Company,
  isIn: Type.Boolean(),
  /** A key of the catalogue (population.*), or the words of whoever left the company out. */
  reason: text(500),
  tier: nullable(Tier),
  relation: nullable(Relation),
  binding: nullable(oneOf("bound", "asked")),
  workers: nullable(Type.Integer()),
});

/** With the tier that its answers on scope gave in the round before, where it is another one (T-01). */
export const PreviewRow = Type.Object({ ...Member.properties, proposedTier: nullable(Tier) });

/** One place in a round that runs: whoever was looked at, in or out, joined or left since. */
const MemberRow = Type.Object({
  ...Member.properties,
  joinedOn: nullable(Day),
  leftOn: nullable(Day),
  leftReason: nullable(text(500)),
  inspectionId: nullable(Id),
});

export const InspectionState = oneOf(
  "not_begun",
  "answering",
  "submitted",
  "returned",
  "reviewed",
  "confirmed",
  "locked",
);

const Stage = Type.Object({
  state: InspectionState,
  companies: Type.Integer(),
  /** Of them, those whose answers are overdue by their own clock. */
  late: Type.Integer(),
  /** How long the one that waits longest has been in this state, in days. */
  oldestDays: nullable(Type.Integer()),
  /** Some of them, those that wait longest. */
  first: list(Type.Object(Company), 3),
});

/** The job that launches a round, as far as the page needs it. */
const Launch = Type.Object({
  jobId: Id,
  state: oneOf("queued", "running", "done", "failed", "cancelled"),
  done: Type.Integer(),
  total: nullable(Type.Integer()),
  problem: nullable(text(80)),
});

/** To the companies that stood below a division when the population was frozen. */
const Narrow = Type.Object({ divisionId: optional(Id) });

const taken = { params: Type.Object({ id: Id }), body: Type.Object({ rowVersion: RowVersion }) } as const;

export const rounds = contract({
  listRounds: {
    method: "GET",
    path: "/rounds",
    summary: "Rounds, the newest first, each with how far the companies within one's scope are",
    permission: permissions.read,
    query: Narrow,
    output: Type.Object({
      rows: list(
        Type.Object({
          ...Round.properties,
          /** Companies per state of their inspection; those that left the group are not among them. */
          states: Type.Record(text(20), Type.Integer()),
          late: Type.Integer(),
        }),
        200,
      ),
      can: Type.Object({ manage: Type.Boolean() }),
    }),
  },
  proposeRound: {
    method: "GET",
    path: "/rounds/proposal",
    summary:
      "What a new round would start from: edition in force, dates and population rule, taken from last year's",
    permission: permissions.manage,
    query: Type.Object({ fiscalYear: optional(Type.Integer({ minimum: 2000, maximum: 2100 })) }),
    output: Type.Object({
      fiscalYear: Type.Integer(),
      today: Day,
      editions: list(
        Type.Object({
          id: Id,
          standard: text(40),
          edition: text(40),
          effectiveOn: Day,
          controls: Type.Integer(),
        }),
        50,
      ),
      /** The edition in force on the day the round would open; null before the first is published. */
      editionId: nullable(Id),
      /** A draft that could be published; the way out where no edition is in force. */
      draftEditionId: nullable(Id),
      previous: nullable(Type.Object({ id: Id, name: text(200), fiscalYear: Type.Integer() })),
      basis: oneOf("last_year", "fiscal_year"),
      ...Dates,
      populationRule: PopulationRule,
      /** Rounds of that fiscal year that exist already. */
      existing: list(Type.Object({ id: Id, name: text(200), state: text(20) }), 20),
      companies: Type.Integer(),
    }),
  },
  getRound: {
    method: "GET",
    path: "/rounds/:id",
    summary: "One round",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    output: Type.Object({
      round: Round,
      launch: nullable(Launch),
      /** The launch is ordered and waits for this day in the group's zone. */
      plannedFor: nullable(Day),
      can: Type.Object({
        manage: Type.Boolean(),
        /** Null when it may be done now, else the reason as a key of the catalogue. */
        steps: Type.Record(text(20), nullable(text(60))),
      }),
    }),
  },
  getRoundProgress: {
    method: "GET",
    path: "/rounds/:id/progress",
    summary: "Where the companies of a round stand, who is late by their own clock, who joined or left",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    query: Narrow,
    output: Type.Object({
      companies: Type.Integer(),
      stages: list(Stage, 7),
      late: Type.Integer(),
      /** Nothing submitted although the due moment has passed: counted as not known, never left out. */
      notKnown: Type.Integer(),
      postponed: Type.Integer(),
      joined: Type.Integer(),
      left: Type.Integer(),
      exempt: Type.Integer(),
      countedAt: Moment,
    }),
  },
  listLate: {
    method: "GET",
    path: "/rounds/:id/late",
    summary:
      "Companies whose answers are overdue, the longest first; a postponed one is late only after its new day",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    query: Type.Object({ ...Narrow.properties, limit: optional(Type.Integer({ minimum: 1, maximum: 500 })) }),
    output: Type.Object({
      rows: list(
        Type.Object({
          ...Company,
          inspectionId: Id,
          state: InspectionState,
          tier: Tier,
          dueAt: Moment,
          timeZone: text(60),
          postponedCount: Type.Integer(),
          /** 0 addressee, 1 deputy, 2 company executive, 3 division, 4 group office */
          level: Type.Integer(),
        }),
        500,
      ),
      total: Type.Integer(),
    }),
  },
  draftRound: {
    method: "POST",
    path: "/rounds",
    summary: "A draft of this year's inspection: edition, dates and whom to ask",
    permission: permissions.manage,
    body: Type.Object({
      fiscalYear: Type.Integer({ minimum: 2000, maximum: 2100 }),
      name: text(200, 1),
      editionId: Id,
      previousId: optional(nullable(Id)),
      ...Dates,
      populationRule: PopulationRule,
    }),
    output: Type.Object({ id: Id }),
    events: ["round.drafted"],
    errors: ["edition.not_published", "rounds_dates"],
  },
  changeRound: {
    method: "PUT",
    path: "/rounds/:id",
    summary: "Change a draft",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({
      name: text(200, 1),
      editionId: Id,
      ...Dates,
      populationRule: PopulationRule,
      rowVersion: RowVersion,
    }),
    output: Type.Object({ id: Id }),
    events: ["round.changed"],
    errors: ["round.changed_meanwhile", "round.not_draft", "edition.not_published", "rounds_dates"],
  },
  previewPopulation: {
    method: "POST",
    path: "/rounds/population-preview",
    summary:
      "Who would be asked by a rule and who not, each with the reason: every company of the day is in the list",
    permission: permissions.manage,
    readOnly: true,
    body: Type.Object({ populationRule: PopulationRule }),
    output: Type.Object({
      rows: list(PreviewRow, 5000),
      inCount: Type.Integer(),
      outCount: Type.Integer(),
      /** Companies of the ownership graph on that day, counted apart from the rule. */
      groupCount: Type.Integer(),
      missing: Type.Integer(),
    }),
  },
  freezeRound: {
    method: "POST",
    path: "/rounds/:id/freeze",
    summary: "Fix the population with tier, relation and place as they are on its day",
    permission: permissions.manage,
    ...taken,
    output: Type.Object({ id: Id, inCount: Type.Integer(), outCount: Type.Integer(), sha256: text(64) }),
    events: ["round.frozen"],
    errors: ["round.changed_meanwhile", "round.not_draft", "round.population_empty"],
  },
  thawRound: {
    method: "DELETE",
    path: "/rounds/:id/freeze",
    summary:
      "Back to a draft, as long as nothing was launched, which also cancels a planned launch: the population is fixed anew afterwards",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    output: Type.Object({ id: Id }),
    events: ["round.thawed"],
    errors: ["round.not_frozen", "round.launch_begun"],
  },
  launchRound: {
    method: "POST",
    path: "/rounds/:id/launch",
    summary:
      "Orders the launch for now, or for the opening day while that is still to come; or goes on with one that stopped: an inspection and a duty for every company of the frozen population",
    permission: permissions.manage,
    ...taken,
    output: Type.Object({
      id: Id,
      /** Null while the opening day is still to come. */
      jobId: nullable(Id),
      companies: Type.Integer(),
    }),
    events: ["job.ordered", "round.launch_planned"],
    errors: ["round.changed_meanwhile", "round.not_frozen", "round.launching"],
  },
  addMember: {
    method: "POST",
    path: "/rounds/:id/members",
    summary: "A company that joined the group after the freeze is asked too",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ companyId: Id, reason: text(500, 1), dueOn: Day }),
    output: Type.Object({ inspectionId: Id }),
    events: ["round.member_added"],
    errors: ["round.due_passed", "round.not_open", "round.member_already", "round.member_has_no_place"],
  },
  markMemberLeft: {
    method: "POST",
    path: "/rounds/:id/members/:companyId/departure",
    summary: "A company that left the group: its duty ends, its answers and its place in the round stay",
    permission: permissions.manage,
    params: Type.Object({ id: Id, companyId: Id }),
    body: Type.Object({ on: Day, reason: text(500, 1) }),
    output: Type.Object({ id: Id, lapsedDuties: Type.Integer() }),
    events: ["round.member_left"],
    errors: ["round.not_open", "round.member_left_already"],
  },
  listPopulationChanges: {
    method: "GET",
    path: "/rounds/:id/population-changes",
    summary:
      "Companies that joined the group since the freeze and are not asked, and members that have left it or whose new relation is not asked",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    output: Type.Object({
      joined: list(
        Type.Object({ ...Company, tier: nullable(Tier), relation: nullable(Relation), since: Day }),
        500,
      ),
      left: list(
        Type.Object({
          ...Company,
          endedOn: Day,
          endedReason: nullable(text(500)),
          /** The relation it has now, where it has only changed that. */ relation: nullable(Relation),
        }),
        500,
      ),
    }),
  },
  listMembers: {
    method: "GET",
    path: "/rounds/:id/members",
    summary: "The frozen population with the reasons",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    query: Type.Object({
      ...paging,
      isIn: optional(Type.Boolean()),
      /** Only those that came late into the round, or only those that left the group. */
      moved: optional(oneOf("joined", "left")),
      ...Narrow.properties,
      search: optional(text(100)),
    }),
    output: page(MemberRow),
  },
  closeRound: {
    method: "POST",
    path: "/rounds/:id/closure",
    summary: "Close the round: what is not confirmed by now stays as it is shown",
    permission: permissions.manage,
    ...taken,
    output: Type.Object({ id: Id }),
    events: ["round.closed"],
    errors: ["round.changed_meanwhile", "round.not_open"],
  },
});
