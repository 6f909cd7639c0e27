// What the answers of a company say about one item of another set. The one place that decides; pure.
import type { Reading as AnswerReading } from "#modules/inspections/scoring/settle.ts";
import { covers, type Derived } from "../rules.ts";

/** What a company answered on one control, as far as readings tell it apart. */
export const controlStates = [
  "met",
  "partly",
  "not_met",
  "not_known",
  "not_asked",
  "not_applicable",
] as const;
export type ControlState = (typeof controlStates)[number];
/** The state of each control of an edition at one company. */
export type States = { get(controlId: string): ControlState | undefined };

/**
 * met: everything the item asks is covered by a control that is met. partly: a part is shown, or what covers it is met in
 * part. not_met: something the item asks is not met, or what covers it is not. not_known: nobody knows of what would say
 * it. not_asked: the standard would say it, this company is not asked (its tier). not_applicable: what it is about does
 * not exist here. touched: controls only share something with it, which shows neither. unclear: links lead there and
 * nothing follows from them. not_covered: no link leads there.
 */
export const itemReadings = [
  "met",
  "partly",
  "not_met",
  "not_known",
  "not_asked",
  "not_applicable",
  "touched",
  "unclear",
  "not_covered",
] as const;
export type ItemReading = (typeof itemReadings)[number];

export type Evidence = { relation: Derived; state: ControlState };
export type Read = {
  reading: ItemReading;
  /** Which of the evidence decided, by its place in what was given. */
  by: readonly number[];
  /** What contains the item is met, and what it contains is not: one of the answers is wrong. The worse one is read. */
  isContradicted: boolean;
};

const stateOfReading: Record<AnswerReading, ControlState> = {
  met: "met",
  partly: "partly",
  not_met: "not_met",
  unknown: "not_known",
  unanswered: "not_known",
  na_allowed: "not_applicable",
  na_waiting: "not_known",
  na_refused: "not_known",
  expired: "not_known",
  unproven: "not_known",
  not_sure_enough: "not_known",
};
export const stateOf = (reading: AnswerReading): ControlState => stateOfReading[reading];

/** Reads one item. `evidence` is every control that leads to it, with the relation of the control to the item. */
export function readItem(evidence: readonly Evidence[]): Read {
  const at = (holds: (one: Evidence) => boolean) =>
    evidence.flatMap((one, index) => (holds(one) ? [index] : []));
  const saying = at(isSaying);
  if (saying.length === 0) return withoutSaying(at);
  const asked = at((one) => isSaying(one) && isAsked(one.state));
  // The standard speaks of the item, only not of it here.
  if (asked.length === 0) {
    const notAsked = saying.filter((index) => evidence[index]?.state === "not_asked");
    return notAsked.length > 0 ? read("not_asked", notAsked) : read("not_applicable", saying);
  }
  const full = at((one) => covers(one.relation) && one.state === "met");
  // What the item contains, or is the same as it, and is not met: then the item is not met in full either.
  const denied = at((one) => isInside(one.relation) && isShort(one.state));
  if (full.length > 0)
    return denied.length === 0
      ? read("met", full)
      : { ...read("partly", [...full, ...denied]), isContradicted: true };
  const good = at(
    (one) =>
      (covers(one.relation) && one.state === "partly") ||
      (one.relation === "subset" && (one.state === "met" || one.state === "partly")),
  );
  if (good.length > 0) return read("partly", good);
  const bad = at((one) => isSaying(one) && one.state === "not_met");
  if (bad.length > 0) return read("not_met", bad);
  return read("not_known", asked);
}

const read = (reading: ItemReading, by: readonly number[]): Read => ({ reading, by, isContradicted: false });
const isAsked = (state: ControlState) => state !== "not_asked" && state !== "not_applicable";
const isShort = (state: ControlState) => state === "partly" || state === "not_met";
const isInside = (relation: Derived) => relation === "equal" || relation === "subset";
const isSaying = ({ relation }: Evidence) => covers(relation) || relation === "subset";

function withoutSaying(at: (holds: (one: Evidence) => boolean) => number[]): Read {
  const touching = at(({ relation }) => relation === "intersects");
  if (touching.length > 0) return read("touched", touching);
  const unclear = at(({ relation }) => relation === "unknown");
  return unclear.length > 0 ? read("unclear", unclear) : read("not_covered", []);
}

/** Worst first. What does not apply to a company neither holds the group back nor carries it. */
const worst: readonly ItemReading[] = ["not_met", "not_known", "not_asked", "partly", "met"];

/** The group as one: an item is only met where every company meets it to which it applies. */
export function readGroup(readings: readonly ItemReading[]): ItemReading {
  for (const reading of worst) if (readings.includes(reading)) return reading;
  return readings[0] ?? "not_covered";
}

export type Counts = Record<ItemReading, number>;

export function countReadings(readings: Iterable<ItemReading>): Counts {
  const counts = Object.fromEntries(itemReadings.map((one) => [one, 0])) as Counts;
  for (const reading of readings) counts[reading] += 1;
  return counts;
}
