// How ready the companies in scope are for another set: each alone, and all as one, where the weakest company decides.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import type { Book } from "#modules/inspections/book.ts";
import type { mappings } from "../contract.ts";
import { directOf, type Figures, figuresOf } from "./figures.ts";
import { idsMark, keptFigures, keptPart } from "./kept.ts";
import type { Lift } from "./lift.ts";
import { pageOf } from "./paging.ts";
import { headOf, type Looked, lookedAt, noHead, titleOf } from "./readings.ts";
import { answeredBy, type Answered } from "./states.ts";

type In<K extends keyof typeof mappings> = Input<(typeof mappings)[K]>;
type Out<K extends keyof typeof mappings> = Output<(typeof mappings)[K]>;
type Asked = Pick<In<"getReadiness">, "roundId" | "space" | "tier" | "region" | "division">;
type Readiness = Out<"getReadiness">;
export type ReadyItem = Out<"listReadyItems">["rows"][number];
export type ReadyCompany = Out<"listReadyCompanies">["rows"][number];

const mostNamed = 40;

export type Ready = {
  looked: Looked;
  book: Book;
  /** Those that still belong to the group. */
  companies: Answered[];
  left: number;
  figures: Figures;
};

export async function readyIn(ctx: Ctx, input: Asked): Promise<Ready | null> {
  const looked = await lookedAt(ctx, input);
  if (!looked) return null;
  const { tier, region, division } = input;
  const { book, companies } = await answeredBy(ctx, looked.round, { tier, region, division });
  const staying = companies.filter((company) => company.leftOn === null);
  const { items, evidence, net, space } = looked;
  const of = `${net.key} ${space?.space} ${idsMark(items.map((item) => item.id))}`;
  const marks = [of, ...staying.map((company) => `${company.companyId} ${company.mark}`)];
  const figures = await keptFigures(marks, () =>
    figuresOf({
      companies: staying,
      items,
      known: (company, work) => keptPart(of, company, work),
      direct: directOf(items.map((item) => evidence.get(item.id) ?? [])),
    }),
  );
  return { looked, book, companies: staying, left: companies.length - staying.length, figures };
}

export async function getReadiness(ctx: Ctx, input: In<"getReadiness">): Promise<Readiness> {
  const ready = await readyIn(ctx, input);
  if (!ready)
    return {
      ...noHead,
      companies: 0,
      left: 0,
      notHandedIn: 0,
      only: null,
      group: null,
      ofHandedIn: null,
      items: 0,
      lifts: [],
      controls: [],
    };
  const { looked, companies, figures } = ready;
  return {
    ...headOf(looked),
    companies: companies.length,
    left: ready.left,
    notHandedIn: companies.filter((company) => !company.isReadable).length,
    only: companies.length === 1 ? (companies[0]?.name ?? null) : null,
    group: companies.length > 0 ? figures.group : null,
    ofHandedIn: figures.ofHandedIn,
    items: looked.items.length,
    lifts: figures.lifts.map((lift) => liftShown(ctx, ready, lift)),
    controls: figures.controls.map(({ groupItems, ...one }) => ({
      ...one,
      title: titleOf(ctx, ready.book, one.controlId),
      groupFlips: groupItems.length,
      groupItems: groupItems.slice(0, mostNamed),
    })),
  };
}

function liftShown(ctx: Ctx, { book, companies }: Ready, lift: Lift): Readiness["lifts"][number] {
  return {
    companyId: lift.companyId,
    name: companies.find((company) => company.companyId === lift.companyId)?.name ?? "",
    controlId: lift.controlId,
    title: titleOf(ctx, book, lift.controlId),
    state: lift.state,
    flips: lift.items.length,
    groupFlips: lift.groupItems.length,
    items: lift.items.slice(0, mostNamed),
    groupItems: lift.groupItems.slice(0, mostNamed),
  };
}

export async function listReadyItems(
  ctx: Ctx,
  { show, after, limit, ...input }: In<"listReadyItems">,
): Promise<Out<"listReadyItems">> {
  const ready = await readyIn(ctx, input);
  if (!ready) return { rows: [], next: null };
  const those = itemsOf(ready).filter((item) => show === undefined || item.reading === show);
  return pageOf(those, (item) => item.id, { after, limit });
}

export async function listReadyCompanies(
  ctx: Ctx,
  { after, limit, ...input }: In<"listReadyCompanies">,
): Promise<Out<"listReadyCompanies">> {
  const ready = await readyIn(ctx, input);
  if (!ready) return { rows: [], next: null };
  return pageOf(rowsOf(ready), (row) => row.companyId, { after, limit });
}

/** Each item as the group as one meets it, with the companies by their reading. */
export function itemsOf({ looked, companies, figures }: Ready): ReadyItem[] {
  return looked.items.map(({ id, title, group }, at) => {
    const { reading, counts, heldBackBy } = figures.items[at] ?? nothing;
    return {
      id,
      title,
      group,
      reading,
      counts,
      heldBackBy: heldBackBy.flatMap((index) => {
        const company = companies[index];
        return company ? [{ companyId: company.companyId, name: company.name, reading }] : [];
      }),
    };
  });
}

const nothing = { reading: "not_covered" as const, counts: null, heldBackBy: [] };

/** The least ready first. */
export function rowsOf({ companies, figures }: Ready): ReadyCompany[] {
  return figures.order.flatMap((index) => {
    const company = companies[index];
    const figure = figures.companies[index];
    if (!company || !figure) return [];
    const { companyId, name, code, tier, isReadable, isProvisional } = company;
    return [{ companyId, name, code, tier, isReadable, isProvisional, ...figure }];
  });
}
