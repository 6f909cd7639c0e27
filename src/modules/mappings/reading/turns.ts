// Work over many companies is done in turns, so that nobody else waits for the whole of it.
import { setImmediate as turn } from "node:timers/promises";

const atATime = 16;

export async function mapInTurns<T, R>(all: readonly T[], each: (one: T, index: number) => R): Promise<R[]> {
  const made: R[] = [];
  for (const [index, one] of all.entries()) {
    if (index > 0 && index % atATime === 0) await turn();
    made.push(each(one, index));
  }
  return made;
}
