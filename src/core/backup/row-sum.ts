// Whether two tables hold the same rows, whatever the order a server hands them out in.
import { hash } from "node:crypto";
import type { TableSum } from "./manifest.ts";

const newLine = 0x0a;
const lanes = 8;

/**
 * Adds up the SHA-256 of every row of COPY's text format, in eight numbers of 32 bits. COPY writes a line feed inside a
 * value as `\n`, so a line is a row. Not meant against a forger: who may have changed a backup is told by its envelope.
 */
export class RowSum {
  #sums = new Uint32Array(lanes);
  #rows = 0;
  #bytes = 0;
  #rest: Buffer[] = [];

  add(chunk: Buffer): void {
    this.#bytes += chunk.length;
    let from = 0;
    for (let at = chunk.indexOf(newLine); at !== -1; at = chunk.indexOf(newLine, from)) {
      const line = chunk.subarray(from, at);
      this.#row(this.#rest.length > 0 ? Buffer.concat([...this.#rest.splice(0), line]) : line);
      from = at + 1;
    }
    if (from < chunk.length) this.#rest.push(chunk.subarray(from));
  }

  #row(line: Buffer): void {
    this.#rows += 1;
    const digest = hash("sha256", line, "buffer");
    for (let lane = 0; lane < lanes; lane += 1)
      // A typed array keeps the remainder of 2^32 by itself.
      this.#sums[lane] = (this.#sums[lane] ?? 0) + digest.readUInt32BE(lane * 4);
  }

  result(): TableSum {
    if (this.#rest.length > 0) throw new Error("a row was cut off");
    const sum = Buffer.concat(
      [...this.#sums].map((lane) => Buffer.from(lane.toString(16).padStart(8, "0"), "hex")),
    );
    return { rows: this.#rows, bytes: this.#bytes, sum: sum.toString("hex") };
  }
}

export const isSame = (one: TableSum | undefined, other: TableSum | undefined): boolean =>
  one?.rows === other?.rows && one?.sum === other?.sum;
