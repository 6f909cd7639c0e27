// Ways as readers follow them: each hop with its set, how sure, and the mapping that says so. From controls to any set.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { notFound } from "#core/errors.ts";
import { editionOf } from "#modules/standards/service.ts";
import { textIn } from "#modules/standards/edition.ts";
import { groupOf } from "#modules/standards/references.ts";
import type { Space, Way } from "./chains.ts";
import type { mappings } from "./contract.ts";
import { type EditionNet, evidenceOf, firstSpace, netFor } from "./net.ts";
import * as queries from "./queries.ts";
import { pageOf } from "./reading/paging.ts";
import { type ReachKind, reachKinds, reachOf, strength } from "./rules.ts";
import { nameOf, namedSpaces } from "./spaces.ts";

type In<K extends keyof typeof mappings> = Input<(typeof mappings)[K]>;
type Out<K extends keyof typeof mappings> = Promise<Output<(typeof mappings)[K]>>;

/** Each way with the names of its sets and mappings, in two statements for any number of them. */
export async function waysShown(ctx: Ctx, ways: readonly { from: string; way: Way }[]) {
  const ids = [...new Set(ways.flatMap(({ way }) => way.hops.flatMap((hop) => hop.mappingId ?? [])))];
  const { rows } = await sql<{ id: string; collectionId: string; title: string }>`
    select m.id, c.id as collection_id, c.title from mappings m join mapping_collections c on c.id = m.collection_id
    where m.id = any (${ids}::uuid[])`.execute(ctx.db);
  const of = new Map(rows.map((row) => [row.id, row]));
  const names = ways.length > 0 ? await namedSpaces(ctx) : [];
  return ways.map(({ from, way }) => ({
    controlId: from,
    itemId: way.to,
    relation: way.relation,
    weakest: way.weakest,
    hops: way.hops.map((hop) => ({
      space: nameOf(names, hop.to.space),
      item: hop.to.item,
      relation: hop.relation,
      confidence: hop.confidence,
      mapping: of.get(hop.mappingId ?? "")
        ? {
            id: of.get(hop.mappingId ?? "")?.collectionId ?? "",
            title: of.get(hop.mappingId ?? "")?.title ?? "",
          }
        : null,
    })),
  }));
}

/** How far an edition reaches into a set, whatever anybody answered. */
export async function getReach(ctx: Ctx, { id, space }: In<"getReach">): Out<"getReach"> {
  const { edition, net } = await inForce(ctx, id);
  const spaces = (await namedSpaces(ctx)).filter((one) => net.reached.has(one.space));
  const chosen = space ? (spaces.find((one) => one.space === space) ?? null) : firstSpace(spaces, net);
  const items = chosen ? await reachItems(ctx, net, chosen.space) : [];
  const kinds = Map.groupBy(items, (item) => reachOf(item.relation));
  return {
    edition,
    spaces: spaces.slice(0, 400),
    space: chosen,
    items: items.length,
    direct: (kinds.get("covered") ?? []).filter((item) => item.isDirect).length,
    counts: Object.fromEntries(reachKinds.map((kind) => [kind, kinds.get(kind)?.length ?? 0])) as Record<
      ReachKind,
      number
    >,
  };
}

export async function listReachItems(
  ctx: Ctx,
  { id, space, show, ...paging }: In<"listReachItems">,
): Out<"listReachItems"> {
  const items = await reachItems(ctx, (await inForce(ctx, id)).net, space);
  const those = items.filter((item) => show === undefined || reachOf(item.relation) === show);
  return pageOf(those, (item) => item.id, paging);
}

async function inForce(ctx: Ctx, id: string) {
  const { record, content } = found(await editionOf(ctx.db, id), "edition");
  if (record.state !== "published" && record.state !== "retired") throw notFound("edition");
  const { code, edition } = content.standard;
  return { content, edition: `${code} ${edition}`, net: await netFor(ctx, id) };
}

async function reachItems(ctx: Ctx, net: EditionNet, space: Space) {
  const evidence = evidenceOf(net, space);
  return (await queries.itemsOf(ctx, space)).map((item) => {
    const ways = evidence.get(item.id) ?? [];
    return {
      id: item.id,
      title: item.title?.slice(0, 240) ?? null,
      group: item.heading ?? (space.startsWith("set:") ? groupOf(space.slice(4), item.id) : item.id),
      relation: ways[0]?.way.relation ?? null,
      controls: ways.length,
      isDirect: ways.some((one) => one.way.hops.length === 1),
    };
  });
}

/** The ways to an item, or from a control; those that say most first. */
export async function listWays(ctx: Ctx, { id, space, itemId, controlId }: In<"listWays">): Out<"listWays"> {
  const { content, net } = await inForce(ctx, id);
  const evidence = evidenceOf(net, space);
  const those = itemId === undefined ? [...evidence.values()] : [evidence.get(itemId) ?? []];
  const all = those
    .flat()
    .filter((one) => controlId === undefined || one.from.toLowerCase() === controlId.toLowerCase())
    .sort((a, b) => strength[b.way.relation] - strength[a.way.relation]);
  const titles = new Map(
    content.controls.map((control) => [control.id, textIn(control.title, ctx.language)]),
  );
  const rows = await waysShown(ctx, all.slice(0, 200));
  return {
    rows: rows.map((row) => ({ ...row, title: (titles.get(row.controlId) ?? row.controlId).slice(0, 240) })),
    more: Math.max(0, all.length - 200),
  };
}
