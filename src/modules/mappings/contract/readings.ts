import Type from "typebox";
import { contract, Id, list, nullable, oneOf, optional, page, paging, text } from "#core/contract.ts";
import { permissions as figures } from "#modules/figures/contract.ts";
import { controlStates, itemReadings } from "../reading/rules.ts";
import { reachKinds } from "../rules.ts";
import { Count, Derived, ItemId, reading, Relation, Space, SpaceName } from "./words.ts";

const ItemReading = oneOf(...itemReadings);
const ControlState = oneOf(...controlStates);
const ControlId = text(40, 1);
const Counts = Type.Object(
  Object.fromEntries(itemReadings.map((one) => [one, Count])) as Record<
    (typeof itemReadings)[number],
    typeof Count
  >,
);
const Round = Type.Object({
  id: Id,
  name: text(200),
  fiscalYear: Type.Integer(),
  editionId: Id,
  edition: text(40),
  standard: text(40),
});
const NamedSpace = Type.Object({ ...SpaceName.properties, items: Count });
const Head = {
  round: nullable(Round),
  rounds: list(Round, 100),
  spaces: list(NamedSpace, 400),
  space: nullable(NamedSpace),
};
const looked = { roundId: optional(Id), space: optional(Space) };
const narrow = { tier: optional(text(4)), region: optional(text(40)), division: optional(text(40)) };

const Way = {
  controlId: ControlId,
  title: text(300),
  itemId: ItemId,
  relation: Derived,
  /** The hop that says least. */
  weakest: Count,
  hops: list(
    Type.Object({
      space: SpaceName,
      item: ItemId,
      relation: Relation,
      confidence: nullable(Count),
      /** Null where the edition itself refers to it. */
      mapping: nullable(Type.Object({ id: Id, title: text(300) })),
    }),
    6,
  ),
};

const Item = {
  id: ItemId,
  title: nullable(text(300)),
  group: text(400),
  reading: ItemReading,
};

const ofCompany = {
  companyId: Id,
  name: text(200),
  code: text(40),
  tier: text(4),
  isReadable: Type.Boolean(),
  isProvisional: Type.Boolean(),
};

