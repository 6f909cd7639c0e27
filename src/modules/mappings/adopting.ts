// A mapping that comes in: read, looked at pair by pair, adopted or left. Nothing is kept of what is only looked at.
import { buffer } from "node:stream/consumers";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, forbidden, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { fileStore } from "#core/files/store.ts";
import { oscalProblems } from "#core/oscal/check.ts";
import { isObject } from "#core/oscal/read.ts";
import { setIdOf } from "#modules/catalogues/known.ts";
import { parseDocument } from "#modules/catalogues/oscal/json.ts";
import type { Recognised } from "#modules/imports/recognise.ts";
import { remember, remembered } from "#modules/imports/remembering.ts";
import type { Space } from "./chains.ts";
import { type mappings, permissions } from "./contract.ts";
import type { GivenMapping, Resource } from "./given.ts";
import { match, type Matched } from "./matching.ts";
import { type Provenance, readCollection } from "./oscal/read.ts";
import * as queries from "./queries.ts";
import { mappingColumns, pairsOfSheet, readSheet, recognisedShown } from "./sheet/read.ts";
import { readStamp, stampColumns, stampSheet } from "./sheet/stamp.ts";
import { namedSpaces } from "./spaces.ts";

type In<K extends keyof typeof mappings> = Input<(typeof mappings)[K]>;
type Out<K extends keyof typeof mappings> = Promise<Output<(typeof mappings)[K]>>;

const mostRows = 20_000;
const linesShown = 300;
const source = { kind: "mapping", companyId: null };

export const mayAdopt = (ctx: Ctx) => ctx.permission === permissions.adopt && ctx.reach === "group";

export function assertWholeGroup(ctx: Ctx): void {
  if (!mayAdopt(ctx)) throw forbidden("standard.needs_whole_group");
}

type Document = {
  file: { id: string; name: string; sha256: Buffer };
  format: "oscal" | "sheet";
  title: string;
  version: string;
  provenance: Provenance;
  recognised: Recognised | null;
  mappings: GivenMapping[];
  /** Places that do not follow the published schema. */
  departures: string[];
};

const unknownProvenance: Provenance = {
  method: null,
  rationale: null,
  status: null,
  description: null,
  parties: [],
};

async function readDocument(
  ctx: Ctx,
  { fileId, sheet }: Pick<In<"previewMapping">, "fileId" | "sheet">,
): Promise<Document> {
  const file = found(await queries.fileOf(ctx.db, fileId), "file");
  const bytes = await buffer(await fileStore().read(file.sha256));
  return isJson(file.name, bytes) ? ofOscal(file, bytes) : ofSheet(ctx, file, bytes, sheet ?? {});
}

