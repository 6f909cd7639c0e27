import Type from "typebox";
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

export const permissions = {
  read: "organization.read",
  manage: "organization.manage",
  /** The tier follows the standard's criteria; only the group office raises or lowers it. */
  setTier: "organization.set_tier",
  readPeople: "person.read",
  managePeople: "person.manage",
} as const;

export const UnitKind = oneOf("group", "division", "company", "department", "site");
export const RelationKind = oneOf("parent", "consolidated", "equity_method", "joint_venture", "dealer");
export const Tier = oneOf("T1", "T2", "T3", "T4");
export const Region = oneOf(
  "japan",
  "china",
  "asean",
  "south_asia",
  "europe",
  "north_america",
  "latin_america",
  "other",
);
export const EmploymentKind = oneOf("regular", "contract", "part_time", "dispatched", "officer");

/** A name as each reader sees it: by law, and in the languages in which the group keeps one. */
export const Named = {
  name: text(200),
  nameEn: nullable(text(200)),
  nameJa: nullable(text(200)),
  nameZh: nullable(text(200)),
};
const NewNames = {
  name: text(200, 1),
  nameEn: optional(nullable(text(200))),
  nameJa: optional(nullable(text(200))),
  nameZh: optional(nullable(text(200))),
};
const asOf = { asOf: optional(Day) };
const Reason = optional(text(500));
const Country = Type.String({ pattern: "^[A-Z]{2}$", maxLength: 2 });

export const Facts = Type.Object({
  country: Country,
  region: Region,
  timeZone: text(60, 1),
  language: text(10, 2),
  industry: nullable(text(60)),
  workers: Type.Integer({ minimum: 0, maximum: 5_000_000 }),
  personalDataPeople: Type.Integer({ minimum: 0, maximum: 2_000_000_000 }),
  hasPlant: Type.Boolean(),
  runsServers: Type.Boolean(),
  hasRestrictedRooms: Type.Boolean(),
  developsSoftware: Type.Boolean(),
  developsProducts: Type.Boolean(),
  isRegionalHeadquarters: Type.Boolean(),
  isFinance: Type.Boolean(),
  providesSharedServices: Type.Boolean(),
  answersByWorkbook: Type.Boolean(),
});

export const UnitRow = Type.Object({
  id: Id,
  kind: UnitKind,
  code: text(40),
  ...Named,
  parentId: nullable(Id),
  /** Companies at or below this unit on the day. */
  companyCount: Type.Integer(),
  childCount: Type.Integer(),
  tier: nullable(Tier),
  relation: nullable(RelationKind),
  country: nullable(text(2)),
  workers: nullable(Type.Integer()),
});

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

const changed = { output: Type.Object({ id: Id }), events: ["unit.changed"] } as const;

