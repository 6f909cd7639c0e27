// Whether the catalogue that an import was resolved against is the one that the profile speaks of. Pure.
import { isObject, type Obj, textOf } from "#core/oscal/read.ts";

type Named = { names: readonly string[]; uuids: readonly string[] };

const metadataOf = (one: Obj): Obj => (isObject(one["metadata"]) ? one["metadata"] : {});
/** "5.2.0", never the "v1.3.0" of a repository's folder: of an address only the name of the file is looked at. */
const versionsIn = (text: string): string[] => text.match(/(?<![\d.-])\d+(?:\.\d+){1,3}(?![\d.-])/g) ?? [];
/** Numbers that publications are known by: 800-53, 27001. A year is none. */
const publicationsIn = (text: string): string[] =>
  (text.match(/(?<![\d.]|\d-)(?:\d{3,4}-\d{1,3}|\d{5})(?![\d.-]*\d)/g) ?? []).filter(
    (one) => !/^20\d\d-/.test(one),
  );
const saidIn = (name: string): string => {
  const file = /^[^\s]*[/\\.][^\s]*$/.test(name) ? (name.split(/[/\\]/).at(-1) ?? name) : name;
  return file.replace(/\.(?:json|xml|ya?ml)$/i, "").replaceAll("_", " ");
};

/**
 * What the profile names and what was taken, where they are not the same: another document by its uuid or the number of
 * its publication, or another version of it. A profile of NIST carries the release of its catalogue as its own version;
 * that of a house has a count of its own, which says nothing of the catalogue.
 */
export function otherThan(profile: Obj, wanted: Named | undefined, source: Obj): string | null {
  if (!wanted) return null;
  const of = metadataOf(source);
  const [title, version] = [textOf(of["title"]) ?? "–", textOf(of["version"]) ?? "–"];
  const taken = `${title.slice(0, 60)}${title.length > 60 ? "…" : ""} (${version.slice(0, 20)})`;
  const names = wanted.names.map(saidIn);
  const differs = (said: string) => `${said.slice(0, 30)} → ${taken}`;
  const own = textOf(source["uuid"])?.toLowerCase();
  const [uuid] = wanted.uuids;
  const isReferred = wanted.names.some(
    (name) => name.replace(/^(?:#|urn:uuid:)/i, "").toLowerCase() !== uuid,
  );
  if (uuid !== undefined && !isReferred && own !== undefined && own !== uuid) return differs(`#${uuid}`);

  const meta = metadataOf(profile);
  const profileTitle = textOf(meta["title"]) ?? "";
  const publications = names.flatMap(publicationsIn);
  const known = publicationsIn(title);
  if (publications.length > 0 && known.length > 0 && !publications.some((one) => known.includes(one)))
    return differs(publications[0] ?? "");

  const isOfIt = publicationsIn(profileTitle).some((one) => known.includes(one));
  const release = textOf(meta["version"]);
  const versions = names.flatMap(versionsIn);
  if (versions.length === 0 && isOfIt)
    versions.push(...versionsIn(profileTitle), ...(release === null ? [] : versionsIn(release)));
  const [first] = versions;
  // CSF 2.0 came out as release 1.2.0 of its catalogue: what the title says counts as well.
  const there = versionsIn(version);
  if (first === undefined || there.length === 0) return null;
  if ([...there, ...versionsIn(title)].some((one) => versions.includes(one))) return null;
  return differs(first);
}
