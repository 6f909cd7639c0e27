// How far audits reach: every company of the ownership data with its last and next audit, and the proof that none is missing.
import Type from "typebox";
import { contract, Day, Id, list, nullable, oneOf, optional, page, paging, text } from "#core/contract.ts";
import { CoverageState, permissions, Reason, Region, Relation, Result, Tier, VisitRow } from "./words.ts";

export const CoverageRow = Type.Object({
  companyId: Id,
  code: text(40),
  name: text(200),
  divisionName: nullable(text(200)),
  relation: Relation,
  tier: nullable(Tier),
  region: nullable(Region),
  joinedOn: Day,
  isAcquired: Type.Boolean(),
  lastOn: nullable(Day),
  lastResult: nullable(Result),
  /** Whole months since the last audit, or since it joined. */
  months: Type.Integer(),
  dueOn: Day,
  /** The day that the office set is the one that counts. */
  isEarlier: Type.Boolean(),
  nextId: nullable(Id),
  nextOn: nullable(Day),
  state: CoverageState,
});

const filter = {
  asOf: optional(Day),
  relation: optional(Relation),
  state: optional(CoverageState),
  divisionId: optional(Id),
  region: optional(Region),
  tier: optional(Tier),
  /** Those whose last audit does not lie within their cycle, or who never had one: what the figure leaves out. */
  outside: optional(Type.Boolean()),
  /** Not audited for so many months. */
  months: optional(Type.Integer({ minimum: 1, maximum: 240 })),
  search: optional(text(100)),
  sort: optional(oneOf("due", "last", "code")),
};
const Month = Type.Integer({ minimum: 1, maximum: 120 });
const Days = Type.Integer({ minimum: 1, maximum: 100 });
const ByTier = <T extends typeof Month>(of: T) => Type.Object({ T1: of, T2: of, T3: of, T4: of });
const Cycle = {
  months: ByTier(Month),
  acquiredMonths: Type.Integer({ minimum: 1, maximum: 60 }),
  days: ByTier(Days),
  /** So many weeks before a visit its team is to stand. */
  staffedWeeks: Type.Integer({ minimum: 1, maximum: 52 }),
};

export const coverage = contract({
  listAuditCoverage: {
    method: "GET",
    path: "/audits/coverage",
    summary:
      "Every company of a relation on a day, with its last and next audit and the day by which the next is due",
    permission: permissions.read,
    query: Type.Object({ ...paging, ...filter }),
    output: page(CoverageRow),
  },
  countAuditCoverage: {
    method: "GET",
    path: "/audits/coverage/counts",
    summary:
      "How many companies stand how, and the proof against the ownership data: who is missing in the list",
    permission: permissions.read,
    query: Type.Object({
      asOf: filter.asOf,
      relation: filter.relation,
      divisionId: filter.divisionId,
      region: filter.region,
      tier: filter.tier,
    }),
    output: Type.Object({
      asOf: Day,
      /** Those whose last audit lies within their cycle. */
      withinCycle: Type.Integer(),
      states: list(Type.Object({ state: CoverageState, count: Type.Integer() }), 5),
      /** Companies whose last audit is longer ago than so many months, or who never had one. */
      notFor: list(Type.Object({ months: Type.Integer(), count: Type.Integer() }), 5),
      proof: Type.Object({
        /** Counted in the ownership data, apart from the list. */
        inOwnership: Type.Integer(),
        listed: Type.Integer(),
        missing: list(Type.Object({ code: text(40), name: text(200) }), 50),
      }),
      /** Those that joined within the last three months. */
      newcomers: list(
        Type.Object({ companyId: Id, name: text(200), joinedOn: Day, state: CoverageState }),
        20,
      ),
    }),
  },
  exportAuditCoverage: {
    method: "GET",
    path: "/audits/coverage/export",
    summary: "The coverage of a filter as CSV or Excel, exactly as it is shown",
    permission: permissions.read,
    carries: "download",
    events: ["audit.coverage_exported"],
    query: Type.Object({ ...filter, format: oneOf("csv", "xlsx") }),
    output: Type.Object({ rows: Type.Integer() }),
  },
  listAuditYears: {
    method: "GET",
    path: "/audits/coverage/years",
    summary:
      "By fiscal year since the first audit known: how many companies of its last day had been audited within their cycle",
    permission: permissions.read,
    query: Type.Object({ relation: filter.relation, divisionId: filter.divisionId }),
    output: Type.Object({
      rows: list(
        Type.Object({
          fiscalYear: Type.Integer(),
          /** The last day of the year, or today. */
          on: Day,
          isRunning: Type.Boolean(),
          companies: Type.Integer(),
          withinCycle: Type.Integer(),
          never: Type.Integer(),
          /** Audits held in it. */
          held: Type.Integer(),
        }),
        60,
      ),
    }),
  },
  getCompanyAudits: {
    method: "GET",
    path: "/companies/:companyId/audits",
    summary: "Audits of a company: those held, those planned or announced, and when the next is due",
    permission: [permissions.read, permissions.readOwn],
    params: Type.Object({ companyId: Id }),
    output: Type.Object({
      companyId: Id,
      name: text(200),
      /** Null for a company that is in no programme. */
      dueOn: nullable(Day),
      earlier: nullable(Type.Object({ dueOn: Day, reason: text(500), setByName: nullable(text(201)) })),
      state: nullable(CoverageState),
      planned: list(VisitRow, 20),
      held: list(
        Type.Object({
          heldOn: Day,
          kind: oneOf("on_site", "remote"),
          auditors: text(1000),
          result: nullable(Result),
          findings: nullable(Type.Integer()),
          report: text(200),
          visitId: nullable(Id),
          /** From a list, not kept here. */
          isImported: Type.Boolean(),
        }),
        100,
      ),
      can: Type.Object({ plan: Type.Boolean() }),
    }),
  },
  setEarlierDay: {
    method: "PUT",
    path: "/companies/:companyId/audit-day",
    summary: "Want one company audited earlier than its cycle says, with a reason",
    permission: permissions.plan,
    params: Type.Object({ companyId: Id }),
    body: Type.Object({ dueOn: Day, reason: Reason }),
    output: Type.Object({ id: Id }),
    events: ["audit.earlier_day_set"],
    errors: ["audit.day_not_earlier", "audit.not_covered", "audit.needs_whole_group"],
  },
  takeBackEarlierDay: {
    method: "DELETE",
    path: "/companies/:companyId/audit-day",
    summary: "Take back the earlier day: the cycle counts again",
    permission: permissions.plan,
    params: Type.Object({ companyId: Id }),
    output: Type.Object({ id: Id }),
    events: ["audit.earlier_day_taken_back"],
    errors: ["audit.needs_whole_group"],
  },
  getAuditCycle: {
    method: "GET",
    path: "/audit-cycle",
    summary: "How often each tier is audited, how many days a visit takes, and how that was before",
    permission: permissions.read,
    output: Type.Object({
      ...Cycle,
      mayChange: Type.Boolean(),
      history: list(
        Type.Object({ from: Day, ...Cycle, reason: nullable(text(500)), setByName: nullable(text(201)) }),
        100,
      ),
    }),
  },
  changeAuditCycle: {
    method: "PUT",
    path: "/audit-cycle",
    summary: "Change the cycle from a day on, with a reason; days before keep theirs",
    permission: permissions.plan,
    body: Type.Object({ from: Day, ...Cycle, reason: Reason }),
    output: Type.Object({ from: Day }),
    events: ["audit.cycle_changed"],
    errors: ["audit.cycle_backdated", "audit.cycle_set_already", "audit.needs_whole_group"],
  },
});
