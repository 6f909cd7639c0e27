// Lent to later modules.
// Catalogues that the product refers to by an id of its own, found again by what a document calls itself.
import { referenceItems } from "#modules/standards/references.ts";
import type { Catalog } from "./oscal/catalog.ts";

const csf = "nist_csf_2_0";
const isCsf = (title: string) => /Cybersecurity Framework(?: \(CSF\))? 2\.0/i.test(title);

/** The reference set that a document most likely is: one that the standards know, else a name made of its title. */
export function setIdOf({
  framework,
  title,
  version,
}: Pick<Catalog, "framework" | "title" | "version">): string {
  if (framework === "CSF_2_0_0" || isCsf(title)) return csf;
  const nist = /\b(?:Special Publication|SP) (800-\d+\w?)\b[^]*?\bRev(?:ision)?\.? ?(\d+)/i.exec(title);
  if (nist) return `nist_${nist[1]?.replace("-", "_").toLowerCase()}_r${nist[2]}`;
  const made = `${title} ${version}`
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_|_$/g, "");
  return /^[a-z0-9]/.test(made) ? made.slice(0, 40).replace(/_$/, "") : "catalogue";
}

/** A profile is another set than the catalogue it chooses from: taking it over must not thin that one out. */
export function profileSetIdOf(of: Pick<Catalog, "framework" | "title" | "version">): string {
  const base = setIdOf(of);
  const level = /\b(low|moderate|high|privacy)\b/i.exec(of.title)?.[1]?.toLowerCase() ?? "profile";
  return base.includes(level) ? base : `${base.slice(0, 39 - level.length)}_${level}`;
}

/**
 * The functions of CSF as those of the built-in standard: it has none of its own for Identify, whose registers, analyses
 * of risk and improvement are what it calls govern. A catalogue that is built otherwise leaves the function open.
 */
export function functionsOf(of: Pick<Catalog, "framework" | "title" | "version">): Record<string, string> {
  if (setIdOf(of) !== csf) return {};
  return { GV: "govern", ID: "govern", PR: "prevent", DE: "detect", RS: "respond", RC: "recover" };
}

/** The release that people speak of: of CSF 2.0 as document 1.2.0 it is 2.0, which the document says of the framework. */
export function editionOf({
  framework,
  title,
  version,
}: Pick<Catalog, "framework" | "title" | "version">): string {
  const said =
    /_(\d+)_(\d+)(?:_0)?$/
      .exec(framework ?? "")
      ?.slice(1)
      .join(".") ?? (isCsf(title) ? "2.0" : version);
  const fit = said
    .replaceAll(/[^A-Za-z0-9_.()-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 40);
  return fit || "1";
}

/** How a standard is called beside its edition: without the edition again, and without what only the file is. */
export function nameOf(title: string, edition: string): string {
  const plain = title.replace(/^Electronic (?:\(OSCAL\) )?Version of (?:the )?/i, "").trim();
  const bare =
    edition !== "" && plain.endsWith(` ${edition}`)
      ? plain.slice(0, -edition.length).replace(/[\s,(–-]+$|\b(?:version|v\.?)\s*$/gi, "")
      : plain;
  return (bare.trim() || title).slice(0, 300);
}

/** Ids that are in force where the product's own list is complete. */
export const inForceOf = (setId: string): string[] | null =>
  setId === csf ? (referenceItems[csf] ?? []).map((item) => item.id) : null;

/** How people call the standard that is made of it. */
export function codeOf(setId: string): string {
  if (setId === csf) return "NIST-CSF";
  return setId
    .replace(/_\d+_\d+$/, "")
    .replaceAll("_", "-")
    .toUpperCase()
    .slice(0, 40);
}
