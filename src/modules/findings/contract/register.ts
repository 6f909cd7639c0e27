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
import { ages, severities } from "../rules.ts";
import {
  Acceptance,
  AssetRef,
  ById,
  Cause,
  ControlIds,
  FindingRow,
  permissions,
  Proof,
  Remedy,
  Reopening,
  Severity,
  Source,
  State,
  Verification,
} from "./words.ts";

/** What narrows the register; `view` is what stands above the list. */
const narrowing = {
  companyId: optional(Id),
  divisionId: optional(Id),
  severity: optional(Severity),
  source: optional(Source),
  sourceId: optional(Id),
  control: optional(text(40, 1)),
  /** What its controls stand against, as their edition tags them: attack, insider, error, ... */
  harm: optional(text(40, 1)),
  entryId: optional(Id),
  age: optional(oneOf(...ages)),
  recurring: optional(Type.Boolean()),
  search: optional(text(100)),
};
export const View = oneOf("running", "overdue", "to_verify", "accepted", "closed", "all");
/** How many of each. */
const counted = <const T extends string>(...words: readonly T[]) =>
  Type.Object(Object.fromEntries(words.map((word) => [word, Type.Integer()])) as { [K in T]: Type.TInteger });
const Sort = oneOf("due", "-due", "-found", "found", "severity", "reference");

const shown = { ...narrowing, view: optional(View), sort: optional(Sort) };

export const register = contract({
  listFindings: {
    method: "GET",
    path: "/findings",
    summary: "The register of findings, of every source, narrowed and in an order",
    permission: permissions.read,
    query: Type.Object({ ...paging, ...shown }),
    output: page(FindingRow),
  },
  countFindings: {
    method: "GET",
    path: "/findings/counts",
    summary:
      "How many findings there are, by what is to be done, how grave they are and where they come from",
    permission: permissions.read,
    query: Type.Object(narrowing),
    output: Type.Object({
      views: counted("running", "overdue", "to_verify", "accepted", "closed", "all"),
      severities: counted(...severities),
      /** Of those that are running, by how long they have been so. */
      ages: list(Type.Object({ upToDays: nullable(Type.Integer()), count: Type.Integer() }), 10),
      at: Moment,
    }),
  },
  exportFindings: {
    method: "GET",
    path: "/findings/export",
    summary: "The register as a file, exactly as it is shown",
    permission: permissions.read,
    query: Type.Object({ ...shown, columns: optional(text(300)), format: optional(oneOf("csv", "xlsx")) }),
    output: Type.Object({ rows: Type.Integer() }),
    carries: "download",
    events: ["finding.exported"],
  },
  getFinding: {
    method: "GET",
    path: "/findings/:id",
    summary:
      "One finding: what it is, where it came from, what was done, who looked, and what may be done now",
    permission: permissions.read,
    params: ById,
    output: Type.Intersect([
      FindingRow,
      Type.Object({
        unitId: nullable(Id),
        detail: text(8000),
        sourceId: nullable(Id),
        sourceSaid: text(300),
        sourceName: nullable(text(300)),
        causeKind: nullable(Cause),
        cause: text(4000),
        controls: list(Type.Object({ id: text(40), title: nullable(text(500)) }), 50),
        /** What its controls stand against, as their edition names it. */
        harms: list(text(200), 50),
        editionId: nullable(Id),
        sites: list(Type.Object({ id: Id, name: text(200) }), 50),
        assets: list(Type.Intersect([AssetRef, Type.Object({ name: text(300) })]), 200),
        ownerId: nullable(Id),
        ownerSaid: text(200),
        raisedAt: Moment,
        raisedByName: nullable(text(201)),
        remediedAt: nullable(Moment),
        closedAt: nullable(Moment),
        /** Brought in by a list: its number there, and what the list says has ended it. */
        fromList: nullable(
          Type.Object({
            number: text(100),
            listName: text(255),
            place: text(300),
            endedAs: nullable(oneOf("closed", "accepted")),
            endedOn: nullable(Day),
            endedBy: text(200),
          }),
        ),
        mergedInto: nullable(Type.Object({ id: Id, reference: text(80) })),
        merged: list(Type.Object({ id: Id, reference: text(80), title: text(300) }), 200),
        recurs: nullable(Type.Object({ id: Id, reference: text(80) })),
        cameBackAs: nullable(Type.Object({ id: Id, reference: text(80) })),
        occurrences: list(
          Type.Object({
            sourceKind: text(20),
            sourceId: nullable(Id),
            sourceName: nullable(text(300)),
            seenOn: Day,
            verdict: oneOf("not_met", "partly", "met"),
            said: text(4000),
          }),
          100,
        ),
        remedies: list(Remedy, 50),
        verifications: list(Verification, 50),
        reopenings: list(Reopening, 50),
        acceptances: list(Acceptance, 50),
        proofs: list(Proof, 200),
        /** The one to remedy it, while it runs. */
        duty: nullable(
          Type.Object({ id: Id, dueAt: Moment, timeZone: text(60), postponedCount: Type.Integer() }),
        ),
        rule: Type.Object({ mostAcceptedDays: Type.Integer(), verifiedWithin: Type.Boolean() }),
        today: Day,
        can: Type.Record(text(40), nullable(text(80))),
      }),
    ]),
  },
  listFindingSeverities: {
    method: "GET",
    path: "/finding-severities",
    summary: "What each severity means: days to remedy, how long it may be lived with, who may verify",
    permission: permissions.read,
    output: Type.Object({
      rows: list(
        Type.Object({
          severity: Severity,
          remedyDays: Type.Integer(),
          mostAcceptedDays: Type.Integer(),
          verifiedWithin: Type.Boolean(),
          rowVersion: RowVersion,
        }),
        4,
      ),
      mayChange: Type.Boolean(),
    }),
  },
  setFindingSeverity: {
    method: "PUT",
    path: "/finding-severities/:severity",
    summary: "Change what a severity means for findings raised from now on, with a reason",
    permission: permissions.rule,
    params: Type.Object({ severity: Severity }),
    body: Type.Object({
      remedyDays: Type.Integer({ minimum: 1, maximum: 1000 }),
      mostAcceptedDays: Type.Integer({ minimum: 1, maximum: 1100 }),
      verifiedWithin: Type.Boolean(),
      reason: text(500, 1),
      rowVersion: RowVersion,
    }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["finding_severity.changed"],
    errors: ["finding_severity.changed_meanwhile", "finding_severity.whole_group"],
  },
});

export { ControlIds, State };
