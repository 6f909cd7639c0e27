// An edition as a file: one YAML document of the schema in docs/reference/edition.schema.json, with everything the edition
// holds, so that what goes out comes in again with the same hash (R-11). JSON is YAML too; an OSCAL catalogue that was
// written here (oscal/) is read as well.
import { isMap, isNode, isSeq, LineCounter, parseDocument, stringify } from "yaml";
import { invalid } from "#core/errors.ts";
import { checkEdition } from "./check-edition.ts";
import type { CarryRule } from "./changes.ts";
import { checkRules } from "./check-rules.ts";
import type { EditionContent } from "./edition.ts";
import { carryRulesOf, fromOscal, isOscal, previousOf } from "./oscal/from-oscal.ts";
import { normalised } from "./rules.ts";

/** A standard of 3,000 controls in three languages is some 10 MB. */
export const largestFile = 20 * 1024 * 1024;
const mostTold = 20;

/** Keys in the order of the schema, long texts in lines that a person and a diff can read. */
export const toYaml = (content: EditionContent, sha256: string): string =>
  `# ${content.standard.code} ${content.standard.edition}, content sha256 ${sha256}\n${stringify(content, {
    lineWidth: 110,
    aliasDuplicateObjects: false,
  })}`;

/** What a file holds: the edition, and what its authors decided of the answers before where the file says it. */
export type EditionFile = {
  content: EditionContent;
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
  const data: unknown = named(isOscal(found) ? fromOscal(found) : found, edition);
  const rules = isOscal(found) ? carryRulesOf(found) : [];
  const ofEdition = checkEdition(data);
  const problems = ofEdition.length > 0 ? ofEdition : checkRules(rules);
  if (problems.length > 0)
    throw invalid("edition.file_wrong", {
      values: {
        count: problems.length,
        what: problems
          .slice(0, mostTold)
          .map(({ path, reason }) => told(path, reason, yaml?.lineOf(path)))
          .join("\n"),
      },
    });
  return {
    content: normalised(data as EditionContent),
    rules: rules as CarryRule[],
    previousSha256: isOscal(found) ? previousOf(found) : null,
  };
}

const told = (path: string, reason: string, line: number | undefined): string =>
  `${line === undefined ? "" : `[${line}] `}${path ? `${path}: ${reason}` : reason}`;

/** An edition nests six deep. What nests without end costs its reader time without end. */
const deepest = 500;
const tooDeep = `more than ${deepest} levels`;

function assertShallow(text: string): void {
  let [depth, line] = [0, 1];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charCodeAt(at);
    if (letter === 0x0a) line += 1;
    else if (letter === 0x5b || letter === 0x7b) depth += 1;
    else if ((letter === 0x5d || letter === 0x7d) && depth > 0) depth -= 1;
    if (depth > deepest) throw invalid("edition.file_unreadable", { values: { line, what: tooDeep } });
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

function yamlOf(text: string): { data: unknown; lineOf(path: string): number | undefined } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, version: "1.2" });
  const [broken] = document.errors;
  if (broken)
    throw invalid("edition.file_unreadable", {
      values: {
        line: lines.linePos(broken.pos[0]).line,
        what: broken.message.startsWith("Maximum call stack")
          ? tooDeep
          : (broken.message.split("\n")[0] ?? ""),
      },
    });
  return {
    data: plainOf(document),
    lineOf: (path) => {
      const at = offsetOf(document.contents, path === "" ? [] : path.split("."));
      return at === undefined ? undefined : lines.linePos(at).line;
    },
  };
}

/** Where a path begins in the file; lists are walked by the ids of their entries, and an id may have dots in it. */
function offsetOf(node: unknown, steps: readonly string[]): number | undefined {
  const here = isNode(node) ? node.range?.[0] : undefined;
  for (let taken = steps.length; taken > 0; taken -= 1) {
    const next = stepInto(node, steps.slice(0, taken).join("."));
    if (next !== undefined) return offsetOf(next, steps.slice(taken)) ?? here;
  }
  return here;
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
  } catch (error) {
    throw invalid("edition.file_unreadable", {
      values: { line: 1, what: error instanceof Error ? error.message : "" },
    });
  }
}

function named(data: unknown, edition: string | undefined): unknown {
  if (edition === undefined || typeof data !== "object" || data === null) return data;
  const standard = "standard" in data && typeof data.standard === "object" ? data.standard : {};
  return { ...data, standard: { ...standard, edition } };
}
