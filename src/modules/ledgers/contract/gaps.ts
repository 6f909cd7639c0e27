// Gaps of entries: opened and closed by what the entries say, never by an operation of their own.
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
  text,
} from "#core/contract.ts";
import { closings, gapKinds, ledgersOfGaps } from "../declared/gaps.ts";
import { permissions } from "./words.ts";

export const GapKindOf = oneOf(...gapKinds);
const Minutes = optional(nullable(Type.Integer()));

/** What it is about, as values; which of them there are, the kind says. */
const About = Type.Object({
  why: optional(text(40)),
  fromCountry: optional(text(2)),
  toCountry: optional(text(2)),
  validUntil: optional(nullable(Day)),
  purposeId: optional(nullable(Id)),
  testId: optional(nullable(Id)),
  testedOn: optional(nullable(Day)),
  tookMinutes: Minutes,
  lostMinutes: Minutes,
  rtoMinutes: Minutes,
  rpoMinutes: Minutes,
  testMonths: Minutes,
});

const Gap = Type.Object({
  id: Id,
  companyId: Id,
  companyName: text(200),
  ledger: oneOf(...ledgersOfGaps),
  entryId: Id,
  entryNumber: text(20),
  entryName: text(255),
  ownerName: nullable(text(201)),
  kind: GapKindOf,
  subjectId: Id,
  about: About,
  /** Of a transfer who receives, of a use for what; in the words of whoever recorded it. */
  subject: nullable(text(1000)),
  openedAt: Moment,
  closedAt: nullable(Moment),
  closedBecause: nullable(oneOf(...closings)),
  /** Until when its duty is to be done. */
  dueAt: nullable(Moment),
});

const Filter = {
  companyId: optional(Id),
  divisionId: optional(Id),
  ledger: optional(oneOf(...ledgersOfGaps)),
  kind: optional(GapKindOf),
};

export const gaps = contract({
  listGaps: {
    method: "GET",
    path: "/asset-gaps",
    summary:
      "What entries of the ledgers fall short of: the open gaps, the oldest first, or those that were closed, the newest first",
    permission: permissions.read,
    query: Type.Object({
      ...paging,
      ...Filter,
      entryId: optional(Id),
      isClosed: optional(Type.Boolean()),
    }),
    output: page(Gap),
  },
  countGaps: {
    method: "GET",
    path: "/asset-gaps/count",
    summary: "How many gaps are open, by kind",
    permission: permissions.read,
    query: Type.Object(Filter),
    output: Type.Object({
      open: Type.Integer(),
      kinds: list(Type.Object({ kind: GapKindOf, open: Type.Integer() }), gapKinds.length),
    }),
  },
  getGap: {
    method: "GET",
    path: "/asset-gaps/:id",
    summary: "One gap, for a link that knows its id alone",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    output: Gap,
  },
});
