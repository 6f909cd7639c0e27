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
import Type from "typebox";
import { OnPaper } from "./on-paper.ts";
import { ById, ControlId, permissions, readers, State, writers } from "./words.ts";

export const ResultKind = oneOf("meets", "improve", "serious", "not_known");

const Names = {
  name: text(200),
  nameEn: nullable(text(200)),
  nameJa: nullable(text(200)),
  nameZh: nullable(text(200)),
};

/** As they are kept: see KeptPart in scoring/kept-sums.ts. */
const Sums = Type.Record(text(40), Type.Array(Type.Number(), { maxItems: 9 }));

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

export const Clock = Type.Object({
  startsAt: Moment,
  dueAt: Moment,
  timeZone: text(60),
  kind: text(60),
  level: Type.Integer(),
  postponedCount: Type.Integer(),
  remindedAt: nullable(Moment),
});

export type Clock = Type.Static<typeof Clock>;

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
  clock: nullable(Clock),
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

export const register = contract({
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
      /** The clock that runs for the answers: the first, with its postponements, or that of what was sent back. */
      answerClock: nullable(Clock),
      timeZone: text(60),
      isPastDue: Type.Boolean(),
      isLate: Type.Boolean(),
      lateReason: nullable(text(1000)),
      submittedAt: nullable(Moment),
      reviewedAt: nullable(Moment),
      confirmedAt: nullable(Moment),
      confirmedByName: nullable(text(201)),
      /** Signed by hand and entered by somebody else. */
      onPaper: nullable(OnPaper),
      /** A desk is named for the company; where none is, the group office reviews in its place. */
      hasDesk: Type.Boolean(),
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
          /** Of those, the mandatory ones: a "no" that takes them out has a reason. */
          mandatoryCount: Type.Integer(),
          answeredCount: Type.Integer(),
          note: nullable(text(1000)),
          /** The reason given for the same "no" in the round before, to be thought over. */
          /** What the company's ledgers hold of it; null where they hold none, or no ledger tells. */
          inLedger: nullable(Type.Object({ ledger: text(40), count: Type.Integer() })),
          lastNote: nullable(text(1000)),
          needsReason: Type.Boolean(),
          rowVersion: nullable(Type.Integer()),
        }),
        40,
      ),
      /** It provides a shared service that others are connected to: it answers first, and has a page for that. */
      isProvider: Type.Boolean(),
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
});
