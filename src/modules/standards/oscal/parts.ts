// Data of our own as OSCAL parts and properties, and back without loss. Pure.
// OSCAL knows one language per document: a text stands as prose in the language that was chosen, its other languages below
// it as parts `translation`. What OSCAL has no place for (tiers, scales, thresholds) stands as parts of our name space.
import { invalid } from "#core/errors.ts";
import { isOneString, lineOf, own, type Prop, some, yagura } from "#core/oscal/document.ts";
import { isObject, type Obj, objects } from "#core/oscal/read.ts";
import { languageOf, type TextLanguage, type Texts } from "../edition.ts";

export type Part = {
  id?: string;
  name: string;
  ns?: string;
  class?: string;
  title?: string;
  props?: Prop[];
  prose?: string;
  parts?: Part[];
};
type Named = Omit<Part, "prose">;

const all: readonly TextLanguage[] = ["en", "ja", "zh"];

/** A text as a part; which language its prose is in is said where it is not the document's. */
export function textPart(named: Named, texts: Texts, language: TextLanguage): Part {
  const main = languageOf(texts, language);
  const others = all.filter((one) => one !== main && texts[one] !== undefined);
  return {
    ...named,
    ...some("props", main === language ? [] : [own("language", main)]),
    prose: texts[main] ?? "",
    ...some(
      "parts",
      others.map((one) => ({ name: "translation", ns: yagura, class: one, prose: texts[one] ?? "" })),
    ),
  };
}

/** The property of our own, or undefined. */
export const ownOf = (one: Obj, name: string): string | undefined => ownAll(one, name)[0]?.value;

export const ownAll = (one: Obj, name: string): Prop[] =>
  objects(one["props"]).filter(
    (prop) => prop["ns"] === yagura && prop["name"] === name && typeof prop["value"] === "string",
  ) as Prop[];

const isLanguage = (word: unknown): word is TextLanguage => all.some((one) => one === word);

export function textsOf(part: Obj, language: TextLanguage): Texts {
  const said = ownOf(part, "language");
  const main = isLanguage(said) ? said : language;
  const translations = objects(part["parts"])
    .filter((one) => one["name"] === "translation" && one["ns"] === yagura && isLanguage(one["class"]))
    .map((one) => [one["class"], one["prose"]]);
  return Object.fromEntries([[main, part["prose"]], ...translations]) as Texts;
}

/**
 * A text that OSCAL wants in one line (a title, a label). The line alone where that says it all; else with a part that
 * holds the rest: further languages, lines, white space.
 */
export function lined(name: string, texts: Texts, language: TextLanguage): { line: string; parts: Part[] } {
  const part = textPart({ name, ns: yagura }, texts, language);
  const line = lineOf(part.prose ?? "");
  const { prose, ...rest } = part;
  const isPlain = prose === line;
  if (isPlain && !part.parts && !part.props) return { line, parts: [] };
  return { line, parts: [isPlain ? rest : part] };
}

/** What `lined` wrote. A line that was changed by another tool wins over what stands beside it. */
export function linedOf(line: unknown, part: Obj | undefined, language: TextLanguage): Texts {
  const said = typeof line === "string" ? line : "";
  const kept = part?.["prose"];
  const prose = typeof kept === "string" && lineOf(kept) === said ? kept : said;
  return textsOf({ ...part, prose }, language);
}

export const ownPart = (one: Obj, name: string): Obj | undefined =>
  objects(one["parts"]).find((part) => part["name"] === name && part["ns"] === yagura);

const isTexts = (value: Obj): value is Texts => {
  const entries = Object.entries(value);
  return entries.length > 0 && entries.every(([key, text]) => isLanguage(key) && typeof text === "string");
};

type Held = { props: Prop[]; parts: Part[] };

/** Plain data as properties and parts. */
export function holding(name: string, value: unknown, language: TextLanguage): Held {
  if (value === undefined) return { props: [], parts: [] };
  if (typeof value === "string")
    return isOneString(value)
      ? { props: [own(name, value)], parts: [] }
      : { props: [], parts: [{ name, ns: yagura, class: "string", prose: value }] };
  if (Array.isArray(value)) return { props: [], parts: [{ ...held(name, "list", value, language) }] };
  if (!isObject(value))
    return {
      props: [own(name, String(value), { class: value === null ? "null" : typeof value })],
      parts: [],
    };
  if (isTexts(value))
    return { props: [], parts: [textPart({ name, ns: yagura, class: "text" }, value, language)] };
  return { props: [], parts: [held(name, "record", value, language)] };
}

function held(name: string, kind: "list" | "record", value: object, language: TextLanguage): Part {
  const members = Object.entries(value).map(([key, member]) =>
    holding(kind === "list" ? "item" : key, member, language),
  );
  const title = "name" in value && isObject(value.name) && isTexts(value.name) ? value.name : null;
  return {
    name,
    ns: yagura,
    class: kind,
    ...(title ? { title: lineOf(title[languageOf(title, language)] ?? "") } : {}),
    ...some(
      "props",
      members.flatMap((one) => one.props),
    ),
    ...some(
      "parts",
      members.flatMap((one) => one.parts),
    ),
  };
}

const deepest = 12;

/** What `holding` made a list or a record of. */
export function heldBy(part: Obj, language: TextLanguage, depth = 0): unknown {
  if (depth > deepest)
    throw invalid("edition.file_unreadable", {
      values: { line: 1, what: { key: "edition.unread.depth", values: { limit: deepest } } },
    });
  if (part["class"] === "string") return part["prose"];
  if (part["class"] === "text") return textsOf(part, language);
  const members: [string, unknown][] = [
    ...objects(part["props"])
      .filter((prop) => prop["ns"] === yagura)
      .map((prop): [string, unknown] => [String(prop["name"]), valueOf(prop)]),
    ...objects(part["parts"])
      .filter((one) => one["ns"] === yagura)
      .map((one): [string, unknown] => [String(one["name"]), heldBy(one, language, depth + 1)]),
  ];
  return part["class"] === "list" ? members.map(([, member]) => member) : Object.fromEntries(members);
}

function valueOf({ value, class: kind }: Obj): unknown {
  if (kind === "null") return null;
  if (kind === "number") return Number(value);
  return kind === "boolean" ? value === "true" : value;
}
