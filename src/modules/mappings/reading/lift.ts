// Which fix lifts the most: a control that becomes met at a company, and the items that are read as met because of it. Pure.
import { layOut, type Layout, patternOf, readPattern, statesIn } from "./patterns.ts";
import { type ControlState, type Evidence, type ItemReading, readItem } from "./rules.ts";
import { mapInTurns } from "./turns.ts";
import { type Derived } from "../rules.ts";

export type Item = { id: string; evidence: readonly { controlId: string; relation: Derived }[] };
export type Company = {
  companyId: string;
  states: ReadonlyMap<string, ControlState>;
  /** Whether it has handed in; what it lacks before that is to hand in, and no control of it is offered as a fix. */
  isReadable: boolean;
};

/** By company, by item: in the order both were given. */
export type Readings = readonly (readonly ItemReading[])[];

const evidenceOf = (item: Item, states: Company["states"]): Evidence[] =>
  item.evidence.map(({ controlId, relation }) => ({
    relation,
    state: states.get(controlId) ?? "not_asked",
  }));

export const readOf = (item: Item, states: Company["states"]) => readItem(evidenceOf(item, states));

export async function readingsOf(companies: readonly Company[], items: readonly Item[]): Promise<Readings> {
  const layout = layOut(items);
  return mapInTurns(companies, ({ states }) => {
    const those = statesIn(layout, states);
    return layout.items.map((item) => readPattern(patternOf(item, those)));
  });
}

export type Lift = {
  companyId: string;
  controlId: string;
  state: ControlState;
  /** Items that this company then meets, and of these those that the whole group then meets. */
  items: string[];
  groupItems: string[];
};
export type ControlLift = {
  controlId: string;
  /** Companies at which it is open, the items that they then meet, added up, and those that the group then meets. */
  companies: number;
  flips: number;
  groupItems: string[];
};

const isOpen = (state: ControlState | undefined): state is ControlState =>
  state === "partly" || state === "not_met" || state === "not_known";
const holdsBack = (reading: ItemReading) => reading !== "met" && reading !== "not_applicable";

/**
 * Every open control of every company, fixed alone; and every control, fixed wherever it is open. What lifts the group
 * comes first, then what lifts the company most.
 */
export async function liftsOf(
  companies: readonly Company[],
  items: readonly Item[],
  readings: Readings,
): Promise<{ pairs: Lift[]; controls: ControlLift[] }> {
  const layout = layOut(items);
  const itemsOf = byControl(layout, items);
  // What the others would say is not known, so the group is those that have handed in.
  const handedIn = readings.filter((_, index) => companies[index]?.isReadable);
  const holding = await mapInTurns(
    items,
    (_, at) => handedIn.filter((row) => holdsBack(row[at] ?? "not_covered")).length,
  );
  const idsOf = (those: readonly number[]) => those.map((at) => items[at]?.id ?? "");
  const flippedAt = new Map<string, { companies: number; flips: number; perItem: Map<number, number> }>();
  const perCompany = await mapInTurns(companies, ({ companyId, states, isReadable }, index) => {
    const lifts: Lift[] = [];
    if (!isReadable) return lifts;
    const those = statesIn(layout, states);
    for (const [controlId, { control, places }] of itemsOf) {
      const state = states.get(controlId);
      if (!isOpen(state)) continue;
      const of = flippedAt.get(controlId) ?? { companies: 0, flips: 0, perItem: new Map<number, number>() };
      flippedAt.set(controlId, of);
      of.companies += 1;
      const flipped = places.filter(
        (at) =>
          readings[index]?.[at] !== "met" &&
          readPattern(patternOf(layout.items[at] ?? [], those, control)) === "met",
      );
      if (flipped.length === 0) continue;
      of.flips += flipped.length;
      for (const at of flipped) of.perItem.set(at, (of.perItem.get(at) ?? 0) + 1);
      lifts.push({
        companyId,
        controlId,
        state,
        items: idsOf(flipped),
        groupItems: idsOf(flipped.filter((at) => holding[at] === 1)),
      });
    }
    return lifts;
  });
  const pairs = perCompany
    .flat()
    .sort(
      (a, b) =>
        b.groupItems.length - a.groupItems.length ||
        b.items.length - a.items.length ||
        (a.controlId < b.controlId ? -1 : 1),
    );
  const controls = [...flippedAt].map(
    ([controlId, { companies: count, flips: sum, perItem }]): ControlLift => ({
      controlId,
      companies: count,
      flips: sum,
      groupItems: [...perItem].filter(([at, n]) => n === holding[at]).map(([at]) => items[at]?.id ?? ""),
    }),
  );
  return {
    pairs,
    controls: controls
      .filter((one) => one.flips > 0)
      .sort((a, b) => b.groupItems.length - a.groupItems.length || b.flips - a.flips),
  };
}

/** The places of the items of which a control says something: what only touches an item can not lift it. */
function byControl(
  { controlIds }: Layout,
  items: readonly Item[],
): Map<string, { control: number; places: number[] }> {
  const placeOf = new Map(controlIds.map((controlId, control) => [controlId, control]));
  const found = new Map<string, { control: number; places: number[] }>();
  for (const [at, item] of items.entries())
    for (const { controlId, relation } of item.evidence) {
      if (relation !== "equal" && relation !== "superset" && relation !== "subset") continue;
      const before = found.get(controlId);
      if (before) before.places.push(at);
      else found.set(controlId, { control: placeOf.get(controlId) ?? -1, places: [at] });
    }
  return found;
}
