// What an operation that `carries: "download"` hands out beside its output.
import type { Readable } from "node:stream";

export type Content = {
  /** As the reader's system saves it; see safeName. */
  name: string;
  mediaType: string;
  sizeBytes?: number;
  /** Called after the operation's transaction has ended. */
  open: () => Promise<Readable | Buffer> | Readable | Buffer;
};

const carried = Symbol("content");

/** Puts a content beside an output; the output itself stays what the contract declares. */
export function withContent<T extends object>(output: T, content: Content): T {
  return Object.defineProperty(output, carried, { value: content, enumerable: false });
}

export function contentOf(output: unknown): Content | null {
  if (typeof output !== "object" || output === null || !(carried in output)) return null;
  return (output as { [carried]: Content })[carried];
}
