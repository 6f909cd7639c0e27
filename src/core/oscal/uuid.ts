// Stable ids for OSCAL documents: it takes UUIDs of version 4 and 5 only, and the same thing must keep its own.
import { createHash } from "node:crypto";

/** Made once, at random: the name space of all ids that this product derives. */
const space = Buffer.from("6f0a3c1e9b7d4d0c8b4f5d7a2c93e1b6", "hex");

/** UUID of version 5 (RFC 9562, 5.5) of a name, e.g. of a kind and an id: `uuidOf("company", id)`. */
export function uuidOf(...name: readonly string[]): string {
  const hash = createHash("sha1").update(space).update(name.join("\n"), "utf8").digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
