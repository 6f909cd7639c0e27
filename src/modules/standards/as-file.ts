// An edition as a file: one YAML document of the schema in docs/reference/edition.schema.json, with everything the edition
// holds and what goes along with it (besides.ts), so that what goes out comes in again with the same hash. JSON is YAML too; an OSCAL catalogue that was
// written here (oscal/) is read as well.
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, stringify } from "yaml";
import { invalid } from "#core/errors.ts";
import { otherForm, textOfUtf8 } from "#core/text/form-of.ts";
import type { Told } from "#core/text/told.ts";
import { apart, type Besides, besidesProblems } from "./besides.ts";
import { checkEdition, type EditionProblem, problemTold } from "./check-edition.ts";
import type { CarryRule } from "./changes.ts";
import { checkRules } from "./check-rules.ts";
import type { EditionContent } from "./edition.ts";
import { carryRulesOf, fromOscal, isOscal, previousOf } from "./oscal/from-oscal.ts";
import type { Steps } from "./places.ts";
import { normalised } from "./rules.ts";

/** A standard of 3,000 controls in three languages is some 10 MB. */
const largestFile = 20 * 1024 * 1024;
const mostTold = 20;

/** Keys in the order of the schema, long texts in lines that a person and a diff can read. */
export const toYaml = (content: EditionContent, sha256: string, besides: Besides = {}): string =>
  `# ${content.standard.code} ${content.standard.edition}, content sha256 ${sha256}\n${stringify(
    { ...content, ...besides },
    {
      lineWidth: 110,
      aliasDuplicateObjects: false,
    },
  )}`;

/** What a file holds: the edition, and what its authors decided of the answers before where the file says it. */
export type EditionFile = {
  content: EditionContent;
  besides: Besides;
  rules: CarryRule[];
  /** The hash of the content of that edition before; null where the file names none. */
  previousSha256: string | null;
};

/**
 * @param edition another name for it than the one in the file.
 * @throws AppError `edition.file_wrong` with the first places that are wrong: a line of the file where it is no YAML, else the
 * path in the edition.
 */
export function fromFile(text: string, edition?: string): EditionFile {
  assertShallow(text);
  const oscal = jsonOf(text);
  const yaml = oscal === undefined ? yamlOf(text) : undefined;
  const found = oscal ?? yaml?.data;
  const { content: data, beside } = apart(named(isOscal(found) ? fromOscal(found) : found, edition));
  const rules = isOscal(found) ? carryRulesOf(found) : [];
  const ofEdition = checkEdition(data);
  const problems =
    ofEdition.length > 0
      ? ofEdition
      : [...besidesProblems(beside, data as EditionContent), ...checkRules(rules)];
  if (problems.length > 0)
    throw invalid("edition.file_wrong", {
      values: {
        count: problems.length,
        what: { all: problems.slice(0, mostTold).map((one) => told(one, yaml)), between: "\n" },
      },
    });
  return {
    content: normalised(data as EditionContent),
    besides: beside as Besides,
    rules: rules as CarryRule[],
    previousSha256: isOscal(found) ? previousOf(found) : null,
  };
}

/** OSCAL is read as a whole: what is wrong with it is told by its place alone. */
function told(problem: EditionProblem, yaml: Yaml | undefined): Told {
  const line = yaml?.lineOf(problem.steps);
  const what = problemTold(problem);
  return line === undefined ? what : { key: "edition.atLine", values: { line, what } };
}

/** An edition nests six deep. What nests without end costs its reader time without end. */
const deepest = 500;

/** @param why one of `edition.unread.*`. */
const unread = (line: number, why: string, values: Record<string, unknown> = {}) =>
  invalid("edition.file_unreadable", {
    values: { line, what: { key: `edition.unread.${why}`, values } },
  });
const tooDeep = (line: number) => unread(line, "depth", { limit: deepest });

/** Before it is read. */
export function assertSize(bytes: number): void {
  if (bytes > largestFile) throw unread(1, "size", { limit: largestFile / 1_048_576 });
}

/** @throws AppError for what is no text in UTF-8, by what it is or by the line. */
export function textOfFile(bytes: Buffer): string {
  const form = otherForm(bytes);
  if (form !== null) throw invalid("edition.other_form", { values: { form } });
  const read = textOfUtf8(bytes);
  if ("brokenLine" in read) throw unread(read.brokenLine, "not_utf8");
  return read.text;
}

function assertShallow(text: string): void {
  let [depth, line] = [0, 1];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at);
    if (letter === 0x0a) line += 1;
    else if (letter === 0x5b || letter === 0x7b) depth += 1;
    else if ((letter === 0x5d || letter === 0x7d) && depth > 0) depth -= 1;
    if (depth > deepest) throw tooDeep(line);
  }
}

/** An OSCAL document; other JSON is left to the reader that knows where it breaks and sees a key that is there twice. */
function jsonOf(text: string): unknown {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    const data: unknown = JSON.parse(text);
    return isOscal(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

type Yaml = { data: unknown; lineOf(steps: Steps): number | undefined };

function yamlOf(text: string): Yaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, version: "1.2" });
  const [broken] = document.errors;
  if (broken) {
    const { line } = lines.linePos(broken.pos[0]);
    if (broken.message.startsWith("Maximum call stack")) throw tooDeep(line);
    throw unread(line, whyUnread[broken.code] ?? "other");
  }
  return {
    data: plainOf(document),
    lineOf: (steps) => {
      const at = offsetOf(document.contents, steps);
      return at === undefined ? undefined : lines.linePos(at).line;
    },
  };
}

/** What people do wrong in a file, by what the parser calls it. */
const whyUnread: Readonly<Record<string, string>> = {
  BAD_INDENT: "indent",
  BLOCK_AS_IMPLICIT_KEY: "indent",
  MULTILINE_IMPLICIT_KEY: "indent",
  BLOCK_IN_FLOW: "indent",
  TAB_AS_INDENT: "tab",
  DUPLICATE_KEY: "twice",
  MISSING_CHAR: "open",
  UNEXPECTED_TOKEN: "open",
  MULTIPLE_DOCS: "several",
  BAD_ALIAS: "repeats",
  RESOURCE_EXHAUSTION: "repeats",
};

/** Where something stands in the file; lists are walked by the ids of their entries. What is missing is where it should be. */
function offsetOf(node: unknown, [step, ...rest]: Steps): number | undefined {
  const here = isNode(node) ? node.range?.[0] : undefined;
  if (step === undefined) return here;
  if (isMap(node) && rest.length === 0) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
    if (pair) return isNode(pair.key) ? pair.key.range?.[0] : here;
  }
  const next = stepInto(node, step);
  return next === undefined ? here : (offsetOf(next, rest) ?? here);
}

function stepInto(node: unknown, step: string): unknown {
  if (isMap(node)) return node.get(step, true);
  if (!isSeq(node)) return undefined;
  return node.items.find((item) => isMap(item) && item.get("id") === step) ?? node.items[Number(step)];
}

/** References of YAML are followed a few times only: a small file can name a large one in itself. */
function plainOf(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    throw unread(1, "repeats");
  }
}

function named(data: unknown, edition: string | undefined): unknown {
  if (edition === undefined || typeof data !== "object" || data === null) return data;
  const standard = "standard" in data && typeof data.standard === "object" ? data.standard : {};
  return { ...data, standard: { ...standard, edition } };
}