/** By what stands in it; a mark of the byte order and white space may stand before. */
const isJson = (name: string, bytes: Buffer) =>
  /\.json$/i.test(name) || /^\uFEFF?\s*\{/.test(bytes.subarray(0, 200).toString("utf8"));

type File = Document["file"];

async function ofOscal(file: File, bytes: Buffer): Promise<Document> {
  const json = parseDocument(bytes);
  if (isObject(json["catalog"]) || isObject(json["profile"])) throw invalid("mapping.is_catalogue");
  const collection = readCollection(json);
  if (!collection || collection.mappings.length === 0 || collection.mappings.length > 20)
    throw invalid("mapping.not_a_mapping");
  const { title, version, provenance, mappings } = collection;
  return {
    file,
    format: "oscal",
    title: title || file.name,
    version,
    provenance,
    recognised: null,
    mappings,
    departures: oscalProblems("mapping-collection", json["mapping-collection"]),
  };
}

async function ofSheet(
  ctx: Ctx,
  file: File,
  bytes: Buffer,
  choices: NonNullable<In<"previewMapping">["sheet"]>,
): Promise<Document> {
  const table = await readSheet(bytes, mappingColumns, mostRows, choices, (labels) =>
    remembered(ctx, source, labels),
  );
  const pairs = await pairsOfSheet(table);
  const ends = await stampedEnds(bytes, table.recognised);
  return {
    file,
    format: "sheet",
    title: file.name.replace(/\.[^.]*$/, ""),
    version: "",
    provenance: unknownProvenance,
    recognised: table.recognised,
    mappings: [{ ...ends, pairs, sourceGaps: [], targetGaps: [] }],
    departures: [],
  };
}

/** What the product's own sheet knows of its two ends; nothing of another one's. */
async function stampedEnds(bytes: Buffer, { sheets }: Recognised): Promise<ReturnType<typeof readStamp>> {
  const sheet = sheets.findIndex((one) => one.name === stampSheet && one.isHidden);
  if (sheet === -1) return { source: null, target: null };
  const { recognised } = await readSheet(
    bytes,
    stampColumns,
    mostRows,
    { sheet, headingRow: 1 },
    async () => null,
  );
  return readStamp(recognised.labels, recognised.samples);
}

type Part = { given: GivenMapping; source: Space | null; target: Space | null; matched: Matched | null };

async function partsOf(ctx: Ctx, document: Document, ends: In<"previewMapping">["ends"]): Promise<Part[]> {
  const all = await namedSpaces(ctx);
  const editions = await queries.spaces(ctx.db);
  const known = new Set(all.map((one) => one.space));
  const items = new Map<Space, string[]>();
  const itemsOf = async (space: Space) => {
    const kept = items.get(space) ?? (await queries.itemsOf(ctx, space)).map((item) => item.id);
    items.set(space, kept);
    return kept;
  };
  const parts: Part[] = [];
  for (const [at, given] of document.mappings.entries()) {
    const guess = (resource: Resource | null) => spaceOf(resource, known, editions);
    const chosen = ends?.[at];
    const from = chosen ? knownOr(chosen.source, known) : guess(given.source);
    const to = chosen ? knownOr(chosen.target, known) : guess(given.target);
    const matched = from && to ? match(given, await itemsOf(from), await itemsOf(to)) : null;
    parts.push({ given, source: from, target: to, matched });
  }
  return parts;
}

const knownOr = (space: Space | null, known: ReadonlySet<Space>) =>
  space && known.has(space) ? space : null;

/** What a document itself says of its end; else what its name sounds like. */
function spaceOf(
  resource: Resource | null,
  known: ReadonlySet<Space>,
  all: readonly queries.SpaceRow[],
): Space | null {
  if (!resource) return null;
  const { edition } = resource;
  if (edition)
    return all.find((one) => one.code === edition.standard && one.edition === edition.edition)?.space ?? null;
  const words = resource.name
    .replaceAll(/[_/]+|\.json$/g, " ")
    .replace(/\brev ?(\d)/i, "Rev $1")
    .replace(/\bSP-/i, "SP ");
  const title = words.replace(/\bCSF v?2\.0\b/i, "Cybersecurity Framework 2.0");
  const named = resource.setId ?? setIdOf({ framework: null, title, version: "" });
  return knownOr(`set:${named}`, known);
}

export async function previewMapping(ctx: Ctx, input: In<"previewMapping">): Out<"previewMapping"> {
  assertWholeGroup(ctx);
  const document = await readDocument(ctx, input);
  const parts = await partsOf(ctx, document, input.ends);
  const lines = parts.flatMap((part, at) =>
    linesOf(part)
      .filter((line) => input.show !== "left" || line.verdict !== "taken")
      .map((line) => lineShown(at, line)),
  );
  return {
    fileName: document.file.name,
    format: document.format,
    title: document.title.slice(0, 300),
    version: document.version,
    provenance: document.provenance,
    recognised: document.recognised && recognisedShown(document.recognised),
    parts: parts.map((part, at) => shown(part, at === 0 ? document.departures : [])),
    lines: lines.slice(0, linesShown),
    moreLines: Math.max(0, lines.length - linesShown),
    spaces: await namedSpaces(ctx),
    adoptedId: await queries.adoptedWith(ctx.db, document.file.sha256),
  };
}

const lineShown = (part: number, line: Matched["lines"][number]) => ({
  part,
  place: line.place,
  source: line.source,
  target: line.target,
  word: line.word,
  relation: line.relation,
  confidence: line.confidence,
  remark: line.remark,
  verdict: line.verdict,
  sourceId: line.sourceId,
  targetId: line.targetId,
});

/** Before both ends are known nothing can be said of a line but what stands in it. */
const linesOf = ({ matched, given }: Part): Matched["lines"] =>
  matched?.lines ??
  given.pairs.map((pair) => ({
    ...pair,
    verdict: pair.relation === null ? "relation_unknown" : "source_missing",
    sourceId: null,
    targetId: null,
  }));

const shown = ({ given, source: from, target: to, matched }: Part, places: readonly string[]) => ({
  sourceName: given.source?.name ?? "",
  targetName: given.target?.name ?? "",
  source: from,
  target: to,
  given: given.pairs.length,
  taken: matched?.links.length ?? 0,
  problems: withDepartures(matched, places),
  sourceUntouched: matched?.sourceUntouched ?? 0,
  targetUntouched: matched?.targetUntouched ?? 0,
});

const withDepartures = (matched: Matched | null, places: readonly string[]) => [
  ...(places.length > 0
    ? [
        {
          kind: "schema" as const,
          count: places.length,
          examples: places.slice(0, 12).map((place) => place.slice(0, 120)),
        },
      ]
    : []),
  ...(matched?.problems ?? []),
];

export async function adoptMapping(ctx: Ctx, input: In<"adoptMapping">): Out<"adoptMapping"> {
  assertWholeGroup(ctx);
  const document = await readDocument(ctx, input);
  const same = await queries.adoptedWith(ctx.db, document.file.sha256);
  if (same) throw conflict("mapping_collections_same_file");
  const parts = (await partsOf(ctx, document, input.ends)).map((part, at) => {
    const { source: from, target: to, matched } = part;
    if (!from || !to || !matched || from === to) throw invalid("mapping.ends_missing");
    const problems = withDepartures(matched, at === 0 ? document.departures : []);
    const { sourceGaps, targetGaps, links } = matched;
    return {
      source: from,
      target: to,
      links,
      report: { given: part.given.pairs.length, problems, sourceGaps, targetGaps },
    };
  });
  const links = parts.reduce((sum, part) => sum + part.links.length, 0);
  if (links === 0) throw invalid("mapping.nothing_to_take");
  const { fileId, title, version, basis } = input;
  const { format, provenance, recognised } = document;
  const { sha256 } = document.file;
  const id = await queries.insertCollection(ctx, {
    fileId,
    sha256,
    format,
    title,
    version,
    provenance,
    basis,
    parts,
  });
  if (recognised)
    await remember(ctx, { ...source, name: document.file.name }, recognised.labels, recognised.mapping);
  const left = parts.reduce((sum, part) => sum + part.report.given, 0) - links;
  await record(ctx, "mapping.adopted", {
    subject: { kind: "mapping", id, companyId: null },
    data: { name: title, links, left, sha256: sha256.toString("hex") },
  });
  return { id, links, left };
}
