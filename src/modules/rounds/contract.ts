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

export const Member = Type.Object({
  companyId: Id,
  code: text(40),
  name: text(200),
  nameEn: nullable(text(200)),
  nameJa: nullable(text(200)),
  nameZh: nullable(text(200)),
  isIn: Type.Boolean(),
  /** A key of the catalogue (population.*), or the words of whoever left the company out. */
  reason: text(500),
  tier: nullable(Tier),
  relation: nullable(Relation),
  binding: nullable(oneOf("bound", "asked")),
});

const taken = { params: Type.Object({ id: Id }), body: Type.Object({ rowVersion: RowVersion }) } as const;

export const rounds = contract({
  listRounds: {
    method: "GET",
    path: "/rounds",
    summary: "Rounds, the newest first",
    permission: permissions.read,
    output: Type.Object({ rows: list(Round, 200) }),
  },
  getRound: {
    method: "GET",
    path: "/rounds/:id",
    summary: "One round",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    output: Type.Object({ round: Round, can: Type.Object({ manage: Type.Boolean() }) }),
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
      ...Dates,
      populationRule: PopulationRule,
      rowVersion: RowVersion,
    }),
    output: Type.Object({ id: Id }),
    events: ["round.changed"],
    errors: ["round.changed_meanwhile", "round.not_draft", "rounds_dates"],
  },
  previewPopulation: {
    method: "POST",
    path: "/rounds/population-preview",
    summary:
      "Who would be asked by a rule and who not, each with the reason: every company of the day is in the list",
    permission: permissions.manage,
    readOnly: true,
    body: Type.Object({ populationRule: PopulationRule }),
    output: Type.Object({ rows: list(Member, 5000), inCount: Type.Integer(), outCount: Type.Integer() }),
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
  launchRound: {
    method: "POST",
    path: "/rounds/:id/launch",
    summary: "Open an inspection and a duty for every company of the frozen population, all or none",
    permission: permissions.manage,
    ...taken,
    output: Type.Object({ id: Id, inspections: Type.Integer(), duties: Type.Integer() }),
    events: ["round.launched"],
    errors: ["round.changed_meanwhile", "round.not_frozen"],
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
    errors: ["round.not_open", "round.member_already"],
  },
  listMembers: {
    method: "GET",
    path: "/rounds/:id/members",
    summary: "The frozen population with the reasons",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    query: Type.Object({ ...paging, isIn: optional(Type.Boolean()) }),
    output: page(Member),
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
