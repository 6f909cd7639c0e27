// The words of a control as people read them: parts in lines, with the marks the document gives them.
import { type Obj, objects, textOf, texts } from "#core/oscal/read.ts";

export const insertion = /\{\{\s*insert:\s*param,\s*([^\s{}]+)\s*\}\}/g;

/** The ids that a text inserts. Older releases write `{{ id }}`; nobody else does, so it is read as words. */
export const insertedIn = (text: string): string[] => [
  ...new Set([...text.matchAll(insertion)].map((match) => match[1] ?? "")),
];

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
  const own = [label, prose].filter((one) => one !== null).join(" ");
  const below = objects(part["parts"]).map((one) => wordsOf(one, own === "" ? depth : depth + 1));
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

/** The parts of a control by what they are for. Parts of other names stay in the document. */
export function wordsOfControl(control: Obj): Words {
  const parts = objects(control["parts"]);
  const named = (...names: string[]) => parts.filter((part) => names.includes(String(part["name"])));
  const joined = (list: readonly Obj[]) =>
    list
      .map((part) => wordsOf(part))
      .join("\n")
      .trim();
  return {
    statement: joined(named("statement", "overview", "instruction")),
    guidance: joined(named("guidance")),
    examples: named("example").map((part) => wordsOf(part)),
    objectives: joined(named("assessment-objective", "objective")),
    objects: named("assessment-method", "assessment")
      .map(methodOf)
      .filter((one) => one !== ""),
  };
}

function methodOf(part: Obj): string {
  const method = objects(part["props"]).find((prop) => prop["name"] === "method")?.["value"];
  const what = objects(part["parts"])
    .map((one) => textOf(one["prose"]) ?? "")
    .join("\n");
  return [textOf(method), what.replaceAll(/\s*\n\s*\n?\s*/g, "; ")].filter(Boolean).join(": ");
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
