// Lent to later modules.
// Which company and which of its places a row of a list of people means.
import { companyNameKey } from "#core/sheets/normalise.ts";
import { nearestOf } from "#core/sheets/nearest.ts";
import type { Candidate, RowReader } from "./judging.ts";
import { type KnownPlace, labelsOf, type PeopleWorld } from "./people-world.ts";
import { plain, plainCode } from "./spelling.ts";

export function companyOf(read: RowReader, world: PeopleWorld, chosen: string | undefined): string | null {
  const given = read.given("company");
  if (chosen !== undefined && world.placesOf.has(chosen)) return chosen;
  if (given === "") {
    if (world.companyId === null) read.demand("company");
    return world.companyId;
  }
  const byCode = world.companiesByCode.get(plainCode(given));
  const fitting = byCode ? [byCode] : (world.companiesByName.get(companyNameKey(given)) ?? []);
  const [only] = fitting;
  if (fitting.length === 1 && only) {
    if (world.companyId === null || only.id === world.companyId) return only.id;
    return read.wrong("company", "import.other_company");
  }
  if (world.companyId !== null) return read.wrong("company", "import.other_company");
  const candidates =
    fitting.length > 1 ? fitting.map(candidateOf) : world.nearestCompanies.of(given).map(candidateOf);
  return read.wrong(
    "company",
    fitting.length > 1 ? "import.company_ambiguous" : "import.unknown_company",
    candidates,
  );
}

export function unitOf(
  read: RowReader,
  world: PeopleWorld,
  companyId: string | null,
  chosen: string | undefined,
): string | null {
  const given = read.given("unit");
  if (companyId === null) return null;
  const places = world.placesOf.get(companyId) ?? [];
  if (chosen !== undefined && places.some((place) => place.id === chosen)) return chosen;
  if (given === "") return null;
  const byCode = places.filter((place) => plainCode(place.code) === plainCode(given));
  const fitting =
    byCode.length > 0
      ? byCode
      : places.filter((place) => place.names.some((name) => plain(name) === plain(given)));
  if (fitting.length === 1) return fitting[0]?.id ?? null;
  const company = places.find((place) => place.kind === "company");
  const near =
    fitting.length > 1 ? fitting.map(candidateOf) : guess(given, companyId, places, world.nearestIn);
  const candidates = [
    ...near,
    ...(company && !near.some((one) => one.id === company.id) ? [candidateOf(company)] : []),
  ];
  return read.wrong("unit", fitting.length > 1 ? "import.unit_ambiguous" : "import.unknown_unit", candidates);
}

const candidateOf = (place: KnownPlace): Candidate => ({ id: place.id, name: place.names[0] ?? place.code });

function guess(
  given: string,
  companyId: string,
  places: readonly KnownPlace[],
  nearestIn: PeopleWorld["nearestIn"],
): Candidate[] {
  const nearest = nearestIn.get(companyId) ?? nearestOf(places, labelsOf);
  nearestIn.set(companyId, nearest);
  return nearest.of(given).map(candidateOf);
}
