// What is looked at on a visit, where, and what it comes to. Pure.

export const verdicts = ["met", "partly", "not_met", "unknown"] as const;
export type Verdict = (typeof verdicts)[number];
/** How a control is tested (ISA 500 A14 to A25): asked, watched, records looked into, done again by the auditor. */
export const tests = ["asked", "watched", "records", "done_again"] as const;
export const fields = ["verdict", "seen", "test", "looked_at", "deviating"] as const;
export type Field = (typeof fields)[number];
export type Value = string | number | null;

export const longestSeen = 2000;
export const mostLookedAt = 9999;

/** Whether a field takes the value: what a device sends is looked at one by one, so that one bad value costs no other. */
export function takes(field: Field, value: unknown): value is Value {
  if (value === null) return true;
  if (field === "verdict") return (verdicts as readonly unknown[]).includes(value);
  if (field === "test") return (tests as readonly unknown[]).includes(value);
  if (field === "seen") return typeof value === "string" && value.length <= longestSeen;
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= mostLookedAt;
}

const rank: Record<Verdict, number> = { met: 0, unknown: 1, partly: 2, not_met: 3 };

/**
 * Of a control that was looked at in several places: the worst of them. What could not be found out outweighs "met" alone: one place
 * that nobody could see leaves open whether it is so everywhere, one that falls short settles it.
 */
export const worst = (found: readonly Verdict[]): Verdict | null =>
  found.reduce<Verdict | null>((one, next) => (one === null || rank[next] > rank[one] ? next : one), null);

/** A claim is overturned where the company said that it is met and somebody who looked saw that it is not (domain.md, over-claim). */
export const isOverturned = (said: string | null, found: Verdict | null): boolean =>
  said === "met" && (found === "partly" || found === "not_met");

/** What a verdict needs beside it: whoever overturns says what was seen. */
export const needsSeen = (said: string | null, found: Verdict | null): boolean =>
  found === "not_met" || found === "partly" || isOverturned(said, found);

// --- Places -------------------------------------------------------------------------------------------------

export const placeKinds = [
  "talks",
  "gate",
  "office",
  "server_room",
  "restricted",
  "plant",
  "store",
  "other",
] as const;
export type PlaceKind = (typeof placeKinds)[number];

/** Where a control of this topic is looked at; what is not seen in a place is talked about and read. */
const byTopic: Readonly<Record<string, PlaceKind>> = {
  areas: "gate",
  workplace: "office",
  facilities: "server_room",
  servers: "server_room",
  network: "server_room",
  plants: "plant",
  devices: "store",
};
/** Of the built-in standard, where the topic alone would send one to the wrong door. */
const byControl: Readonly<Record<string, PlaceKind>> = {
  "PHY-04": "server_room",
  "PHY-05": "gate",
  "PHY-06": "restricted",
};

export const placeOf = (control: { id: string; topic: string }): PlaceKind =>
  byControl[control.id] ?? byTopic[control.topic] ?? "talks";

/** The list of physical security by kind of place: what one looks at there, and the control that it speaks to. */
export const points = {
  fence_and_doors: { at: "gate", control: "PHY-01" },
  entry_log: { at: "gate", control: "PHY-02" },
  keys_and_cards: { at: "gate", control: "PHY-02" },
  visitors_met: { at: "gate", control: "PHY-03" },
  carriers: { at: "gate", control: "PHY-03" },
  cameras: { at: "gate", control: "PHY-05" },
  desks_clear: { at: "office", control: "PHY-07" },
  screens_locked: { at: "office", control: "PHY-07" },
  printouts: { at: "office", control: "PHY-07" },
  open_sockets: { at: "office", control: "PHY-09" },
  room_locked: { at: "server_room", control: "PHY-04" },
  room_log: { at: "server_room", control: "PHY-04" },
  stored_goods: { at: "server_room", control: "PHY-04" },
  fire_and_water: { at: "server_room", control: "PHY-08" },
  power: { at: "server_room", control: "PHY-08" },
  cables: { at: "server_room", control: "PHY-09" },
  maintainers: { at: "server_room", control: "PHY-10" },
  restricted_list: { at: "restricted", control: "PHY-06" },
  no_cameras: { at: "restricted", control: "PHY-06" },
  cabinets_closed: { at: "plant", control: "PHY-04" },
  line_screens: { at: "plant", control: "PHY-07" },
  line_sockets: { at: "plant", control: "PHY-09" },
  taken_out: { at: "store", control: "PHY-11" },
  counted: { at: "store", control: "PHY-13" },
  waiting_for_wiping: { at: "store", control: "PHY-14" },
} as const satisfies Record<string, { at: PlaceKind; control: string }>;
export type Point = keyof typeof points;

export type Place = { id: string; kind: PlaceKind };
export type Laid = { placeId: string; controlId: string; point: Point | null };

/** Lays the drawn controls out over the places: each where it is seen, once for every such place; else where one talks. */
export function layOut(controls: readonly { id: string; topic: string }[], places: readonly Place[]): Laid[] {
  const talks = places.find((one) => one.kind === "talks") ?? places[0];
  const drawn = new Set(controls.map((one) => one.id));
  const laid = controls.flatMap((control) => {
    const kind = placeOf(control);
    const there = places.filter((one) => one.kind === kind);
    const where = there.length > 0 ? there : talks ? [talks] : [];
    return where.map(({ id }): Laid => ({ placeId: id, controlId: control.id, point: null }));
  });
  const listed = places.flatMap((place) =>
    (Object.entries(points) as [Point, { at: PlaceKind; control: string }][])
      .filter(([, point]) => point.at === place.kind && drawn.has(point.control))
      .map(([point, { control }]): Laid => ({ placeId: place.id, controlId: control, point })),
  );
  return [...laid, ...listed];
}

// --- Tests of operation --------------------------------------------------------------------------------------

/** How often a control is carried out, as its standard says it, to how many items a test of its operation looks at. */
const items: Readonly<Record<string, { few: number; many: number }>> = {
  audit_cycle: { few: 1, many: 1 },
  yearly: { few: 1, many: 1 },
  half_yearly: { few: 1, many: 2 },
  quarterly: { few: 2, many: 2 },
  monthly: { few: 2, many: 5 },
  event: { few: 5, many: 15 },
  continuous: { few: 25, many: 40 },
};

/**
 * The table that is common in audits of internal control (quarterly 2, monthly 2 to 5, many times a day 25 to 60; Japan's practice
 * standard for internal control reporting gives 25 for 90 % assurance): `many` where what was said of the control is doubted.
 */
export const toLookAt = (cadence: string, isDoubted: boolean): number => {
  const of = items[cadence] ?? { few: 1, many: 2 };
  return isDoubted ? of.many : of.few;
};
