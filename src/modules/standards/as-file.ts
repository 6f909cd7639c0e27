// An edition as a file: one YAML document of the schema in docs/reference/edition.schema.json, with everything the edition
// holds, so that what goes out comes in again with the same hash. JSON is YAML too; an OSCAL catalogue that was
// written here (oscal/) is read as well.
import { LineCounter, parseDocument, stringify } from "yaml";
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
  const found = jsonOf(text) ?? yamlOf(text);
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
          .map(({ path, reason }) => (path ? `${path}: ${reason}` : reason))
          .join("\n"),
      },
    });
  return {
    content: normalised(data as EditionContent),
    rules: rules as CarryRule[],
    previousSha256: isOscal(found) ? previousOf(found) : null,
  };
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

function yamlOf(text: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, version: "1.2" });
  const [broken] = document.errors;
  if (broken)
    throw invalid("edition.file_unreadable", {
      values: { line: lines.linePos(broken.pos[0]).line, what: broken.message.split("\n")[0] ?? broken.code },
    });
  return plainOf(document);
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
