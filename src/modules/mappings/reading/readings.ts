// "Answer once, read in": what the answers of one company say of the items of another set, and why.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { chosenRound, type RoundHead, rounds } from "#modules/figures/rounds.ts";
import type { Book } from "#modules/inspections/book.ts";
import { textIn } from "#modules/standards/edition.ts";
import { groupOf } from "#modules/standards/references.ts";
import type { Space } from "../chains.ts";
import type { mappings } from "../contract.ts";
import { type EditionNet, type Evidence, evidenceOf, firstSpace, netFor } from "../net.ts";
import * as queries from "../queries.ts";
import { type NamedSpace, namedSpaces } from "../spaces.ts";
import { waysShown } from "../ways.ts";
import { type Item, readOf } from "./lift.ts";
import { pageOf } from "./paging.ts";
import { countReadings } from "./rules.ts";
import { answeredBy, type Answered } from "./states.ts";

type In<K extends keyof typeof mappings> = Input<(typeof mappings)[K]>;
type Out<K extends keyof typeof mappings> = Promise<Output<(typeof mappings)[K]>>;

const longestTitle = 240;

export type Looked = {
  round: RoundHead;
  all: readonly RoundHead[];
  net: EditionNet;
  spaces: NamedSpace[];
  space: NamedSpace | null;
  items: (Item & { title: string | null; group: string })[];
  evidence: Evidence;
};

/** The round and the set that are looked at, with the items of the set and the ways to them; null without any round. */
export async function lookedAt(
  ctx: Ctx,
  input: { roundId?: string | undefined; space?: Space | undefined },
): Promise<Looked | null> {
  const all = await rounds(ctx);
  const round = chosenRound(all, input.roundId);
  if (!round) return null;
  const net = await netFor(ctx, round.editionId);
  const spaces = (await namedSpaces(ctx)).filter((one) => net.reached.has(one.space));
  const space = input.space
    ? (spaces.find((one) => one.space === input.space) ?? null)
    : firstSpace(spaces, net);
  const evidence: Evidence = space ? evidenceOf(net, space.space) : new Map();
  const items = space ? await itemsOf(ctx, space.space, evidence) : [];
  return { round, all, net, spaces, space, items, evidence };
}

async function itemsOf(ctx: Ctx, space: Space, evidence: Evidence): Promise<Looked["items"]> {
  return (await queries.itemsOf(ctx, space)).map(({ id, title, heading }) => ({
    id,
    title: title?.slice(0, longestTitle) ?? null,
    group: heading ?? (space.startsWith("set:") ? groupOf(space.slice("set:".length), id) : id),
    evidence: (evidence.get(id) ?? []).map(({ from, way }) => ({ controlId: from, relation: way.relation })),
  }));
}

export const headOf = ({ round, all, spaces, space }: Looked) => ({
  round: roundShown(round),
  rounds: all.map(roundShown),
  spaces: spaces.slice(0, 400),
  space,
});

const roundShown = ({ id, name, fiscalYear, editionId, edition, standard }: RoundHead) => ({
  id,
  name,
  fiscalYear,
  editionId,
  edition,
  standard,
});

export const noHead = { round: null, rounds: [], spaces: [], space: null };

export const titleOf = (ctx: Ctx, book: Book, controlId: string): string =>
  textIn(book.byId.get(controlId)?.texts.title ?? {}, ctx.language).slice(0, longestTitle) || controlId;

async function companyOf(
  ctx: Ctx,
  looked: Looked,
  companyId: string,
): Promise<{ book: Book; company: Answered }> {
  const { book, companies } = await answeredBy(ctx, looked.round, { companyId });
  return { book, company: found(companies[0], "company") };
}

/** The rows of a company's reading, in the order of the set. */
export async function readingRows(ctx: Ctx, looked: Looked, companyId: string) {
  const { book, company } = await companyOf(ctx, looked, companyId);
  const rows = looked.items.map((item) => {
    const { reading, by, isContradicted } = readOf(item, company.states);
    const ways = looked.evidence.get(item.id) ?? [];
    return {
      id: item.id,
      title: item.title,
      group: item.group,
      reading,
      isContradicted,
      isDirect: by.some((at) => ways[at]?.way.hops.length === 1),
      because: by.slice(0, 8).map((at) => {
        const { controlId = "", relation = "unknown" as const } = item.evidence[at] ?? {};
        return { controlId, relation, state: company.states.get(controlId) ?? ("not_asked" as const) };
      }),
      others: Math.max(0, ways.length - Math.min(by.length, 8)),
    };
  });
  return { book, company, rows };
}

const companyShown = ({ companyId, name, code, tier, isReadable, isProvisional, state }: Answered) => ({
  companyId,
  name,
  code,
  tier,
  isReadable,
  isProvisional,
  state,
});

export async function getReading(ctx: Ctx, { id, ...input }: In<"getReading">): Out<"getReading"> {
  const looked = await lookedAt(ctx, input);
  if (!looked) return { ...noHead, company: null, counts: null, items: 0 };
  const { company, rows } = await readingRows(ctx, looked, id);
  return {
    ...headOf(looked),
    company: companyShown(company),
    counts: countReadings(rows.map((row) => row.reading)),
    items: rows.length,
  };
}

export async function listReadItems(
  ctx: Ctx,
  { id, show, after, limit, ...input }: In<"listReadItems">,
): Out<"listReadItems"> {
  const looked = await lookedAt(ctx, input);
  if (!looked) return { rows: [], next: null };
  const { rows } = await readingRows(ctx, looked, id);
  const those = rows.filter((row) => show === undefined || row.reading === show);
  return pageOf(those, (row) => row.id, { after, limit });
}

export async function getItemReading(
  ctx: Ctx,
  { id, itemId, ...input }: In<"getItemReading">,
): Out<"getItemReading"> {
  const looked = found((await lookedAt(ctx, input)) ?? undefined, "mapping_item");
  const item = found(
    looked.items.find((one) => one.id === itemId),
    "mapping_item",
  );
  const { book, company } = await companyOf(ctx, looked, id);
  const { reading, isContradicted, by } = readOf(item, company.states);
  const ways = looked.evidence.get(itemId) ?? [];
  const shown = await waysShown(ctx, ways.slice(0, 60));
  return {
    id: itemId,
    title: item.title,
    reading,
    isContradicted,
    ways: shown.map((way, at) => ({
      ...way,
      title: titleOf(ctx, book, way.controlId),
      state: company.states.get(way.controlId) ?? ("not_asked" as const),
      isDecisive: by.includes(at),
    })),
    more: Math.max(0, ways.length - 60),
    inspectionId: company.inspectionId,
  };
}
