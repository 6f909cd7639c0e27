// Entries: lists of any length with declared filters, one entry with its story, and every change of it.
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
import { Filter, sorts } from "./filter.ts";
import { Entry, gapEvents, Given, Label, LedgerOf, permissions, Rank, ValuesOf } from "./words.ts";

const params = Type.Object({ ledger: LedgerOf });
const oneParams = Type.Object({ ledger: LedgerOf, id: Id });

const Change = {
  name: optional(Given.name),
  unitId: optional(Given.unitId),
  ownerId: optional(Given.ownerId),
  class: optional(Given.class),
  state: optional(Given.state),
  labels: optional(Given.labels),
  values: optional(ValuesOf),
};

/** A bulk change says the same of many: what is not named stays as it is. */
const BulkChange = Type.Object({
  ownerId: optional(Given.ownerId),
  class: optional(Given.class),
  state: optional(Given.state),
  addLabels: optional(list(Label, 20)),
  removeLabels: optional(list(Label, 20)),
  /** Take them into the ledger: what sources have seen becomes what the company answers for. */
  takeIn: optional(Type.Literal(true)),
  /** They were looked at and are right. */
  review: optional(Type.Literal(true)),
  retire: optional(Type.Literal(true)),
});

/** Either these, or all that a filter shows; as many as the preview said, else it is refused. */
const Which = {
  ids: optional(list(Id, 1000)),
  filter: optional(Type.Object(Filter)),
};

const refusedOfOne = [
  "ledger.no_such_field",
  "ledger.held_already",
  "unit.not_found",
  "person.not_found",
  "ledger.no_such_class",
  "ledger.owner_has_left",
] as const;
const refusedOfMany = [
  "ledger.no_such_filter",
  "ledger.nothing_to_change",
  "person.not_found",
  "ledger.no_such_class",
  "ledger.owner_has_left",
  "ledger.too_many",
] as const;
const RuleOfEntry = Type.Object({
  id: Id,
  name: text(200),
  isGroups: Type.Boolean(),
  reviewDueOn: Day,
  isOverdue: Type.Boolean(),
});