export const readings = contract({
  getReach: {
    method: "GET",
    path: "/editions/:id/reach",
    summary: "How far an edition's controls reach into another set, directly and through pivots",
    permission: reading,
    params: Type.Object({ id: Id }),
    query: Type.Object({ space: optional(Space) }),
    output: Type.Object({
      edition: text(100),
      spaces: list(NamedSpace, 400),
      space: nullable(NamedSpace),
      items: Count,
      /** Of the covered ones those that a control of the standard covers itself. */
      direct: Count,
      counts: Type.Object(
        Object.fromEntries(reachKinds.map((one) => [one, Count])) as Record<
          (typeof reachKinds)[number],
          typeof Count
        >,
      ),
    }),
    errors: ["edition.not_found"],
  },
  listReachItems: {
    method: "GET",
    path: "/editions/:id/reach/items",
    summary: "Items of a set with the most that an edition's controls say of each",
    permission: reading,
    params: Type.Object({ id: Id }),
    query: Type.Object({ space: Space, show: optional(oneOf(...reachKinds)), ...paging }),
    output: page(
      Type.Object({
        id: ItemId,
        title: nullable(text(300)),
        group: text(400),
        /** The most that follows from any way; null where none leads there. */
        relation: nullable(Derived),
        controls: Count,
        isDirect: Type.Boolean(),
      }),
    ),
    errors: ["edition.not_found", "cursor.unreadable"],
  },
  listWays: {
    method: "GET",
    path: "/editions/:id/ways",
    summary: "The ways from an edition's controls to an item of a set, or from one control, hop by hop",
    permission: reading,
    params: Type.Object({ id: Id }),
    query: Type.Object({ space: Space, itemId: optional(ItemId), controlId: optional(ControlId) }),
    output: Type.Object({ rows: list(Type.Object(Way), 200), more: Count }),
    errors: ["edition.not_found"],
  },
  getReading: {
    method: "GET",
    path: "/companies/:id/reading",
    summary: "What a company's answers say of each item of another set; no answer is copied",
    permission: figures.read,
    params: Type.Object({ id: Id }),
    query: Type.Object(looked),
    output: Type.Object({
      ...Head,
      company: nullable(
        Type.Object({
          ...ofCompany,
          state: text(20),
        }),
      ),
      counts: nullable(Counts),
      items: Count,
    }),
    errors: ["company.not_found"],
  },
  listReadItems: {
    method: "GET",
    path: "/companies/:id/reading/items",
    summary: "Items of another set as a company's answers say, with the controls that decided it",
    permission: figures.read,
    params: Type.Object({ id: Id }),
    query: Type.Object({ ...looked, show: optional(ItemReading), ...paging }),
    output: page(
      Type.Object({
        ...Item,
        isContradicted: Type.Boolean(),
        /** A control of the standard itself decides it, without a set between. */
        isDirect: Type.Boolean(),
        because: list(Type.Object({ controlId: ControlId, relation: Derived, state: ControlState }), 8),
        /** Further controls that lead there and did not decide. */
        others: Count,
      }),
    ),
    errors: ["company.not_found", "cursor.unreadable"],
  },
  getItemReading: {
    method: "GET",
    path: "/companies/:id/reading/item",
    summary: "Why an item of another set is read as it is: every way to it with what was answered",
    permission: figures.read,
    params: Type.Object({ id: Id }),
    query: Type.Object({ ...looked, itemId: ItemId }),
    output: Type.Object({
      id: ItemId,
      title: nullable(text(300)),
      reading: ItemReading,
      isContradicted: Type.Boolean(),
      ways: list(Type.Object({ ...Way, state: ControlState, isDecisive: Type.Boolean() }), 60),
      more: Count,
      inspectionId: nullable(Id),
    }),
    errors: ["company.not_found", "mapping_item.not_found"],
  },
  exportReading: {
    method: "GET",
    path: "/companies/:id/reading/export",
    summary: "A company's reading in another set as CSV or Excel, with the ways and what each reading means",
    permission: figures.read,
    carries: "download",
    params: Type.Object({ id: Id }),
    query: Type.Object({ ...looked, format: oneOf("csv", "xlsx") }),
    output: Type.Object({ items: Count }),
    events: ["reading.exported"],
    errors: ["company.not_found", "mapping_item.not_found"],
  },
  getReadiness: {
    method: "GET",
    path: "/readiness",
    summary:
      "How ready the companies in scope are for another set, each alone and as one, and which fix lifts the most",
    permission: figures.read,
    query: Type.Object({ ...looked, ...narrow }),
    output: Type.Object({
      ...Head,
      /** Companies that the round asks and that still belong to the group. */
      companies: Count,
      left: Count,
      notHandedIn: Count,
      /** The name of the company where it is the only one. */
      only: nullable(text(200)),
      group: nullable(Counts),
      /** The same over those that have handed in; null where all have, or none. */
      ofHandedIn: nullable(Counts),
      items: Count,
      lifts: list(
        Type.Object({
          companyId: Id,
          name: text(200),
          controlId: ControlId,
          title: text(300),
          state: ControlState,
          items: list(ItemId, 40),
          groupItems: list(ItemId, 40),
          flips: Count,
          groupFlips: Count,
        }),
        50,
      ),
      controls: list(
        Type.Object({
          controlId: ControlId,
          title: text(300),
          companies: Count,
          flips: Count,
          groupFlips: Count,
          groupItems: list(ItemId, 40),
        }),
        50,
      ),
    }),
  },
  listReadyItems: {
    method: "GET",
    path: "/readiness/items",
    summary: "Items of another set as the companies in scope meet them as one, and who holds each back",
    permission: figures.read,
    query: Type.Object({ ...looked, ...narrow, show: optional(ItemReading), ...paging }),
    output: page(
      Type.Object({
        ...Item,
        /** Companies by reading, in the order of the readings; null where it is the same at all. */
        counts: nullable(list(Count, itemReadings.length)),
        /** Up to three that hold it back. */
        heldBackBy: list(Type.Object({ companyId: Id, name: text(200), reading: ItemReading }), 3),
      }),
    ),
    errors: ["cursor.unreadable"],
  },
  listReadyCompanies: {
    method: "GET",
    path: "/readiness/companies",
    summary: "How ready each company in scope is for another set, the least ready first",
    permission: figures.read,
    query: Type.Object({ ...looked, ...narrow, ...paging }),
    output: page(
      Type.Object({
        ...ofCompany,
        counts: list(Count, itemReadings.length),
        metDirectly: Count,
      }),
    ),
    errors: ["cursor.unreadable"],
  },
  exportReadiness: {
    method: "GET",
    path: "/readiness/export",
    summary: "The readiness of the companies in scope as CSV or Excel: by item, or by company",
    permission: figures.read,
    carries: "download",
    query: Type.Object({
      ...looked,
      ...narrow,
      by: oneOf("items", "companies"),
      format: oneOf("csv", "xlsx"),
    }),
    output: Type.Object({ rows: Count }),
    events: ["readiness.exported"],
    errors: ["mapping_item.not_found"],
  },
});
