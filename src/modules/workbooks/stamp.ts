// What proves that a workbook is ours and whose it is: a keyed hash over what it was issued for. The key never leaves
// the database, so a workbook of another company, round or installation cannot be dressed up as this one.
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";

export type Stamp = {
  workbookId: string;
  inspectionId: string;
  roundId: string;
  editionId: string;
  companyId: string;
  language: string;
  /** In the order of the sheet. */
  controlIds: readonly string[];
};

export const stampWord = "yagura-workbook";
export const stampVersion = "1";

const hash = (key: KeyObject, ...parts: readonly string[]) =>
  createHmac("sha256", key).update(JSON.stringify(parts)).digest("hex");

export const sealOf = (secret: Uint8Array, stamp: Stamp) =>
  hash(
    createSecretKey(secret),
    "workbook",
    stampVersion,
    stamp.workbookId,
    stamp.inspectionId,
    stamp.roundId,
    stamp.editionId,
    stamp.companyId,
    stamp.language,
    ...stamp.controlIds,
  );

/** The keys of rows by control: a row pasted from another workbook, or moved onto another control, does not fit. */
export function rowKeys(secret: Uint8Array, workbookId: string): (controlId: string) => string {
  // Taking up the secret costs ten times what hashing a row with it does.
  const key = createSecretKey(secret);
  return (controlId) => `${controlId}|${hash(key, "row", workbookId, controlId).slice(0, 16)}`;
}

export function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}
