// Lent to later modules.
// The companies and places that a list of people may name, looked up once per file.
import { companyNameKey } from "#core/sheets/normalise.ts";
import { type Nearest, nearestOf } from "#core/sheets/nearest.ts";
import { plainCode } from "./spelling.ts";

export type KnownPlace = {
  id: string;
  kind: "company" | "department" | "site";
  code: string;
  companyId: string;
  names: readonly string[];
};
export type PeopleWorld = {
  today: string;
  /** The one company the file is about, when it was uploaded for one. */
  companyId: string | null;
  companiesByCode: Map<string, KnownPlace>;
  companiesByName: Map<string, KnownPlace[]>;
  placesOf: Map<string, KnownPlace[]>;
  nameOf: Map<string, string>;
  nearestCompanies: Nearest<KnownPlace>;
  nearestIn: Map<string, Nearest<KnownPlace>>;
};

export function peopleWorld(
  places: readonly KnownPlace[],
  companyId: string | null,
  today: string,
): PeopleWorld {
  const companies = places.filter((place) => place.kind === "company");
  const byName = new Map<string, KnownPlace[]>();
  for (const one of companies)
    for (const key of new Set(one.names.map(companyNameKey)))
      byName.set(key, [...(byName.get(key) ?? []), one]);
  return {
    today,
    companyId,
    companiesByCode: new Map(companies.map((one) => [plainCode(one.code), one])),
    companiesByName: byName,
    placesOf: Map.groupBy(places, (place) => place.companyId),
    nameOf: new Map(places.map((one) => [one.id, one.names[0] ?? one.code])),
    nearestCompanies: nearestOf(companies, labelsOf),
    nearestIn: new Map(),
  };
}

export const labelsOf = (place: KnownPlace) => [place.code, ...place.names];
