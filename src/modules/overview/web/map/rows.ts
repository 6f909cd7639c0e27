// The companies of the map, as named rows instead of the wire's lists.
import type { Output } from "#core/contract.ts";
import type { ResultKind } from "#web/ui/marks.tsx";
import { type overview, stateOrder } from "../../contract.ts";
import { longId, type Shares, type State } from "../../rules.ts";
import { resultAt } from "../board.ts";
import { sharesRead } from "../known.ts";

export type MapData = Output<typeof overview.getGroupMap>;
export type MapRow = {
  id: string;
  name: string;
  group: string;
  tier: string;
  people: number;
  result: ResultKind;
  percent: number | null;
  state: State;
  isProvisional: boolean;
  /** In per cent of the controls required. */
  shares: Shares;
};

type Wire = [string, string, number, string, number, number, number | null, number, number, ...number[]];

export function rowsOf({ rows, groups }: MapData): MapRow[] {
  return rows.map((row) => {
    const [id, name, group, tier, people, result, percent, state, provisional, ...shares] = row as Wire;
    return {
      id: longId(id),
      name,
      group: groups[group]?.key ?? "-",
      tier,
      people,
      result: resultAt(result),
      percent,
      state: stateOrder[state] ?? "not_begun",
      isProvisional: provisional === 1,
      shares: sharesRead(shares),
    };
  });
}

export type Tone = "meets" | "improve" | "serious" | "unknown" | "s0" | "s1" | "s2" | "s3";
export const colours = ["result", "state", "verified"] as const;
export type Colour = (typeof colours)[number];

/** What colours a company: its result, how far its inspection is, or how much of it was verified on site. */
export function toneOf(row: MapRow, colour: Colour): Tone {
  if (colour === "result") return row.result === "not_known" ? "unknown" : row.result;
  if (colour === "state") {
    if (row.state === "not_begun" || row.state === "answering") return "unknown";
    if (row.state === "returned") return "improve";
    return row.state === "confirmed" || row.state === "locked" ? "s3" : "s1";
  }
  const { verified } = row.shares;
  return verified === 0 ? "s0" : verified < 10 ? "s1" : verified < 30 ? "s2" : "s3";
}
