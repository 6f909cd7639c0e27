// Countries, cities and the way a company's name is formed there.
import type { Language, Names } from "./company.ts";
import places from "./data/places.json" with { type: "json" };
import type { Random } from "./random.ts";

export type Place = {
  country: string;
  region: string;
  zone: string;
  language: Language;
  pool: string;
  weight: number;
  /** The name by law, with {line} and {place}. */
  form: string;
  place: string;
  /** en, ja, zh */
  names: string[];
  /** en, ja, zh and the time zone when it is not the country's first */
  cities: string[][];
};

export const allPlaces = places as Place[];

const byCountry = new Map(allPlaces.map((place) => [place.country, place]));

export function placeOf(country: string): Place {
  const place = byCountry.get(country);
  if (!place) throw new Error(`no place for ${country}`);
  return place;
}

/** A country of the region, the common ones more often. */
export function placeInRegion(region: string, random: Random): Place {
  const candidates = allPlaces.filter((place) => place.region === region);
  let left = random.next() * candidates.reduce((sum, place) => sum + place.weight, 0);
  for (const place of candidates) {
    left -= place.weight;
    if (left < 0) return place;
  }
  throw new Error(`no place in ${region}`);
}

export function cityOf(place: Place, index: number): Names & { zone: string } {
  const [en = "", ja = "", zh = "", zone = place.zone] = place.cities[index % place.cities.length] ?? [];
  return { name: place.language === "ja" ? ja : place.language === "zh" ? zh : en, en, ja, zh, zone };
}
