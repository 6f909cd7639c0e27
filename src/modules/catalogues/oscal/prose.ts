// The words of a control as people read them: parts in lines, with the marks the document gives them.
import { type Obj, objects, textOf, texts } from "#core/oscal/read.ts";

export const insertion = /\{\{\s*insert:\s*param\s*,\s*([^\s{}]+)\s*\}\}/g;

/** The ids that a text inserts. Drafts of OSCAL wrote `{{ id }}`: it is read as words, and told. */
export const insertedIn = (text: string): string[] => [
  ...new Set([...text.matchAll(insertion)].map((match) => match[1] ?? "")),
];

/** A text with its blanks as people read them: `within [organization-defined time period]`; a value where there is one. */
export const readable = (text: string, params: readonly Parameter[]): string =>
  text.replaceAll(insertion, (_, id: string) => {
    const param = params.find((one) => one.id === id);
    return `[${(param?.value ?? param?.label) || id}]`;
  });

/** The value of a property without a namespace, or of NIST's own. */
export function propOf(one: Obj, name: string, className?: string): string | null {
  const found = objects(one["props"]).find(
    (prop) =>
      prop["name"] === name &&
      (prop["ns"] === undefined || String(prop["ns"]).includes("nist.gov")) &&
      (className === undefined || prop["class"] === className),
  );
  return found ? textOf(found["value"]) : null;
}

/** Zero-padded and other labels stand beside the one that people say. */
export function labelOf(one: Obj): string | null {
  const plain = objects(one["props"]).find(
    (prop) => prop["name"] === "label" && prop["class"] !== "zero-padded" && prop["class"] !== "sp800-53a",
  );
  return (plain ? textOf(plain["value"]) : null) ?? propOf(one, "label");
}

/** A part and everything below it, each on its line: `a. Develop ...`, its sub-parts two spaces further in. */
export function wordsOf(part: Obj, depth = 0): string {
  const label = labelOf(part);
  const prose = textOf(part["prose"]);
  const title = textOf(part["title"]);
  const own = [label === title ? null : label, title, prose].filter((one) => one !== null).join(" ");
  const below = objects(part["parts"]).map((one) =>
    wordsOf(one, own === "" && depth > 0 ? depth : depth + 1),
  );
  return [own === "" ? "" : `${"  ".repeat(Math.max(0, depth - 1))}${own}`, ...below]
    .filter((line) => line !== "")
    .join("\n");
}

export type Words = {
  statement: string;
  guidance: string;
  /** Examples of doing it (CSF), never demanded. */
  examples: string[];
  /** What an assessor finds out (SP 800-53A). */
  objectives: string;
  /** What an assessor looks at, asks and tries. */
  objects: string[];
};

/** Which parts of a control are shown as what. */
export const shownParts = {
  statement: ["statement", "overview", "instruction"],
  guidance: ["guidance"],
  examples: ["example"],
  objectives: ["assessment-objective", "objective"],
  objects: ["assessment-method", "assessment"],
} as const;
const allShown: ReadonlySet<string> = new Set(Object.values(shownParts).flat());

const nameOf = (part: Obj) => String(part["name"]);

/** The names of parts that only the document has: nobody here knows what they are for. */
export const otherParts = (one: Obj): string[] => {
  const others = objects(one["parts"]).filter((part) => !allShown.has(nameOf(part)));
  return hasStatement(one) ? others.map(nameOf) : [];
};

const hasStatement = (one: Obj) =>
  objects(one["parts"]).some(
    (part) => shownParts.statement.some((name) => name === nameOf(part)) && wordsOf(part) !== "",
  );

/** The parts of a control by what they are for. Where none is called a statement, parts of other names are what it says. */
export function wordsOfControl(control: Obj): Words {
  const parts = objects(control["parts"]);
  const named = (names: readonly string[]) => parts.filter((part) => names.includes(nameOf(part)));
  const joined = (list: readonly Obj[]) =>
    list
      .map((part) => wordsOf(part))
      .join("\n")
      .trim();
  return {
    statement: joined(
      hasStatement(control)
        ? named(shownParts.statement)
        : parts.filter((part) => !allShown.has(nameOf(part)) || named(shownParts.statement).includes(part)),
    ),
    guidance: joined(named(shownParts.guidance)),
    examples: named(shownParts.examples).map((part) => wordsOf(part)),
    objectives: joined(named(shownParts.objectives)),
    objects: named(shownParts.objects)
      .map(methodOf)
      .filter((one) => one !== ""),
  };
}

function methodOf(part: Obj): string {
  const method = objects(part["props"]).find((prop) => prop["name"] === "method")?.["value"];
  const what = objects(part["parts"])
    .map((one) => textOf(one["prose"]) ?? "")
    .join("\n");
  const name = textOf(method);
  return name === null ? what : `${name}: ${what.replaceAll(/\s*\n\s*\n?\s*/g, "; ")}`.replace(/: $/, "");
}

export type Parameter = { id: string; label: string; value?: string };

/** A parameter as a blank to fill in: its label or the choice it offers; with its value where a profile or the document gives one. */
export function parameterOf(param: Obj): Parameter | null {
  const id = textOf(param["id"]);
  if (id === null) return null;
  const values = texts(param["values"]);
  const select = param["select"];
  const choices =
    typeof select === "object" && select !== null
      ? texts((select as Obj)["choice"]).map((one) => one.trim())
      : [];
  const label = choices.length > 0 ? choices.join(" / ") : textOf(param["label"]);
  return { id, label: label ?? id, ...(values.length > 0 ? { value: values.join(", ") } : {}) };
}
