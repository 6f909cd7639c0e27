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
import {
  Answer,
  Audience,
  Content,
  Counts,
  Entry,
  Issuer,
  Names,
  permissions,
  Said,
  Severity,
  Standing,
  State,
} from "./words.ts";

const one = { params: Type.Object({ id: Id }) } as const;
/** Null: it may be done; else a key of the catalogue that says why not. */
const Can = nullable(text(80));

const Head = {
  id: Id,
  number: text(60),
  /** In the reader's language where it was written in it. */
  title: text(200),
  ...Issuer,
  state: State,
  severity: Severity,
  dueOn: Day,
  openedAt: Moment,
  /** Nothing of it has happened: it raises no findings and stands apart. */
  isExercise: Type.Boolean(),
};

/** The asked company's own row, where a single one is in scope. */
const Mine = Type.Object({
  memberId: Id,
  standing: Standing,
  fixedOn: nullable(Day),
  isLate: Type.Boolean(),
});

const Member = Type.Object({
  id: Id,
  companyId: Id,
  unitCode: text(40),
  ...Names,
  divisionId: nullable(Id),
  divisionName: nullable(text(200)),
  tier: nullable(text(10)),
  country: nullable(text(10)),
  pickedBy: list(text(40), 20),
  matched: Type.Integer(),
  standing: Standing,
  fixedOn: nullable(Day),
  note: text(2000),
  replies: list(Type.Object({ id: text(2), value: text(1000) }), 4),
  dueOn: Day,
  isLate: Type.Boolean(),
  answeredAt: nullable(Moment),
  /** When somebody there had seen it, and who. */
  notedAt: nullable(Moment),
  notedByName: nullable(text(201)),
  corrections: Type.Integer(),
  findingId: nullable(Id),
  findingReference: nullable(text(80)),
  leftOn: nullable(Day),
  rowVersion: RowVersion,
});

const Filters = {
  standing: optional(Standing),
  isLate: optional(Type.Boolean()),
  divisionId: optional(Id),
  tier: optional(text(10)),
  search: optional(text(100)),
};

export const reading = contract({
  listLateralChecks: {
    method: "GET",
    path: "/lateral-checks",
    summary:
      "Lateral checks that units within one's scope ask or are asked, the latest first, with their results",
    permission: permissions.read,
    query: Type.Object({
      ...paging,
      state: optional(State),
      /** Those that come from one record, or whose findings it is one of. */
      sourceId: optional(Id),
      /** Those that ask this company. */
      companyId: optional(Id),
      /** Only those that this company, or any in scope, has not answered. */
      isOpen: optional(Type.Boolean()),
      /** Exercises alone, or all but them; both where it is not said. */
      isExercise: optional(Type.Boolean()),
      search: optional(text(100)),
    }),
    output: page(Type.Object({ ...Head, ...Counts, mine: nullable(Mine) })),
  },
  getLateralCheck: {
    method: "GET",
    path: "/lateral-checks/:id",
    summary: "One lateral check: what was asked, what came back by division and tier, what may be done next",
    permission: permissions.read,
    ...one,
    output: Type.Object({
      ...Head,
      ...Content,
      ...Audience,
      ...Counts,
      openedByName: nullable(text(201)),
      closedAt: nullable(Moment),
      endReason: nullable(text(1000)),
      askedSha256: nullable(text(64)),
      resultSha256: nullable(text(64)),
      sourceTold: nullable(text(300)),
      /** Of whoever asks alone. */
      source: nullable(
        Type.Object({
          kind: nullable(text(40)),
          id: nullable(Id),
          reference: nullable(text(80)),
          companyName: nullable(text(200)),
          words: text(1000),
        }),
      ),
      matched: Type.Integer(),
      toRaise: Type.Integer(),
      findings: Type.Integer(),
      byDivision: list(Type.Object({ divisionId: nullable(Id), name: nullable(text(200)), ...Counts }), 500),
      byTier: list(Type.Object({ tier: nullable(text(10)), ...Counts }), 10),
      isIssuers: Type.Boolean(),
      can: Type.Object({ add: Can, close: Can, raise: Can, remind: Can }),
      rowVersion: RowVersion,
    }),
  },
  listLateralMembers: {
    method: "GET",
    path: "/lateral-checks/:id/members",
    summary: "The result table: every company that was asked, with what it answered",
    permission: permissions.read,
    ...one,
    query: Type.Object({ ...paging, ...Filters }),
    output: page(Member),
  },
  exportLateralMembers: {
    method: "GET",
    path: "/lateral-checks/:id/members/export",
    summary: "The result table as a file: exactly the rows that are shown",
    permission: permissions.read,
    carries: "download",
    ...one,
    query: Type.Object({ format: optional(oneOf("csv", "xlsx")), ...Filters }),
    output: Type.Object({ rows: Type.Integer() }),
    events: ["lateral_check.exported"],
  },
  getLateralMember: {
    method: "GET",
    path: "/lateral-checks/asked/:id",
    summary: "What one company is asked, which entries of its ledgers are in question, and what it answered",
    permission: permissions.read,
    ...one,
    output: Type.Object({
      check: Type.Object({
        ...Head,
        ...Content,
        sourceTold: nullable(text(300)),
        closedAt: nullable(Moment),
        /** Why it was closed early or withdrawn. */
        endReason: nullable(text(1000)),
      }),
      member: Member,
      entries: list(Entry, 100),
      said: list(Said, 100),
      dutyId: nullable(Id),
      dueAt: nullable(Moment),
      timeZone: text(60),
      /** A correction after the day says why. */
      isReasonNeeded: Type.Boolean(),
      isIssuers: Type.Boolean(),
      answer: nullable(Answer),
      can: Type.Object({ answer: Can, note: Can }),
    }),
  },
});
