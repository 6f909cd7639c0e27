// The texts of an edition's frame by where they stand. Pure.
import type { Frame, Texts } from "../../contract.ts";

/** Names of properties; in a list, the id (or level) of the entry. */
export type Place = readonly string[];
export type Group = {
  id: "said" | "areas" | "tiers" | "scale" | "assurance" | "maturity" | "results";
  places: Place[];
};

/** What the frame says in sentences, by subject; the lists with their names are written above it. */
export const groupsOf = (frame: Frame): Group[] => [
  {
    id: "said",
    places: [
      ["standard", "purpose"],
      ["standard", "revisionRule"],
      ["standard", "parametersNote"],
      ["tierRule"],
      ["inheritanceRule"],
      ["evidenceValidityRule"],
      ["scoring", "companyScore"],
      ["scoring", "mandatoryRule"],
      ["scoring", "missingAnswers"],
      ["scoring", "groupView"],
      ["maturity", "rule"],
    ],
  },
  { id: "areas", places: frame.areas.map(({ id }) => ["areas", id, "question"]) },
  { id: "tiers", places: frame.tiers.map(({ id }) => ["tiers", id, "criteria"]) },
  { id: "scale", places: both(frame.answerScale, ["answerScale"], "needs") },
  { id: "results", places: both(frame.scoring.results, ["scoring", "results"], "rule") },
  { id: "assurance", places: both(frame.assuranceLevels, ["assuranceLevels"], "meaning") },
  {
    id: "maturity",
    places: both(
      frame.maturity.levels.map(({ level }) => ({ id: String(level) })),
      ["maturity", "levels"],
      "meaning",
    ),
  },
];

const both = (entries: readonly { id: string }[], list: Place, also: string): Place[] =>
  entries.flatMap(({ id }) => [
    [...list, id, "name"],
    [...list, id, also],
  ]);

type Entry = { id?: string; level?: number };
const isAt = (name: string) => (one: Entry) => String(one.id ?? one.level) === name;

export function textsAt(frame: Frame, place: Place): Texts {
  const found = place.reduce<unknown>(
    (here, name) =>
      Array.isArray(here) ? here.find(isAt(name)) : (here as Record<string, unknown> | undefined)?.[name],
    frame,
  );
  return (found ?? {}) as Texts;
}

/** The frame with other words at one place; words in no language are none, where the edition can do without. */
export const withTexts = (frame: Frame, place: Place, texts: Texts): Frame =>
  written(frame, place, texts) as Frame;

function written(here: unknown, [name = "", ...rest]: Place, texts: Texts): unknown {
  if (Array.isArray(here))
    return here.map((one: Entry) => (isAt(name)(one) ? written(one, rest, texts) : one));
  const before = here as Record<string, unknown>;
  if (rest.length > 0) return { ...before, [name]: written(before[name], rest, texts) };
  const said = Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));
  if (Object.keys(said).length > 0) return { ...before, [name]: said };
  const { [name]: _, ...without } = before;
  return without;
}