export const entries = contract({
  listLedgers: {
    method: "GET",
    path: "/ledgers",
    summary:
      "The ledgers with what they hold within one's scope: entries, how many agree with what is seen, and what is missing",
    permission: permissions.read,
    query: Type.Object({ companyId: optional(Id) }),
    output: Type.Object({
      rows: list(
        Type.Object({
          ledger: LedgerOf,
          entries: Type.Integer(),
          registered: Type.Integer(),
          onlyHere: Type.Integer(),
          onlyThere: Type.Integer(),
          stale: Type.Integer(),
          conflicting: Type.Integer(),
          withoutOwner: Type.Integer(),
          withoutClass: Type.Integer(),
          withoutRule: Type.Integer(),
          reviewOverdue: Type.Integer(),
          unknown: Type.Integer(),
          /** A source of this ledger owes its next load since then: what was counted may be old, and is not zero. */
          staleSince: nullable(Moment),
        }),
        20,
      ),
      countedAt: nullable(Moment),
    }),
  },
  listEntries: {
    method: "GET",
    path: "/ledgers/:ledger/entries",
    summary:
      "Entries of a ledger within one's scope, narrowed by declared filters, in an order that an index serves, as of any day",
    permission: permissions.read,
    params,
    query: Type.Object({ ...paging, ...Filter, sort: optional(oneOf(...sorts)) }),
    output: page(Entry),
    errors: ["ledger.no_such_filter", "ledger.no_such_order"],
  },
  countEntries: {
    method: "GET",
    path: "/ledgers/:ledger/entries/count",
    summary: "How many entries a filter shows, up to ten thousand and one",
    permission: permissions.read,
    params,
    query: Type.Object(Filter),
    output: Type.Object({ count: Type.Integer(), isMore: Type.Boolean() }),
    errors: ["ledger.no_such_filter"],
  },
  getEntry: {
    method: "GET",
    path: "/ledgers/:ledger/entries/:id",
    summary:
      "One entry: what it says, who answers for it, the rule that applies, and what its class demands of it",
    permission: permissions.read,
    params: oneParams,
    query: Type.Object({ asOf: optional(Day) }),
    output: Type.Object({
      ...Entry.properties,
      ownFields: list(text(60), 40),
      /** Days on which it said something else, the newest first. */
      versions: list(Type.Object({ from: Moment, to: nullable(Moment) }), 100),
      rules: list(RuleOfEntry, 50),
      demanded: list(Type.Object({ measure: text(40), holds: nullable(Type.Boolean()) }), 40),
      reviews: list(Type.Object({ on: Day, byName: nullable(text(201)) }), 50),
      unknownId: nullable(Id),
      can: Type.Object({ change: Type.Boolean() }),
    }),
  },
  listLabels: {
    method: "GET",
    path: "/ledgers/:ledger/labels",
    summary: "The labels in use within one's scope, the commonest first",
    permission: permissions.read,
    params,
    query: Type.Object({ companyId: optional(Id) }),
    output: Type.Object({ rows: list(Type.Object({ label: Label, entries: Type.Integer() }), 100) }),
  },
  addEntry: {
    method: "POST",
    path: "/ledgers/:ledger/entries",
    summary: "Take a thing into a ledger",
    permission: permissions.manage,
    params,
    body: Type.Object({ ...Change, name: Given.name, companyId: Id }),
    output: Type.Object({ id: Id, number: text(20) }),
    events: ["entry.added"],
    errors: [...refusedOfOne],
  },
  changeEntry: {
    method: "PATCH",
    path: "/ledgers/:ledger/entries/:id",
    summary: "Change what an entry says; a field set by hand is written over by no source",
    permission: permissions.manage,
    params: oneParams,
    body: Type.Object({
      ...Change,
      /** Fields that sources may fill again. */
      release: optional(list(text(60, 1), 40)),
      rowVersion: RowVersion,
    }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["entry.changed", ...gapEvents],
    errors: [...refusedOfOne, "entry.changed_meanwhile", "ledger.retired"],
  },
  retireEntry: {
    method: "POST",
    path: "/ledgers/:ledger/entries/:id/retirement",
    summary: "An entry is no longer there: sold, returned, scrapped, deleted; it stays readable",
    permission: permissions.manage,
    params: oneParams,
    body: Type.Object({ on: Day, reason: text(500, 1) }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["entry.retired", ...gapEvents],
    errors: ["ledger.retired", "ledger.day_ahead"],
  },
  restoreEntry: {
    method: "DELETE",
    path: "/ledgers/:ledger/entries/:id/retirement",
    summary: "It is there after all",
    permission: permissions.manage,
    params: oneParams,
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["entry.restored", ...gapEvents],
    errors: ["ledger.not_retired"],
  },
  previewChange: {
    method: "POST",
    path: "/ledgers/:ledger/changes/preview",
    summary:
      "What a bulk change would do: how many entries, of how many companies, how many would change at all",
    permission: permissions.manage,
    readOnly: true,
    params,
    body: Type.Object({ ...Which, change: BulkChange }),
    output: Type.Object({
      entries: Type.Integer(),
      companies: Type.Integer(),
      changed: Type.Integer(),
      /** Beyond what one's right to change reaches, or retired: left alone. */
      leftAlone: Type.Integer(),
      samples: list(Type.Object({ id: Id, number: text(20), name: text(255), companyName: text(200) }), 5),
    }),
    errors: [...refusedOfMany],
  },
  changeEntries: {
    method: "POST",
    path: "/ledgers/:ledger/changes",
    summary: "The same change for many entries, of as many as the preview said",
    permission: permissions.manage,
    params,
    body: Type.Object({
      ...Which,
      change: BulkChange,
      expected: Type.Integer({ minimum: 0, maximum: 2_000_000 }),
    }),
    output: Type.Object({ changed: Type.Integer() }),
    events: ["entries.changed", ...gapEvents],
    errors: [...refusedOfMany, "ledger.not_as_previewed"],
  },
  exportEntries: {
    method: "GET",
    path: "/ledgers/:ledger/export",
    summary: "Exactly what a list shows, as CSV or Excel",
    permission: permissions.read,
    carries: "download",
    params,
    query: Type.Object({
      ...Filter,
      sort: optional(oneOf(...sorts)),
      format: oneOf("csv", "xlsx"),
      /** Names of the columns in their order; without them those that a list shows at first. */
      columns: optional(text(2000)),
    }),
    output: Type.Object({}),
    events: ["entries.exported"],
    errors: ["ledger.no_such_filter", "ledger.no_such_order"],
  },
});

export { Rank };
