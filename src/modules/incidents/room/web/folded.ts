import type { Output } from "#core/contract.ts";
import type { incidents } from "../../contract.ts";

export type Line = Output<typeof incidents.listIncidentLog>["rows"][number];
/** One line of the log, and what further ones of the trail that say the same are about. */
export type Folded = { line: Line; times: number; about: string[] };

const minute = (at: string) => at.slice(0, 16);
const isAgain = (a: Line, b: Line) =>
  a.source === "trail" &&
  b.source === "trail" &&
  a.verb === b.verb &&
  a.byName === b.byName &&
  minute(a.at) === minute(b.at);

/** The product's own steps of one kind, by one within one minute, are one line with their number, as in the story; the order stays. */
export function folded(lines: readonly Line[]): Folded[] {
  const all: Folded[] = [];
  for (const line of lines) {
    const about = line.source === "trail" && line.said ? [line.said] : [];
    const last = all.at(-1);
    if (!last || !isAgain(last.line, line)) all.push({ line, times: 1, about });
    else {
      last.times += 1;
      last.about.push(...about.filter((one) => !last.about.includes(one)));
    }
  }
  return all;
}
