// What is read of an item follows from which relations its controls have and which states they are in, whoever they are
// and however many. So many companies and items come down to few patterns, and each is read by the rules once. Pure.
import type { Derived } from "../rules.ts";
import {
  type ControlState,
  controlStates,
  type Evidence,
  type ItemReading,
  itemReadings,
  readItem,
  type States,
} from "./rules.ts";

// A bit for each relation that says something with each state; of the others only that they are there.
const saying = ["equal", "superset", "subset"] as const;
const [touching, unclear] = [1 << 18, 1 << 19];
const everyState = (bit: number) => controlStates.map(() => bit);
const bitsOf = (place: number) =>
  controlStates.map((_, state) => 1 << (place * controlStates.length + state));
const bits: Record<Derived, readonly number[]> = {
  equal: bitsOf(0),
  superset: bitsOf(1),
  subset: bitsOf(2),
  intersects: everyState(touching),
  unknown: everyState(unclear),
  none: everyState(0),
};

const codes = Object.fromEntries(controlStates.map((state, code) => [state, code])) as Record<
  ControlState,
  number
>;

/** A control by its place among all, and its bit by the state it is in. */
type Laid = { control: number; bits: readonly number[] };
export type Layout = { controlIds: readonly string[]; items: readonly (readonly Laid[])[] };

export function layOut(
  items: readonly { evidence: readonly { controlId: string; relation: Derived }[] }[],
): Layout {
  const places = new Map<string, number>();
  const placeOf = (controlId: string) => {
    const place = places.get(controlId) ?? places.size;
    places.set(controlId, place);
    return place;
  };
  const laid = items.map(({ evidence }) =>
    evidence.map(({ controlId, relation }) => ({ control: placeOf(controlId), bits: bits[relation] })),
  );
  return { controlIds: [...places.keys()], items: laid };
}

/** The states of a company in the order of the controls. */
export const statesIn = ({ controlIds }: Layout, states: States): Uint8Array =>
  Uint8Array.from(controlIds, (controlId) => codes[states.get(controlId) ?? "not_asked"]);

/** `fixed`: the place of a control that is taken to be met. */
export function patternOf(item: readonly Laid[], states: Uint8Array, fixed = -1): number {
  let pattern = 0;
  for (const one of item)
    pattern |= one.bits[one.control === fixed ? codes.met : (states[one.control] ?? codes.not_asked)] ?? 0;
  return pattern;
}

/** The place of the reading from 1, by pattern: one megabyte for every pattern there can be. */
const known = new Uint8Array(1 << 20);

export function readPattern(pattern: number): ItemReading {
  const before = itemReadings[(known[pattern] ?? 0) - 1];
  if (before) return before;
  const { reading } = readItem(evidenceIn(pattern));
  known[pattern] = itemReadings.indexOf(reading) + 1;
  return reading;
}

function evidenceIn(pattern: number): Evidence[] {
  const said = saying.flatMap((relation) =>
    controlStates.flatMap((state, code) =>
      (pattern & (bits[relation][code] ?? 0)) === 0 ? [] : [{ relation, state }],
    ),
  );
  const other = (bit: number, relation: "intersects" | "unknown"): Evidence[] =>
    (pattern & bit) === 0 ? [] : [{ relation, state: "not_asked" }];
  return [...said, ...other(touching, "intersects"), ...other(unclear, "unknown")];
}
