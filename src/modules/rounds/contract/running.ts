import {
  contract,
  Day,
  Id,
  list,
  Moment,
  nullable,
  oneOf,
  optional,
  RowVersion,
  text,
} from "#core/contract.ts";
import Type from "typebox";
import {
  Company,
  Dates,
  Lacks,
  LeadDays,
  Narrow,
  permissions,
  PopulationRule,
  SentBack,
  taken,
  Tier,
} from "./words.ts";

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
  providerLeadDays: LeadDays,
  state: oneOf("draft", "frozen", "launching", "open", "closed"),
  frozenAt: nullable(Moment),
  populationSha256: nullable(text(64)),
  launchedAt: nullable(Moment),
  closedAt: nullable(Moment),
  memberCount: Type.Integer(),
  exemptCount: Type.Integer(),
  rowVersion: RowVersion,
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

export const running = contract({
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
          left: Type.Integer({
            description:
              "Left the group, or asked no more, before they handed in; in the denominator all the same.",
          }),
        }),
        200,
      ),
      can: Type.Object({ manage: Type.Boolean() }),
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
      /** Of the returned, those that errata brought back; desks returned the others. */
      sentBack: SentBack,
      postponed: Type.Integer(),
      joined: Type.Integer(),
      left: Type.Integer(),
      exempt: Type.Integer(),
      /** Companies where nobody is named for a step that is still to come; nothing once the round is closed. */
      lacks: Lacks,
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