export const organization = contract({
  listChildren: {
    method: "GET",
    path: "/units/children",
    summary:
      "The units directly below one unit of the supervision tree on a day; without one, the group itself",
    permission: permissions.read,
    query: Type.Object({ parentId: optional(Id), ...asOf }),
    output: Type.Object({ rows: list(UnitRow, 2000) }),
  },
  searchUnits: {
    method: "GET",
    path: "/units",
    summary: "Units by name or code",
    permission: permissions.read,
    query: Type.Object({
      search: text(100, 1),
      kind: optional(UnitKind),
      limit: optional(Type.Integer({ minimum: 1, maximum: 50 })),
      ...asOf,
    }),
    output: Type.Object({
      rows: list(Type.Object({ id: Id, kind: UnitKind, code: text(40), ...Named }), 50),
    }),
  },
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
    summary: "The companies of a filter on a day as CSV or Excel, with the columns that are shown",
    permission: permissions.read,
    carries: "download",
    query: Type.Object({
      format: oneOf("csv", "xlsx"),
      /** Ids of columns, comma separated; all where absent. */
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
  addUnit: {
    method: "POST",
    path: "/units",
    summary: "A new division, department or site",
    permission: permissions.manage,
    body: Type.Object({
      kind: oneOf("division", "department", "site"),
      code: text(40, 1),
      ...NewNames,
      parentId: Id,
      from: Day,
      country: optional(Country),
      isPlant: optional(Type.Boolean()),
    }),
    output: Type.Object({ id: Id }),
    events: ["unit.added"],
    errors: ["units_code_unique", "unit.parent_does_not_fit"],
  },
  addCompany: {
    method: "POST",
    path: "/companies",
    summary: "A company that joins the group on a day",
    permission: permissions.manage,
    body: Type.Object({
      code: text(40, 1),
      ...NewNames,
      parentId: Id,
      from: Day,
      relation: RelationKind,
      ownershipPercent: optional(nullable(Type.Number({ minimum: 0, maximum: 100 }))),
      facts: Facts,
      reason: Reason,
    }),
    output: Type.Object({ id: Id, tier: Tier }),
    events: ["company.joined"],
    errors: ["units_code_unique", "unit.parent_does_not_fit", "change.backdated_needs_reason"],
  },
  renameUnit: {
    method: "POST",
    path: "/units/:id/names",
    summary: "New names from a day on; the old ones stay for the days before",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ ...NewNames, from: Day, reason: Reason, rowVersion: RowVersion }),
    ...changed,
    errors: ["unit.changed_meanwhile", "change.backdated_needs_reason"],
  },
  changeRelation: {
    method: "POST",
    path: "/companies/:id/relations",
    summary: "How the company belongs to the group from a day on (e.g. 60 % sold: equity method)",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({
      kind: RelationKind,
      ownershipPercent: nullable(Type.Number({ minimum: 0, maximum: 100 })),
      /** Whose shares they are; as before where absent, the parent's where null. */
      ownerId: optional(nullable(Id)),
      from: Day,
      reason: Reason,
      rowVersion: RowVersion,
    }),
    ...changed,
    errors: ["unit.changed_meanwhile", "relation.owner_below_itself", "change.backdated_needs_reason"],
  },
  changeFacts: {
    method: "POST",
    path: "/companies/:id/facts",
    summary: "Country, size, plants ... from a day on; the tier by criteria follows",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ facts: Facts, from: Day, reason: Reason, rowVersion: RowVersion }),
    ...changed,
    errors: ["unit.changed_meanwhile", "change.backdated_needs_reason"],
  },
  moveUnit: {
    method: "POST",
    path: "/units/:id/supervisions",
    summary: "Another place in the supervision tree from a day on; rights to read move on that day",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ parentId: Id, from: Day, reason: Reason, rowVersion: RowVersion }),
    ...changed,
    errors: [
      "unit.changed_meanwhile",
      "unit.parent_does_not_fit",
      "unit.below_itself",
      "change.backdated_needs_reason",
    ],
  },
  setTier: {
    method: "POST",
    path: "/companies/:id/tiers",
    summary: "Raise or lower a tier with reason (lowering with an end), or return to the criteria",
    permission: permissions.setTier,
    params: Type.Object({ id: Id }),
    body: Type.Object({
      basis: oneOf("criteria", "raised", "lowered"),
      tier: optional(Tier),
      from: Day,
      until: optional(nullable(Day)),
      reason: Reason,
      rowVersion: RowVersion,
    }),
    ...changed,
    errors: [
      "unit.changed_meanwhile",
      "tier.not_higher",
      "tier.not_lower",
      "tiers_reasoned",
      "tiers_lowered_ends",
      "change.backdated_needs_reason",
    ],
  },
  endCompany: {
    method: "PUT",
    path: "/companies/:id/end",
    summary: "The company leaves the group on a day: its rights and open duties end, its history stays",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ on: Day, reason: text(500, 1), rowVersion: RowVersion }),
    output: Type.Object({ id: Id, endedGrants: Type.Integer(), lapsedDuties: Type.Integer() }),
    events: ["company.left"],
    errors: [
      "unit.changed_meanwhile",
      "company.left_already",
      "company.parent_cannot_leave",
      "grant.last_administrator",
    ],
  },
  listPeople: {
    method: "GET",
    path: "/people",
    summary: "People within one's scope",
    permission: permissions.readPeople,
    query: Type.Object({ ...paging, search: optional(text(100)), companyId: optional(Id) }),
    output: page(
      Type.Object({
        id: Id,
        companyId: Id,
        companyName: text(200),
        code: nullable(text(60)),
        familyName: text(100),
        givenName: text(100),
        email: nullable(text(254)),
        employment: nullable(EmploymentKind),
        title: nullable(text(200)),
      }),
    ),
  },
  addPerson: {
    method: "POST",
    path: "/people",
    summary: "A person with a first employment",
    permission: permissions.managePeople,
    body: Type.Object({
      companyId: Id,
      unitId: optional(Id),
      code: optional(text(60, 1)),
      familyName: text(100, 1),
      givenName: text(100),
      familyNameReading: optional(text(100)),
      givenNameReading: optional(text(100)),
      email: optional(Type.String({ maxLength: 254, pattern: "^[^@\\s]+@[^@\\s]+$" })),
      language: optional(text(10)),
      employment: EmploymentKind,
      title: optional(text(200)),
      from: Day,
    }),
    output: Type.Object({ id: Id }),
    events: ["person.added"],
    errors: ["people_code_unique"],
  },
  addPosition: {
    method: "POST",
    path: "/positions",
    summary: "A seat at a unit, e.g. security officer",
    permission: permissions.manage,
    body: Type.Object({
      unitId: Id,
      purpose: optional(
        oneOf(
          "security_officer",
          "deputy_security_officer",
          "accountable_executive",
          "division_head",
          "group_security_head",
        ),
      ),
      ...NewNames,
      from: Day,
    }),
    output: Type.Object({ id: Id }),
    events: ["position.added"],
  },
  holdPosition: {
    method: "POST",
    path: "/positions/:id/holders",
    summary: "Who holds the seat from a day on; the holder before keeps the days until then",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ personId: Id, rank: optional(text(100)), from: Day, reason: Reason }),
    output: Type.Object({ id: Id }),
    events: ["position.held"],
    errors: ["change.backdated_needs_reason"],
  },
});
