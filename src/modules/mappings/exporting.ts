// What goes out of mappings: an adopted one, and the references of an edition for whoever judges them.
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { invalid } from "#core/errors.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { withContent } from "#core/files/content.ts";
import { oscalBytes } from "#core/oscal/check.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { textIn } from "#modules/standards/edition.ts";
import { editionOf } from "#modules/standards/service.ts";
import { collectionOf } from "./collections.ts";
import type { mappings } from "./contract.ts";
import { type End, type OutCollection, writeCollection } from "./oscal/write.ts";
import * as queries from "./queries.ts";
import { referencesOf } from "./references.ts";
import type { JudgedPair } from "./rules.ts";
import { columnsOf, type Ends, writeJudged } from "./sheet/write.ts";

type In<K extends keyof typeof mappings> = Input<(typeof mappings)[K]>;
type Out<K extends keyof typeof mappings> = Promise<Output<(typeof mappings)[K]>>;

const say = loadTexts([
  fileURLToPath(new URL("../../core/text", import.meta.url)),
  fileURLToPath(new URL(".", import.meta.url)),
]);
const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const everything = 100_000;

export async function exportMapping(ctx: Ctx, { id, format }: In<"exportMapping">): Out<"exportMapping"> {
  const one = await collectionOf(ctx, id);
  const rows = await queries.pageOfLinks(ctx, id, { after: [-1, -1] }, everything);
  const [parts, all] = [await queries.mappingsOf(ctx.db, [id]), await queries.spaces(ctx.db)];
  if (format !== "oscal") {
    const [only] = parts.length === 1 ? parts : [];
    const ends = only ? { source: endOf(all, only.source), target: endOf(all, only.target) } : null;
    return sheetOf(ctx, one.title, format, rows, ends);
  }
  const reports = await queries.reportsOf(ctx.db, id);
  const { method, rationale, status, description } = one.provenance;
  return oscalOf({
    id,
    title: one.title,
    version: one.version,
    modifiedAt: one.adoptedAt,
    provenance: {
      method: method ?? "human",
      rationale: rationale ?? "semantic",
      status: status ?? "complete",
      description: description ?? one.basis,
    },
    party: one.adoptedBy,
    mappings: parts.map((part) => ({
      id: part.id,
      source: endOf(all, part.source),
      target: endOf(all, part.target),
      links: rows.filter((row) => row.mapping === part.position).map(outLink),
      sourceGaps: reports.get(part.id)?.sourceGaps ?? [],
      targetGaps: reports.get(part.id)?.targetGaps ?? [],
    })),
  });
}

const outLink = (row: JudgedPair) => ({
  source: row.sourceId,
  target: row.targetId,
  relation: row.relation,
  confidence: row.confidence,
  remark: row.remark,
});

function endOf(all: readonly queries.SpaceRow[], space: string): End {
  const one = all.find((each) => each.space === space);
  const title = one ? (one.names.en ?? Object.values(one.names)[0] ?? space) : space;
  if (one?.code && one.edition)
    return { title: `${title} ${one.edition}`, standard: one.code, edition: one.edition };
  return { title, setId: space.slice("set:".length) };
}

function oscalOf(collection: OutCollection) {
  const content = oscalBytes("mapping-collection", writeCollection(collection));
  const links = collection.mappings.reduce((sum, one) => sum + one.links.length, 0);
  return withContent(
    { links },
    {
      name: `${collection.title}.json`,
      mediaType: "application/json",
      open: () => Readable.from(content),
    },
  );
}

/** What is judged in Excel names its relations as the screens do; as CSV it goes to other tools, by the words of OSCAL. */
function sheetOf(
  ctx: Ctx,
  title: string,
  format: "csv" | "xlsx",
  rows: readonly JudgedPair[],
  ends: Ends | null,
) {
  const t = (key: string) => say(ctx.language, key);
  return withContent(
    { links: rows.length },
    {
      name: `${title}.${format}`,
      mediaType: format === "xlsx" ? xlsxType : "text/csv; charset=utf-8",
      open: async () =>
        Readable.from(
          format === "csv"
            ? writeCsv(columnsOf(t, "mapping.word"), rows)
            : [await writeJudged({ t, title, rows, ends })],
        ),
    },
  );
}

/**
 * What a control refers to as relations. A reference says "helps to meet", so it goes out as intersects-with, and as
 * equal-to where the control asks it in the item's own words: whoever knows more fills in the sheet and brings it back as
 * a mapping.
 */
export async function exportReferences(
  ctx: Ctx,
  { id, format, setId }: In<"exportReferences">,
): Out<"exportReferences"> {
  const { record: edition, content } = found(await editionOf(ctx.db, id), "edition");
  if (edition.state !== "published" && edition.state !== "retired") found(undefined, "edition");
  const sets = content.referenceSets.filter((set) => setId === undefined || set.id === setId);
  const all = await queries.spaces(ctx.db);
  const referring = new Map(
    (await referencesOf(ctx.db, id)).map(({ controlId, references }) => [controlId, references]),
  );
  const parts = [];
  for (const set of sets) {
    const items = new Map((await queries.itemsOf(ctx, `set:${set.id}`)).map((item) => [item.id, item]));
    const rows = content.controls.flatMap((control) =>
      (referring.get(control.id) ?? [])
        .filter(([ofSet]) => ofSet === set.id)
        .map(([, itemId, relation]) => ({
          sourceId: control.id,
          sourceTitle: control.title[ctx.language] ?? control.title.en ?? null,
          relation,
          targetId: itemId,
          targetTitle: items.get(itemId)?.title ?? null,
          confidence: null,
          remark: null,
        })),
    );
    const touched = new Set(rows.map((row) => row.targetId));
    const targetGaps = [...items.keys()].filter((item) => !touched.has(item));
    const without = content.controls.filter((control) => (control.references[set.id] ?? []).length === 0);
    if (rows.length > 0)
      parts.push({ set, rows, targetGaps, sourceGaps: without.map((control) => control.id) });
  }
  if (parts.length === 0) throw invalid("mapping.no_references");
  const title = `${edition.standard} ${edition.edition} ${say(ctx.language, "mapping.references")}`;
  const [only] = setId === undefined ? [] : sets;
  if (format !== "oscal")
    return sheetOf(
      ctx,
      only ? `${title} ${textIn(only.name, ctx.language)}`.slice(0, 200) : title,
      format,
      parts.flatMap((part) => part.rows),
      only ? { source: endOf(all, `edition:${id}`), target: endOf(all, `set:${only.id}`) } : null,
    );
  return oscalOf({
    id,
    title,
    version: edition.edition,
    modifiedAt: edition.publishedAt ?? new Date(0).toISOString(),
    provenance: {
      method: "human",
      rationale: "semantic",
      status: "complete",
      description:
        "References of controls to items that they help to meet; none of them says that it is enough, but those that ask an item in its own words (equal-to).",
    },
    party: null,
    mappings: parts.map((part) => ({
      id: `${id} ${part.set.id}`,
      source: endOf(all, `edition:${id}`),
      target: endOf(all, `set:${part.set.id}`),
      links: part.rows.map(outLink),
      sourceGaps: part.sourceGaps,
      targetGaps: part.targetGaps,
    })),
  });
}
