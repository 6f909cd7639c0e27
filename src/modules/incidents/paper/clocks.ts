// Clocks of law as papers print them.
import type { Output } from "#core/contract.ts";
import type { law } from "../law/contract.ts";

export type LawClock = Output<typeof law.getIncidentClocks>["clocks"][number];

/** Notified, or decided by two that it is not. */
export const isOver = ({ kept }: LawClock): boolean =>
  kept?.endedAs === "notified" || Boolean(kept?.secondedAt);
