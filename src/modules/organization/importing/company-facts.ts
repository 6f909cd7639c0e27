// Lent to later modules.
// The facts of a company as its row gives them: where it is, what the criteria of the tier read, how it answers.
import { zoneOf } from "#core/time/zones.ts";
import { factMarks, type Relation, tierByCriteria } from "../rules.ts";
import { regionWords } from "./company-fact-words.ts";
import type { Difference, RowReader } from "./judging.ts";
import { countryOf, placeOf, type Region } from "./places.ts";
import { plain } from "./spelling.ts";
import { tongueOf } from "./tongues.ts";

export type Mark = (typeof factMarks)[number];

export const factFields = [
  "country",
  "region",
  "timeZone",
  "language",
  "industry",
  "workers",
  "personalDataPeople",
  ...factMarks,
] as const;

export type CompanyFacts = {
  country: string | null;
  region: Region | null;
  timeZone: string | null;
  language: string | null;
  industry: string | null;
  workers: number | null;
  personalDataPeople: number | null;
} & Record<Mark, boolean | null>;

export function readFacts(read: RowReader): CompanyFacts {
  const ticked = Object.fromEntries(factMarks.map((mark) => [mark, read.yesNo(mark)])) as Record<
    Mark,
    boolean | null
  >;
  return {
    country: read.as("country", countryOf, "import.unknown_country"),
    region: read.word("region", regionWords, "import.unknown_region", plain),
    timeZone: read.as("timeZone", zoneOf, "import.unknown_time_zone"),
    language: read.as("language", tongueOf, "import.unknown_language"),
    industry: read.text("industry", 60),
    workers: read.number("workers", 5_000_000, true),
    personalDataPeople: read.number("personalDataPeople", 2_000_000_000, true),
    ...ticked,
  };
}

/** Facts that a list does not carry, or leaves blank, begin as "no", and the place as its country usually is. */
export const startingFacts = (given: CompanyFacts) => ({
  ...placeWith(given),
  workers: given.workers ?? 0,
  personalDataPeople: given.personalDataPeople ?? 0,
  ...(Object.fromEntries(factMarks.map((mark) => [mark, given[mark] ?? false])) as Record<Mark, boolean>),
});

/** Region, zone and language as the row says, else as usual in its country. */
function placeWith({ country, region, timeZone, language }: CompanyFacts) {
  const usual = placeOf(country ?? "ZZ");
  return {
    region: region ?? usual.region,
    timeZone: timeZone ?? usual.timeZone,
    language: language ?? usual.language,
  };
}

/**
 * What a new company begins with that its row does not say: the tier that follows, zone and language of its country, and
 * what a blank cell leaves at nought. Shown before anything is written; corrected in the list or on the company's page.
 */
export function beginningOf(given: CompanyFacts, relation: Relation | null): Difference[] {
  const { tier } = tierByCriteria(startingFacts(given), relation);
  const begins = (field: string, after: string) => ({ field, before: null, after });
  const usual = given.country === null ? [] : (["timeZone", "language"] as const);
  return [
    begins("tier", tier),
    ...usual.filter((field) => given[field] === null).map((field) => begins(field, placeWith(given)[field])),
    ...(["workers", "personalDataPeople"] as const)
      .filter((field) => given[field] === null)
      .map((field) => begins(field, "0")),
    // Of the marks those that lists usually carry: the others are "no" for most companies.
    ...(["hasPlant", "runsServers"] as const)
      .filter((field) => given[field] === null)
      .map((field) => begins(field, "false")),
  ];
}

/** The facts that hold, with what the row says instead; a company that moves gets the usual place of its new country. */
export function factsWith<H extends Record<string, unknown>>(held: H, given: CompanyFacts): H {
  const moved =
    given.country !== null && given.country !== held["country"] ? placeOf(given.country) : ({} as object);
  const said = Object.fromEntries(
    factFields.filter((field) => given[field] !== null).map((field) => [field, given[field]]),
  );
  return { ...held, ...moved, ...said };
}
