// Which fix lifts the most: a control that becomes met at a company, and the items that are read as met because of it. Pure.
import { layOut, type Layout, patternOf, readPattern, statesIn } from "./patterns.ts";
import {
  type ControlState,
  controlStates,
  type Evidence,
  type ItemReading,
  readItem,
  type States,
} from "./rules.ts";
import { mapInTurns } from "./turns.ts";
import { type Derived } from "../rules.ts";

export type Item = { id: string; evidence: readonly { controlId: string; relation: Derived }[] };
export type Company = {
  companyId: string;
  states: States;
  /** Whether it has handed in; what it lacks before that is to hand in, and no control of it is offered as a fix. */
  isReadable: boolean;
};

/** What one company alone comes to; nothing in it depends on the others, so that it can be kept as long as it answers nothing. */
export type Part = {
  /** In the order of the items. */
  readings: readonly ItemReading[];
  /** Its open controls, each with the places of the items that it would then meet. */
  fixes: readonly { controlId: string; state: ControlState; flipped: readonly number[] }[];
};

const evidenceOf = (item: Item, states: Company["states"]): Evidence[] =>
  item.evidence.map(({ controlId, relation }) => ({
    relation,
    state: states.get(controlId) ?? "not_asked",
  }));

export const readOf = (item: Item, states: Company["states"]) => readItem(evidenceOf(item, states));

/** @param known what was worked out of a company before. */
export async function partsOf<C extends Company>(
  companies: readonly C[],
  items: readonly Item[],
  known: (company: C, work: () => Part) => Part = (_, work) => work(),
): Promise<Part[]> {
  const layout = layOut(items);
  const said = byControl(layout, items);
  return mapInTurns(companies, (company) => known(company, () => partOf(company, layout, said)));
}

function partOf({ states, isReadable }: Company, layout: Layout, said: ReturnType<typeof byControl>): Part {
  const those = statesIn(layout, states);
  const readings = layout.items.map((item) => readPattern(patternOf(item, those)));
  if (!isReadable) return { readings, fixes: [] };
  const fixes = [...said].flatMap(([controlId, { control, places }]) => {
    const state = controlStates[those[control] ?? -1];
    if (!isOpen(state)) return [];
    const flipped = places.filter(
      (at) =>
        readings[at] !== "met" && readPattern(patternOf(layout.items[at] ?? [], those, control)) === "met",
    );
    return [{ controlId, state, flipped }];
  });
  return { readings, fixes };
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
 *
 * @param most how many of the pairs are wanted.
 */
export async function liftsFrom(
  companies: readonly Company[],
  items: readonly Item[],
  parts: readonly Part[],
  most = Number.POSITIVE_INFINITY,
): Promise<{ pairs: Lift[]; controls: ControlLift[] }> {
  // What the others would say is not known, so the group is those that have handed in.
  const handedIn = parts.filter((_, index) => companies[index]?.isReadable);
  const holding = new Uint32Array(items.length);
  for (const { readings } of handedIn)
    for (const [at, reading] of readings.entries())
      if (holdsBack(reading)) holding[at] = (holding[at] ?? 0) + 1;
  const idsOf = (those: readonly number[]) => those.map((at) => items[at]?.id ?? "");
  const lastOf = (those: readonly number[]) => those.filter((at) => holding[at] === 1);
  const found = await mapInTurns(parts, ({ fixes }, index) =>
    fixes
      .filter((fix) => fix.flipped.length > 0)
      .map((fix) => ({ fix, companyId: companies[index]?.companyId ?? "", last: lastOf(fix.flipped) })),
  );
  const pairs = found
    .flat()
    .sort(
      (a, b) =>
        b.last.length - a.last.length ||
        b.fix.flipped.length - a.fix.flipped.length ||
        (a.fix.controlId < b.fix.controlId ? -1 : 1),
    );
  return {
    pairs: pairs.slice(0, most).map(({ fix: { controlId, state, flipped }, companyId, last }) => ({
      companyId,
      controlId,
      state,
      items: idsOf(flipped),
      groupItems: idsOf(last),
    })),
    controls: everywhere(parts, holding, idsOf),
  };
}

function everywhere(
  parts: readonly Part[],
  holding: Uint32Array,
  idsOf: (those: readonly number[]) => string[],
): ControlLift[] {
  const found = new Map<string, { companies: number; flips: number; perItem: Map<number, number> }>();
  for (const { controlId, flipped } of parts.flatMap(({ fixes }) => fixes)) {
    const of = found.get(controlId) ?? { companies: 0, flips: 0, perItem: new Map<number, number>() };
    found.set(controlId, of);
    of.companies += 1;
    of.flips += flipped.length;
    for (const at of flipped) of.perItem.set(at, (of.perItem.get(at) ?? 0) + 1);
  }
  return [...found]
    .map(
      ([controlId, { companies, flips, perItem }]): ControlLift => ({
        controlId,
        companies,
        flips,
        groupItems: idsOf([...perItem].filter(([at, n]) => n === holding[at]).map(([at]) => at)),
      }),
    )
    .filter((one) => one.flips > 0)
    .sort((a, b) => b.groupItems.length - a.groupItems.length || b.flips - a.flips);
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
