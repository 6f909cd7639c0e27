import Type from "typebox";
import { contract, Day, Id, list, Moment, nullable, oneOf, optional, text } from "#core/contract.ts";
import { Assurance, desks, permissions, ResultKind, State, Verdict } from "../contract.ts";
import { differenceKinds, reasonsToLook } from "./rules.ts";

const ControlId = text(40, 1);
const ById = Type.Object({ id: Id });
const Forecast = Type.Object({
  result: ResultKind,
  halfPoints: Type.Integer(),
  weight: Type.Integer(),
  gaps: Type.Integer(),
  partly: Type.Integer(),
});

/** What a register of inspections can be narrowed by; the same for the rows, their counts and their export. */
export const InspectionFilter = {
  state: optional(State),
  result: optional(ResultKind),
  tier: optional(text(4)),
  divisionId: optional(Id),
  late: optional(Type.Boolean()),
  search: optional(text(100)),
};
export const InspectionSort = oneOf("code", "-code", "due", "-due", "score", "-score");

export const reviewing = contract({
  countInspections: {
    method: "GET",
    path: "/rounds/:roundId/inspections/counts",
    summary: "How many inspections there are by state and result, under the same filters as the register",
    permission: permissions.read,
    params: Type.Object({ roundId: Id }),
    query: Type.Object(InspectionFilter),
    output: Type.Object({
      total: Type.Integer(),
      states: Type.Record(text(20), Type.Integer()),
      results: Type.Record(text(20), Type.Integer()),
      /** Past the due moment and not handed in, or handed in after it. */
      late: Type.Integer(),
      notSubmitted: Type.Integer(),
      /** Handed in by companies whose desk the reader is. */
      toReview: Type.Integer(),
      at: Moment,
      divisions: list(
        Type.Object({
          id: Id,
          name: text(200),
          nameEn: nullable(text(200)),
          nameJa: nullable(text(200)),
          nameZh: nullable(text(200)),
        }),
        400,
      ),
    }),
  },
  exportInspections: {
    method: "GET",
    path: "/rounds/:roundId/inspections/export",
    summary: "The register as CSV or Excel: exactly the rows and columns shown, in the reader's language",
    events: ["inspections.exported"],
    permission: permissions.read,
    carries: "download",
    params: Type.Object({ roundId: Id }),
    query: Type.Object({
      ...InspectionFilter,
      sort: optional(InspectionSort),
      /** Ids of columns, comma separated. */
      columns: optional(text(200)),
      format: optional(oneOf("csv", "xlsx")),
    }),
    output: Type.Object({ rows: Type.Integer() }),
  },
  remindInspections: {
    method: "POST",
    path: "/rounds/:roundId/reminders",
    summary:
      "Remind whoever has to act on these inspections; who was reminded within the day is left in peace",
    permission: permissions.remind,
    params: Type.Object({ roundId: Id }),
    body: Type.Object({ inspectionIds: Type.Array(Id, { minItems: 1, maxItems: 2000 }) }),
    output: Type.Object({ reminded: Type.Integer(), rested: Type.Integer() }),
    events: ["duty.reminded"],
  },
  listDifferences: {
    method: "GET",
    path: "/inspections/:id/differences",
    summary:
      "The answers in the order a desk reads them: against what is known, without proof, changed, not applicable, the same",
    permission: permissions.read,
    params: ById,
    output: Type.Object({
      fiscalYear: nullable(Type.Integer()),
      rows: list(
        Type.Object({
          controlId: ControlId,
          title: text(300),
          area: text(20),
          isMandatory: Type.Boolean(),
          weight: Type.Integer(),
          need: oneOf("required", "recommended"),
          kind: oneOf(...differenceKinds),
          whys: list(
            Type.Object({
              code: oneOf(...reasonsToLook),
              verdict: optional(Verdict),
              percent: optional(Type.Number()),
              day: optional(Day),
            }),
            8,
          ),
          last: nullable(
            Type.Object({
              verdict: Verdict,
              assurance: Assurance,
              deskVerdict: nullable(Verdict),
              answeredAt: Moment,
            }),
          ),
          verdict: Verdict,
          assurance: Assurance,
          naIsAllowed: nullable(Type.Boolean()),
          dueOn: nullable(Day),
          owner: nullable(text(200)),
          evidenceCount: Type.Integer(),
          rowVersion: Type.Integer(),
          review: nullable(
            Type.Object({
              decision: oneOf("accepted", "returned"),
              verdict: Verdict,
              reasonKind: nullable(text(40)),
              reason: nullable(text(2000)),
            }),
          ),
        }),
        1000,
      ),
      /** By the company's answers, and as it would be by the verdicts the desk has given so far. */
      claimed: Forecast,
      desk: Forecast,
      /** Scope answers that say otherwise than the register of companies. */
      scopeDoubts: list(
        Type.Object({ condition: text(40), question: text(500), isTrue: Type.Boolean() }),
        40,
      ),
      /** Scope answers that take mandatory controls out, with the reason that the company gives. */
      scopeOut: list(
        Type.Object({
          condition: text(40),
          question: text(500),
          mandatoryCount: Type.Integer(),
          note: nullable(text(1000)),
        }),
        40,
      ),
      /** Last year and this year over the controls that asked the same in both. */
      sameControls: nullable(
        Type.Object({
          n: Type.Integer(),
          lastHalfPoints: Type.Integer(),
          halfPoints: Type.Integer(),
          lastWeight: Type.Integer(),
          weight: Type.Integer(),
          better: list(ControlId, 1000),
          worse: list(ControlId, 1000),
        }),
      ),
    }),
  },
  listStory: {
    method: "GET",
    path: "/inspections/:id/story",
    summary: "What happened to the inspection, the latest first, from the trail and the record",
    permission: permissions.read,
    params: ById,
    output: Type.Object({
      rows: list(
        Type.Object({
          id: text(20),
          at: Moment,
          verb: text(80),
          data: Type.Record(text(60), Type.Unknown()),
          isSystem: Type.Boolean(),
          /** Null where the actor lies outside what the reader may see; whoever acted on somebody's behalf is named to all. */
          actorName: nullable(text(201)),
          onBehalfOfName: nullable(text(201)),
          said: nullable(text(2000)),
        }),
        100,
      ),
      hasMore: Type.Boolean(),
    }),
  },
  listChanges: {
    method: "GET",
    path: "/inspections/changes",
    summary:
      "What changed since a moment, within one's scope: events of one kind and day together, from the trail",
    permission: permissions.read,
    query: Type.Object({
      since: Moment,
      /** Of the companies below a division today. */ divisionId: optional(Id),
    }),
    output: Type.Object({
      rows: list(
        Type.Object({
          verb: text(80),
          at: Moment,
          count: Type.Integer(),
          /** The latest of them. */
          companies: list(
            Type.Object({
              inspectionId: nullable(Id),
              name: text(200),
              nameEn: nullable(text(200)),
              nameJa: nullable(text(200)),
              nameZh: nullable(text(200)),
            }),
            4,
          ),
          data: Type.Record(text(60), Type.Unknown()),
        }),
        12,
      ),
      total: Type.Integer(),
    }),
  },
  forecastReview: {
    method: "POST",
    path: "/inspections/:id/review-forecast",
    summary: "What result and score would be if these verdicts of the desk held",
    permission: desks,
    readOnly: true,
    params: ById,
    body: Type.Object({
      verdicts: Type.Array(Type.Object({ controlId: ControlId, verdict: Verdict }), { maxItems: 500 }),
    }),
    output: Forecast,
  },
});
