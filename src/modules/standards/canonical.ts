// Lent to later modules.
import { createHash } from "node:crypto";

/**
 * The one JSON text of a value (RFC 8785: members sorted by UTF-16 code units, no white space), so that equal content
 * has equal bytes wherever and in whatever order it was written.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonicalJson(one)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(",")}}`;
}

/** SHA-256 of the canonical JSON: what an edition is, in 32 bytes. */
export const contentHash = (content: unknown): Buffer =>
  createHash("sha256").update(canonicalJson(content), "utf8").digest();
