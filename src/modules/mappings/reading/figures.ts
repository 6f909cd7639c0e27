// What readiness comes to over many companies and items: numbers only, so that every reader of the same companies can have
// the same ones; names and titles are put to them afterwards. Pure.
import { covers } from "../rules.ts";
import {
  type Company,
  type ControlLift,
  type Item,
  type Lift,
  liftsFrom,
  type Part,
  partsOf,
} from "./lift.ts";
import { countReadings, type Counts, type ItemReading, itemReadings, readGroup } from "./rules.ts";
import { mapInTurns } from "./turns.ts";

const mostLifts = 30;
const mostControls = 12;

export type ItemFigure = {
  reading: ItemReading;
  /** Companies by reading; null where it is the same at all. */
  counts: number[] | null;
  /** The first of those that hold it back, by their place. */
  heldBackBy: number[];
};
export type Figures = {
  group: Counts;
  /** The same over those that have handed in; null where all have, or none. */
  ofHandedIn: Counts | null;
  items: ItemFigure[];
  companies: { counts: number[]; metDirectly: number }[];
  /** The places of the companies, the least ready first. */
  order: number[];
  lifts: Lift[];
  controls: ControlLift[];
};

type Asked<C extends Company> = {
  companies: readonly C[];
  items: readonly Item[];
  /** By item the controls that cover it without a set between. */
  direct: readonly ReadonlySet<string>[];
  known: (company: C, work: () => Part) => Part;
};

export async function figuresOf<C extends Company>({
  companies,
  items,
  direct,
  known,
}: Asked<C>): Promise<Figures> {
  const parts = await partsOf(companies, items, known);
  const readings = parts.map((part) => part.readings);
  const { pairs, controls } = await liftsFrom(companies, items, parts, mostLifts);
  const each = await mapInTurns(companies, (company, index) => ({
    counts: orderOf(countReadings(readings[index] ?? [])),
    metDirectly: metDirectly(company, readings[index] ?? [], direct),
  }));
  const ofItems = await mapInTurns(items, (_, at) => itemFigure(readings, at));
  return {
    group: countReadings(ofItems.map((one) => one.reading)),
    ofHandedIn: ofHandedIn(companies, items, readings),
    items: ofItems,
    companies: each,
    order: companies
      .map((_, index) => index)
      .sort((a, b) => (each[a]?.counts[0] ?? 0) - (each[b]?.counts[0] ?? 0)),
    lifts: pairs,
    controls: controls.slice(0, mostControls),
  };
}

export const directOf = (
  evidence: readonly (readonly {
    from: string;
    way: { relation: Parameters<typeof covers>[0]; hops: readonly unknown[] };
  }[])[],
): ReadonlySet<string>[] =>
  evidence.map(
    (ways) =>
      new Set(ways.flatMap(({ from, way }) => (covers(way.relation) && way.hops.length === 1 ? [from] : []))),
  );

const metDirectly = (
  { states }: Company,
  row: readonly ItemReading[],
  direct: readonly ReadonlySet<string>[],
): number =>
  row.filter(
    (reading, at) =>
      reading === "met" && [...(direct[at] ?? [])].some((controlId) => states.get(controlId) === "met"),
  ).length;

const orderOf = (counts: Counts) => itemReadings.map((one) => counts[one]);

function itemFigure(readings: readonly (readonly ItemReading[])[], at: number): ItemFigure {
  const column = readings.map((row) => row[at] ?? "not_covered");
  const reading = readGroup(column);
  if (column.every((one) => one === column[0])) return { reading, counts: null, heldBackBy: [] };
  const holding = isHeldBack(reading) ? column.flatMap((one, index) => (one === reading ? [index] : [])) : [];
  return { reading, counts: orderOf(countReadings(column)), heldBackBy: holding.slice(0, 3) };
}

const isHeldBack = (reading: ItemReading) =>
  reading === "not_met" || reading === "not_known" || reading === "not_asked" || reading === "partly";

function ofHandedIn(
  companies: readonly Company[],
  items: readonly Item[],
  readings: readonly (readonly ItemReading[])[],
): Counts | null {
  const those = readings.filter((_, index) => companies[index]?.isReadable);
  if (those.length === 0 || those.length === companies.length) return null;
  return countReadings(items.map((_, at) => readGroup(those.map((row) => row[at] ?? "not_covered"))));
}
