// Which catalogues that are here a profile is resolved against.
import { buffer } from "node:stream/consumers";
import { basename } from "node:path/posix";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { fileStore } from "#core/files/store.ts";
import type { Obj } from "#core/oscal/read.ts";
import { isObject, textOf } from "#core/oscal/read.ts";
import { wantedBy, type Wanted } from "./oscal/profile/resolve.ts";
import * as queries from "./queries.ts";
import type { Given } from "./reading/read.ts";

/** A file that begins as a catalogue: large ones are not parsed to find out that they are no profile. */
export const beginsAsCatalogue = (bytes: Buffer): boolean =>
  /^(?:\uFEFF)?\s*\{\s*(?:"\$schema"\s*:\s*"[^"]*"\s*,\s*)?"catalog"\s*:/.test(
    bytes.toString("utf8", 0, 2000),
  );

/**
 * Of each import the catalogue that it names by its uuid, else the one that has most of what it calls: before other
 * profiles, then of the same release, then by name.
 */
export async function sourcesOf(ctx: Ctx, profile: Obj, against?: string): Promise<(string | null)[]> {
  const wanted = wantedBy(profile);
  const all = await queries.candidates(ctx.db, [...new Set(wanted.flatMap((one) => one.ids))]);
  // Brought in again, a profile is not its own source.
  const candidates = all.filter((one) => one.uuid === null || one.uuid !== textOf(profile["uuid"]));
  if (against !== undefined) {
    found(
      candidates.find((one) => one.id === against),
      "catalogue",
    );
    return wanted.map(() => against);
  }
  const version = isObject(profile["metadata"]) ? textOf(profile["metadata"]["version"]) : null;
  const sources = wanted.map((one) => best(one, candidates, version));
  if (sources.every((source) => source === null))
    throw conflict("catalogue.profile_without_source", {
      values: {
        wanted:
          wanted
            .flatMap((one) => one.names.slice(0, 1))
            .join(", ")
            .slice(0, 300) || "–",
      },
    });
  return sources;
}

/** The name of a file without the form it has there: the same catalogue lies beside it as XML, YAML and JSON. */
function stem(name: string): string {
  const [path = ""] = name.split(/[?#]/);
  return basename(decoded(path))
    .replace(/(?:\.oscal)?\.(?:json|xml|ya?ml)$/i, "")
    .replace(/[-_]min$/, "")
    .toLowerCase();
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function best(
  wanted: Wanted,
  candidates: readonly queries.Candidate[],
  version: string | null,
): string | null {
  const names = new Set(wanted.names.map(stem));
  const called = new Set(wanted.ids.map((id) => id.toLowerCase()));
  const rated = candidates.map((one) => ({
    id: one.id,
    ids: one.ids.filter((id) => called.has(id.toLowerCase())).length,
    isMeant: one.uuid !== null && wanted.uuids.includes(one.uuid.toLowerCase()),
    isProfile: one.isProfile,
    isRelease: one.version === version,
    isNamed: names.has(stem(one.fileName)) || wanted.names.some((name) => name === one.title),
  }));
  return (
    rated
      .filter((one) => one.ids > 0 || one.isNamed || one.isMeant)
      .sort(
        (a, b) =>
          Number(b.isMeant) - Number(a.isMeant) ||
          b.ids - a.ids ||
          Number(a.isProfile) - Number(b.isProfile) ||
          Number(b.isRelease) - Number(a.isRelease) ||
          Number(b.isNamed) - Number(a.isNamed),
      )[0]?.id ?? null
  );
}

const deepest = 5;

/** The bytes of a catalogue, of a profile with those of its sources. */
export async function givenOf(ctx: Ctx, one: queries.CatalogueRecord, depth = 0): Promise<Given> {
  if (depth > deepest) throw conflict("catalogue.profile_too_deep");
  const file = found(await queries.fileOf(ctx.db, one.fileId), "file");
  return given(ctx, await buffer(await fileStore().read(file.sha256)), one.resolvedFrom, depth);
}

/** @param sources null for a catalogue; for a profile what `sourcesOf` found. */
export async function given(
  ctx: Ctx,
  bytes: Buffer,
  sources: readonly (string | null)[] | null,
  depth = 0,
): Promise<Given> {
  if (sources === null) return { bytes, sources: null };
  const known = new Map<string, Given>();
  for (const id of new Set(sources.filter((source) => source !== null)))
    known.set(id, await givenOf(ctx, found(await queries.sourceById(ctx.db, id), "catalogue"), depth + 1));
  return { bytes, sources: sources.map((source) => (source === null ? null : (known.get(source) ?? null))) };
}
