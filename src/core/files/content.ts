// What an operation that `carries: "download"` hands out beside its output.
import type { Readable } from "node:stream";
import type { Ctx } from "../context.ts";

export type Content = {
  /** As the reader's system saves it; see safeName. */
  name: string;
  mediaType: string;
  sizeBytes?: number;
  /**
   * Called after the operation's transaction has ended. A list too long to gather before is read on here: `reading` runs
   * short transactions with the standing of the operation.
   */
  open: (reading: Reading) => Promise<Readable | Buffer> | Readable | Buffer;
};
export type Reading = <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>;
/** As it leaves the door. */
export type Opened = Omit<Content, "open"> & { open: () => ReturnType<Content["open"]> };

const carried = Symbol("content");

/** Puts a content beside an output; the output itself stays what the contract declares. */
export function withContent<T extends object>(output: T, content: Content): T {
  return Object.defineProperty(output, carried, { value: content, enumerable: false, configurable: true });
}

/** Gives the content of an output, if it has one, its way to read on. */
export function withReading(output: unknown, reading: Reading): void {
  const content = carriedBy(output);
  if (content) withContent(output as object, { ...content, open: () => content.open(reading) });
}

/** Of an output that came through the door, which has bound what `open` reads with. */
export const contentOf = (output: unknown): Opened | null => carriedBy(output) as Opened | null;

function carriedBy(output: unknown): Content | null {
  if (typeof output !== "object" || output === null || !(carried in output)) return null;
  return (output as { [carried]: Content })[carried];
}
