// Adopted mapping collections: reading them, and withdrawing one.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { withContent } from "#core/files/content.ts";
import { fileStore } from "#core/files/store.ts";
import { assertWholeGroup, mayAdopt } from "./adopting.ts";
import type { mappings } from "./contract.ts";
import * as queries from "./queries.ts";
import { nameOf, type NamedSpace, namedSpaces } from "./spaces.ts";

type In<K extends keyof typeof mappings> = Input<(typeof mappings)[K]>;
type Out<K extends keyof typeof mappings> = Promise<Output<(typeof mappings)[K]>>;

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

export async function collectionOf(ctx: Ctx, id: string): Promise<queries.CollectionRecord> {
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
