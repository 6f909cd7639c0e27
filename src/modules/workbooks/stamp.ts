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

export type RowKeys = {
  of: (controlId: string) => string;
  /** Of the words that a locked cell was sent with, however programs break their lines. */
  ofWords: (controlId: string, column: string, words: string) => string;
};

/**
 * The keys of rows by control: a row pasted from another workbook, or moved onto another control, does not fit. Behind it, from
 * the same secret, stand the marks of the locked words of the row.
 */
export function rowKeys(secret: Uint8Array, workbookId: string): RowKeys {
  // Taking up the secret costs ten times what hashing a row with it does.
  const key = createSecretKey(secret);
  return {
    of: (controlId) => `${controlId}|${hash(key, "row", workbookId, controlId).slice(0, 16)}`,
    ofWords: (controlId, column, words) =>
      hash(key, "words", workbookId, controlId, column, words.normalize("NFC").replace(/\s+/gu, "")).slice(
        0,
        10,
      ),
  };
}

/** A row's key and the marks behind it; workbooks that went out earlier have none. */
export function partsOfKey(text: string): { controlId: string; key: string; marks: readonly string[] } {
  const [controlId = "", mac = "", marks = ""] = text.split("|");
  return { controlId, key: `${controlId}|${mac}`, marks: marks === "" ? [] : marks.split(".") };
}

export function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}
