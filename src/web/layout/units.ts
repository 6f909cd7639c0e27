// The unit one looks at, in the address as ?unit=, and the last few that were chosen on this device.
import { useState } from "react";
import { type UrlPart, useUrl } from "../navigation.tsx";
import type { Names } from "../text/names.ts";

export type RecentUnit = Names & { id: string; kind: string; code: string };

const key = "yagura.units";
const most = 6;

function read(): RecentUnit[] {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "[]") as unknown;
    const units = Array.isArray(kept) ? (kept as RecentUnit[]) : [];
    return units.filter((one) => typeof one.id === "string" && ["division", "company"].includes(one.kind));
  } catch {
    return []; // what another version or another hand wrote there is not ours to mend
  }
}

/** The last units that were chosen here, the newest first, and how to remember one more. */
export function useRecentUnits(): [RecentUnit[], (unit: RecentUnit) => void] {
  const [units, setUnits] = useState(read);
  const remember = (unit: RecentUnit) => {
    const next = [unit, ...units.filter((one) => one.id !== unit.id)].slice(0, most);
    localStorage.setItem(key, JSON.stringify(next));
    setUnits(next);
  };
  return [units, remember];
}

/** Which units one looked at says where one works: it goes with whoever signs out. */
export const forgetRecentUnits = () => localStorage.removeItem(key);

/** Ready to be spread into an operation's input that narrows to a division; empty for everything one may see. */
export function useUnit(): { divisionId?: string } {
  const [{ unit }] = useUrl<{ unit: string }>();
  return unit ? { divisionId: unit } : {};
}

/**
 * The URL of a page that has a filter of that name for the division: the unit chosen in the top bar stands in it, and
 * whoever changes or takes away the filter takes the unit away too.
 */
export function useUrlOfUnit<S extends object>(
  name: keyof S & string,
): [Partial<S>, (part: UrlPart<S>, options?: { push?: boolean }) => void] {
  const [url, set] = useUrl<S & { unit: string }>();
  const narrowed = url.unit && !url[name] ? { ...url, [name]: url.unit } : url;
  const change = (part: UrlPart<S>, options?: { push?: boolean }) =>
    set((name in part ? { ...part, unit: undefined } : part) as typeof url, options);
  return [narrowed, change];
}

/** Pages that show less when a unit is chosen; from elsewhere its choice leads to the overview. */
const narrowing = [
  /^\/$/,
  /^\/rounds(\/[^/]+(\/(inspections|members|workbooks))?)?$/,
  /^\/(inspections|companies|audits|findings)$/,
  /^\/plans(\/(board|follow-up))?$/,
  /^\/incidents(\/(procedures|intake|links|omissions|figures(\/dues)?))?$/,
  /^\/ledgers\/[^/]+$/,
  /^\/group\/(overview|results|map|gaps|causes|readiness|onboarding)$/,
];
export const narrows = (path: string) => path !== "/rounds/new" && narrowing.some((one) => one.test(path));
