import { Day, Id, nullable, oneOf, optional, text } from "#core/contract.ts";
import Type from "typebox";

export const permissions = {
  read: "organization.read",
  manage: "organization.manage",
  /** The tier follows the standard's criteria; only the group office raises or lowers it. */
  setTier: "organization.set_tier",
  /** The week and the holidays of a company: whoever knows them enters them. */
  manageCalendar: "organization.manage_calendar",
  readPeople: "person.read",
  managePeople: "person.manage",
} as const;

export const UnitKind = oneOf("group", "division", "company", "department", "site");

export const RelationKind = oneOf("parent", "consolidated", "equity_method", "joint_venture", "dealer");

/** How a company came to the group; nothing follows from being founded by it, or having been part of it already. */
export const JoinedAs = oneOf("acquired", "founded", "already");

export const Tier = oneOf("T1", "T2", "T3", "T4");

export const regions = [
  "japan",
  "china",
  "asean",
  "south_asia",
  "europe",
  "north_america",
  "latin_america",
  "other",
] as const;
export const Region = oneOf(...regions);

/** A name as each reader sees it: by law, and in the languages in which the group keeps one. */
export const Named = {
  name: text(200),
  nameEn: nullable(text(200)),
  nameJa: nullable(text(200)),
  nameZh: nullable(text(200)),
};

export const NewNames = {
  name: text(200, 1),
  nameEn: optional(nullable(text(200))),
  nameJa: optional(nullable(text(200))),
  nameZh: optional(nullable(text(200))),
};

export const asOf = { asOf: optional(Day) };

export const Reason = optional(text(500));

export const Country = Type.String({ pattern: "^[A-Z]{2}$", maxLength: 2 });

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

export const changed = { output: Type.Object({ id: Id }), events: ["unit.changed"] } as const;
