// Adopted mapping collections: reading them, withdrawing one, and what goes out again.
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { type SheetColumn, writeXlsx } from "#core/exports/xlsx.ts";
import { withContent } from "#core/files/content.ts";
import { oscalBytes } from "#core/oscal/check.ts";
import { fileStore } from "#core/files/store.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { textIn } from "#modules/standards/edition.ts";
import { editionOf } from "#modules/standards/service.ts";
import { assertWholeGroup, mayAdopt } from "./adopting.ts";
import type { mappings } from "./contract.ts";
import { type End, type OutCollection, writeCollection } from "./oscal/write.ts";
import * as queries from "./queries.ts";
import { nameOf, type NamedSpace, namedSpaces } from "./spaces.ts";

type In<K extends keyof typeof mappings> = Input<(typeof mappings)[K]>;
type Out<K extends keyof typeof mappings> = Promise<Output<(typeof mappings)[K]>>;

const say = loadTexts([
  fileURLToPath(new URL("../../core/text", import.meta.url)),
  fileURLToPath(new URL(".", import.meta.url)),
]);
const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export async function listMappings(ctx: Ctx): Out<"listMappings"> {
  const all = await namedSpaces(ctx);
  const records = await queries.collectionsOf(ctx);
  const ids = records.map((one) => one.id);
  const parts = Map.groupBy(await queries.mappingsOf(ctx.db, ids), (one) => one.collectionId);
  return {
    rows: records.map((one) => rowOf(one, parts.get(one.id) ?? [], all)),
    spaces: all,
    can: { adopt: mayAdopt(ctx) },
  };
}

function rowOf(
  one: queries.CollectionRecord,
  parts: readonly queries.MappingRecord[],
  all: readonly NamedSpace[],
) {
  return {
    id: one.id,
    title: one.title,
    version: one.version,
    format: one.format,
    state: one.state,
    ends: parts.map((part) => ({ source: nameOf(all, part.source), target: nameOf(all, part.target) })),
    links: parts.reduce((sum, part) => sum + part.links, 0),
    adoptedAt: one.adoptedAt,
    adoptedBy: one.adoptedBy,
  };
}

async function collectionOf(ctx: Ctx, id: string): Promise<queries.CollectionRecord> {
  return found((await queries.collectionsOf(ctx, id))[0], "mapping");
}

export async function getMapping(ctx: Ctx, { id }: In<"getMapping">): Out<"getMapping"> {
  const one = await collectionOf(ctx, id);
  const [parts, all] = [await queries.mappingsOf(ctx.db, [id]), await namedSpaces(ctx)];
  const reports = await queries.reportsOf(ctx.db, id);
  return {
    ...rowOf(one, parts, all),
    provenance: one.provenance,
    basis: one.basis,
    withdrawnAt: one.withdrawnAt,
    withdrawnBy: one.withdrawnBy,
    withdrawnReason: one.withdrawnReason,
    sha256: one.sha256.toString("hex"),
    parts: parts.map((part) => ({
      id: part.id,
      source: nameOf(all, part.source),
      target: nameOf(all, part.target),
      links: part.links,
      given: reports.get(part.id)?.given ?? 0,
      problems: reports.get(part.id)?.problems ?? [],
      relations: part.relations,
    })),
    rowVersion: one.rowVersion,
    can: { adopt: mayAdopt(ctx) },
  };
}

export async function listMappingLinks(
  ctx: Ctx,
  { id, after, limit = 100, search }: In<"listMappingLinks">,
): Out<"listMappingLinks"> {
  await collectionOf(ctx, id);
  const [mapping, position] = after === undefined ? [-1, -1] : after.split(" ").map(Number);
  if (!Number.isSafeInteger(mapping) || !Number.isSafeInteger(position)) throw invalid("cursor.unreadable");
  const words = search?.trim() === "" ? undefined : search?.trim();
  const rows = await queries.pageOfLinks(
    ctx,
    id,
    { after: [mapping ?? -1, position ?? -1], search: words },
    limit,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > limit && last ? `${last.mapping} ${last.position}` : null };
}

