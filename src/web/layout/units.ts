// The unit one looks at, in the address as ?unit=, and the last few that were chosen on this device.
import { useState } from "react";
import { useUrl } from "../navigation.tsx";
import type { Names } from "../text/names.ts";

export type RecentUnit = Names & { id: string; kind: string; code: string };

const key = "yagura.units";
const most = 6;

function read(): RecentUnit[] {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "[]") as unknown;
    return Array.isArray(kept) ? (kept as RecentUnit[]).filter((one) => typeof one.id === "string") : [];
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

/** Ready to be spread into an operation's input that narrows to a unit; empty for everything one may see. */
export function useUnit(): { unit?: string } {
  const [{ unit }] = useUrl<{ unit: string }>();
  return unit ? { unit } : {};
}
