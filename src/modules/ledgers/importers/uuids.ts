// UUIDs of firmware that tell no machine from another.
import { serialKeyOf } from "../declared/keys.ts";

/** What boards carry whose maker never set one (dmidecode and Fleet know them as duplicates). */
const shared = new Set([
  "03000200040005000006000700080009",
  "00020003000400050006000700080009",
  "FEFEFEFEFEFEFEFEFEFEFEFEFEFEFEFE",
]);

/** Nothing, one digit repeated, or one of those that thousands of boards share. */
export function isNoUuid(text: string): boolean {
  const key = serialKeyOf(text);
  return key === null || shared.has(key);
}