export async function withdrawMapping(
  ctx: Ctx,
  { id, reason, rowVersion }: In<"withdrawMapping">,
): Out<"withdrawMapping"> {
  assertWholeGroup(ctx);
  const one = await collectionOf(ctx, id);
  if (!(await queries.withdraw(ctx, id, reason, rowVersion)))
    throw lostRace("mapping", { rowVersion }, { rowVersion: one.rowVersion });
  await record(ctx, "mapping.withdrawn", {
    subject: { kind: "mapping", id, companyId: null },
    data: { name: one.title },
    personal: { reason },
  });
  return { id };
}

export async function downloadMapping(ctx: Ctx, { id }: In<"downloadMapping">): Out<"downloadMapping"> {
  const one = await collectionOf(ctx, id);
  const file = found(await queries.fileOf(ctx.db, one.fileId), "file");
  return withContent(
    { id },
    {
      name: file.name,
      mediaType: one.format === "oscal" ? "application/json" : "application/octet-stream",
      sizeBytes: file.sizeBytes,
      open: () => fileStore().read(file.sha256),
    },
  );
}

type Row = {
  sourceId: string;
  sourceTitle: string | null;
  relation: queries.LinkRow["relation"];
  targetId: string;
  targetTitle: string | null;
  confidence: number | null;
  remark: string | null;
};

const everything = 100_000;

export async function exportMapping(ctx: Ctx, { id, format }: In<"exportMapping">): Out<"exportMapping"> {
  const one = await collectionOf(ctx, id);
  const rows = await queries.pageOfLinks(ctx, id, { after: [-1, -1] }, everything);
  if (format !== "oscal") return sheetOf(ctx, one.title, format, rows);
  const [parts, all] = [await queries.mappingsOf(ctx.db, [id]), await queries.spaces(ctx.db)];
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

const outLink = (row: Row) => ({
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

/** Columns that are read again as they stand, with the titles beside the ids for whoever judges them. */
function sheetOf({ language }: Ctx, title: string, format: "csv" | "xlsx", rows: readonly Row[]) {
  const t = (key: string) => say(language, key);
  const columns: SheetColumn<Row>[] = [
    { label: t("mapping.column.source"), value: (row) => row.sourceId },
    { label: t("mapping.column.sourceTitle"), value: (row) => row.sourceTitle },
    { label: t("mapping.column.relation"), value: (row) => t(`mapping.word.${row.relation}`) },
    { label: t("mapping.column.target"), value: (row) => row.targetId },
    { label: t("mapping.column.targetTitle"), value: (row) => row.targetTitle },
    { label: t("mapping.column.confidence"), value: ({ confidence: n }) => (n === null ? null : `${n}%`) },
    { label: t("mapping.column.remark"), value: (row) => row.remark },
  ];
  return withContent(
    { links: rows.length },
    {
      name: `${title}.${format}`,
      mediaType: format === "xlsx" ? xlsxType : "text/csv; charset=utf-8",
      open: () =>
        Readable.from(format === "xlsx" ? writeXlsx(title, columns, rows) : writeCsv(columns, rows)),
    },
  );
}

/**
 * What a control refers to as relations. A reference says "helps to meet", so it goes out as intersects-with: whoever
 * knows more fills in the sheet and brings it back as a mapping.
 */
export async function exportReferences(
  ctx: Ctx,
  { id, format, setId }: In<"exportReferences">,
): Out<"exportReferences"> {
  const { record: edition, content } = found(await editionOf(ctx.db, id), "edition");
  if (edition.state !== "published" && edition.state !== "retired") found(undefined, "edition");
  const sets = content.referenceSets.filter((set) => setId === undefined || set.id === setId);
  const all = await queries.spaces(ctx.db);
  const parts = [];
  for (const set of sets) {
    const items = new Map((await queries.itemsOf(ctx, `set:${set.id}`)).map((item) => [item.id, item]));
    const rows = content.controls.flatMap((control) =>
      (control.references[set.id] ?? []).map((itemId) => ({
        sourceId: control.id,
        sourceTitle: control.title[ctx.language] ?? control.title.en ?? null,
        relation: "intersects" as const,
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
        "References of controls to items that they help to meet; none of them says that it is enough.",
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
