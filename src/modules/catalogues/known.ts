// Lent to later modules.
// Catalogues that the product refers to by an id of its own, found again by what a document calls itself.
import { referenceItems } from "#modules/standards/references.ts";
import type { Catalog } from "./oscal/catalog.ts";

const csf = "nist_csf_2_0";

/** The reference set that a document most likely is: one that the standards know, else a name made of its title. */
export function setIdOf({
  framework,
  title,
  version,
}: Pick<Catalog, "framework" | "title" | "version">): string {
  if (framework === "CSF_2_0_0" || /Cybersecurity Framework(?: \(CSF\))? 2\.0/i.test(title)) return csf;
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
