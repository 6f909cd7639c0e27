// How ready the companies in scope are for another set: each alone, and all as one, where the weakest company decides.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import type { Book } from "#modules/inspections/book.ts";
import type { mappings } from "../contract.ts";
import { covers } from "../rules.ts";
import { type Lift, liftsOf, type Readings, readingsOf } from "./lift.ts";
import { headOf, type Looked, lookedAt, noHead, titleOf } from "./readings.ts";
import { countReadings, type Counts, type ItemReading, itemReadings, readGroup } from "./rules.ts";
import { answeredBy, type Answered } from "./states.ts";
import { mapInTurns } from "./turns.ts";

type Readiness = Output<typeof mappings.getReadiness>;
type In = Input<typeof mappings.getReadiness>;

const mostLifts = 30;
const mostControls = 12;
const mostNamed = 40;

export type Ready = {
  looked: Looked;
  book: Book;
  /** Those that still belong to the group. */
  companies: Answered[];
  left: number;
  readings: Readings;
};

export async function readyIn(ctx: Ctx, input: In): Promise<Ready | null> {
  const looked = await lookedAt(ctx, input);
  if (!looked) return null;
  const { tier, region, division } = input;
  const { book, companies } = await answeredBy(ctx, looked.round, { tier, region, division });
  const staying = companies.filter((company) => company.leftOn === null);
  const readings = await readingsOf(staying, looked.items);
  return { looked, book, companies: staying, left: companies.length - staying.length, readings };
}

export async function getReadiness(ctx: Ctx, input: In): Promise<Readiness> {
  const ready = await readyIn(ctx, input);
  if (!ready)
    return {
      ...noHead,
      companies: 0,
      left: 0,
      notHandedIn: 0,
      group: null,
      ofHandedIn: null,
      items: [],
      rows: [],
      lifts: [],
      controls: [],
    };
  const { looked, companies, readings } = ready;
  const items = await itemsOf(ready);
  const { pairs, controls } = await liftsOf(companies, looked.items, readings);
  return {
    ...headOf(looked),
    companies: companies.length,
    left: ready.left,
    notHandedIn: companies.filter((company) => !company.isReadable).length,
    group: companies.length > 0 ? countReadings(items.map((item) => item.reading)) : null,
    ofHandedIn: ofHandedIn(ready),
    items,
    rows: await rowsOf(ready),
    lifts: pairs.slice(0, mostLifts).map((lift) => liftShown(ctx, ready, lift)),
    controls: controls.slice(0, mostControls).map(({ groupItems, ...one }) => ({
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

function ofHandedIn({ looked, companies, readings }: Ready): Counts | null {
  const those = readings.filter((_, index) => companies[index]?.isReadable);
  if (those.length === 0 || those.length === companies.length) return null;
  return countReadings(looked.items.map((_, at) => readGroup(those.map((row) => row[at] ?? "not_covered"))));
}

const orderOf = (counts: Counts) => itemReadings.map((one) => counts[one]);

/** Each item as the group as one meets it, with the companies by their reading. */
export async function itemsOf({ looked, companies, readings }: Ready): Promise<Readiness["items"]> {
  return mapInTurns(looked.items, ({ id, title, group }, at) => {
    const column = readings.map((row) => row[at] ?? "not_covered");
    const reading = readGroup(column);
    const isSame = column.every((one) => one === column[0]);
    const holding = heldBack(reading)
      ? column.flatMap((one, index) => (one === reading ? [{ one, company: companies[index] }] : []))
      : [];
    return {
      id,
      title,
      group,
      reading,
      counts: isSame ? null : orderOf(countReadings(column)),
      heldBackBy: (isSame ? [] : holding)
        .slice(0, 3)
        .flatMap(({ one, company }) =>
          company ? [{ companyId: company.companyId, name: company.name, reading: one }] : [],
        ),
    };
  });
}

const heldBack = (reading: ItemReading) =>
  reading === "not_met" || reading === "not_known" || reading === "not_asked" || reading === "partly";

/** The least ready first. */
export async function rowsOf({ looked, companies, readings }: Ready): Promise<Readiness["rows"]> {
  const isDirect = looked.items.map((item) => {
    const ways = looked.evidence.get(item.id) ?? [];
    return new Set(
      ways.flatMap(({ from, way }) => (covers(way.relation) && way.hops.length === 1 ? [from] : [])),
    );
  });
  const rows = await mapInTurns(companies, (company, index) => {
    const row = readings[index] ?? [];
    return {
      companyId: company.companyId,
      name: company.name,
      code: company.code,
      tier: company.tier,
      isReadable: company.isReadable,
      isProvisional: company.isProvisional,
      counts: orderOf(countReadings(row)),
      metDirectly: row.filter(
        (reading, at) =>
          reading === "met" &&
          [...(isDirect[at] ?? [])].some((controlId) => company.states.get(controlId) === "met"),
      ).length,
    };
  });
  return rows.sort((a, b) => (a.counts[0] ?? 0) - (b.counts[0] ?? 0) || a.name.localeCompare(b.name));
}
