import {
  contract,
  Day,
  Id,
  list,
  nullable,
  oneOf,
  optional,
  page,
  paging,
  RowVersion,
  text,
} from "#core/contract.ts";
import Type from "typebox";
import { asOf, Facts, Named, permissions, Region, RelationKind, Tier, UnitKind } from "./words.ts";

export const CompanyRow = Type.Object({
  id: Id,
  code: text(40),
  ...Named,
  divisionId: nullable(Id),
  divisionName: nullable(text(200)),
  divisionNameEn: nullable(text(200)),
  divisionNameJa: nullable(text(200)),
  divisionNameZh: nullable(text(200)),
  relation: nullable(RelationKind),
  ownershipPercent: nullable(Type.Number()),
  tier: nullable(Tier),
  country: nullable(text(2)),
  region: nullable(Region),
  workers: nullable(Type.Integer()),
  endedOn: nullable(Day),
});

const Change = Type.Object({
  /** name, relation, facts, supervision or tier */
  about: oneOf("name", "relation", "facts", "supervision", "tier"),
  validFrom: Day,
  validTo: nullable(Day),
  values: Type.Record(Type.String({ maxLength: 40 }), Type.Unknown()),
  reason: nullable(text(500)),
});

export const companies = contract({
  listCompanies: {
    method: "GET",
    path: "/companies",
    summary: "Companies of the group on a day",
    permission: permissions.read,
    query: Type.Object({
      ...paging,
      search: optional(text(100)),
      divisionId: optional(Id),
      relation: optional(RelationKind),
      tier: optional(Tier),
      region: optional(Region),
      /** Also those that had left the group by that day. */
      withEnded: optional(Type.Boolean()),
      sort: optional(oneOf("code", "name", "workers")),
      ...asOf,
    }),
    output: page(CompanyRow),
  },
  countCompanies: {
    method: "GET",
    path: "/companies/counts",
    summary: "How many companies there are on a day, by tier, relation and region",
    permission: permissions.read,
    query: Type.Object(asOf),
    output: Type.Object({
      companies: Type.Integer(),
      workers: Type.Integer(),
      /** Companies that the ownership graph holds on the day and the list does not, or the other way round. */
      missing: Type.Integer(),
      rows: list(
        Type.Object({
          by: oneOf("tier", "relation", "region"),
          key: text(40),
          companies: Type.Integer(),
          workers: Type.Integer(),
        }),
        60,
      ),
    }),
  },
  listOwned: {
    method: "GET",
    path: "/companies/owned",
    summary:
      "The companies that one holds shares of on a day, with the group's share through the chain; without one, those that nobody in scope holds",
    permission: permissions.read,
    query: Type.Object({ ownerId: optional(Id), ...asOf }),
    output: Type.Object({
      rows: list(
        Type.Object({
          id: Id,
          code: text(40),
          ...Named,
          relation: RelationKind,
          /** The owner's own share. */
          ownershipPercent: nullable(Type.Number()),
          /** Shares multiplied down the chain from the parent; null where a share or a company of the chain is not known. */
          groupPercent: nullable(Type.Number()),
          ownedCount: Type.Integer(),
          tier: nullable(Tier),
          country: nullable(text(2)),
          workers: nullable(Type.Integer()),
        }),
        2000,
      ),
    }),
  },
  exportCompanies: {
    method: "GET",
    path: "/companies/export",
    summary:
      "The companies of a filter on a day as CSV or Excel, with the columns that are shown, or with every field to be brought in again",
    permission: permissions.read,
    carries: "download",
    events: ["companies.exported"],
    query: Type.Object({
      format: oneOf("csv", "xlsx"),
      /** Ids of columns, comma separated; every field that an import reads where absent. */
      columns: optional(text(200)),
      search: optional(text(100)),
      divisionId: optional(Id),
      relation: optional(RelationKind),
      tier: optional(Tier),
      region: optional(Region),
      withEnded: optional(Type.Boolean()),
      sort: optional(oneOf("code", "name", "workers")),
      ...asOf,
    }),
    output: Type.Object({ rows: Type.Integer() }),
  },
  getCompany: {
    method: "GET",
    path: "/companies/:id",
    summary: "One company on a day: names, relation, tier with its reasons, facts, sites, who to call",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    query: Type.Object(asOf),
    output: Type.Object({
      id: Id,
      code: text(40),
      ...Named,
      rowVersion: RowVersion,
      foundedOn: Day,
      endedOn: nullable(Day),
      endedReason: nullable(text(500)),
      path: list(Type.Object({ id: Id, kind: UnitKind, ...Named }), 10),
      relation: nullable(
        Type.Object({
          kind: RelationKind,
          ownershipPercent: nullable(Type.Number()),
          validFrom: Day,
          binding: oneOf("bound", "asked"),
          /** Who in the group holds the shares; the parent where it is not said. */
          owner: nullable(Type.Object({ id: Id, ...Named })),
        }),
      ),
      facts: nullable(Type.Intersect([Facts, Type.Object({ validFrom: Day })])),
      tier: nullable(
        Type.Object({
          tier: Tier,
          basis: oneOf("criteria", "raised", "lowered"),
          reason: nullable(text(500)),
          validFrom: Day,
          validTo: nullable(Day),
        }),
      ),
      /** What the standard's criteria give on that day, and why. */
      tierByCriteria: nullable(Type.Object({ tier: Tier, because: list(text(60), 12) })),
      positions: list(
        Type.Object({
          id: Id,
          purpose: nullable(text(60)),
          ...Named,
          holderId: nullable(Id),
          holderFamilyName: nullable(text(100)),
          holderGivenName: nullable(text(100)),
          since: nullable(Day),
          email: nullable(text(254)),
          telephone: nullable(text(50)),
        }),
        100,
      ),
      sites: list(
        Type.Object({ id: Id, ...Named, country: text(2), isPlant: Type.Boolean(), rowVersion: RowVersion }),
        500,
      ),
      departments: list(Type.Object({ id: Id, ...Named, rowVersion: RowVersion }), 500),
      peopleCount: Type.Integer(),
      can: Type.Object({ manage: Type.Boolean(), setTier: Type.Boolean() }),
    }),
  },
  listCompanyHistory: {
    method: "GET",
    path: "/companies/:id/history",
    summary: "Everything dated about a company, newest first",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    output: Type.Object({ rows: list(Change, 1000) }),
  },
});
