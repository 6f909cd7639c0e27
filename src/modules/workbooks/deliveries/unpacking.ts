// What was sent, taken apart: a workbook as it is, an archive entry by entry, opened as if an attacker had packed it.
// Nothing is written under a name that stands in an archive; names are labels.
import { createHash } from "node:crypto";
import { open, readFile } from "node:fs/promises";
import yauzl from "yauzl";
import { mostFiles } from "../contract/deliveries.ts";
import { isBeside, labelOf } from "./rules.ts";

/**
 * One file. `entry` is its place in an archive, counted from 1; 0 for what was sent by itself. `unpacks` is how many bytes it
 * unpacks to.
 */
export type Piece = { entry: number; name: string; unpacks: number; load: () => Promise<Loaded> };
/** Its bytes, or why there are none: the key of a text with its values. */
export type Loaded = { bytes: Buffer; sha256: Buffer } | { reason: Reason };
export type Reason = { code: string; values: Record<string, unknown> };
export type Parcel = { pieces: readonly Piece[]; close: () => void };

/** Of one workbook, packed or unpacked: ours have some hundred kilobytes. */
const mostOfOne = 20_000_000;
/** What all archives of a delivery may unpack to; and of one, how many entries there may be with folders and by-files. */
export const mostUnpacked = 2_000_000_000;
const mostEntries = 3 * mostFiles;

export const because = (code: string, values: Record<string, unknown> = {}): { reason: Reason } => ({
  reason: { code, values },
});
const tooLarge = because("workbook.found.too_large_unpacked", { megabytes: mostOfOne / 1_000_000 });

type Kind = "zip" | "archive" | "other";
const beginnings: readonly [Kind, string][] = [
  ["zip", "504b0304"],
  // Without a single entry.
  ["zip", "504b0506"],
  ["archive", "377abcaf271c"],
  ["archive", "526172211a07"],
  ["archive", "1f8b"],
];
const kindOf = (bytes: Uint8Array): Kind => {
  const begin = Buffer.from(bytes.subarray(0, 8)).toString("hex");
  return beginnings.find(([, start]) => begin.startsWith(start))?.[0] ?? "other";
};

/** @param path where the content lies in the store. */
export async function unpack(path: string, name: string, sizeBytes: number): Promise<Parcel> {
  const alone: Parcel = {
    pieces: [{ entry: 0, name, unpacks: 0, load: () => loadAlone(path, sizeBytes) }],
    close: () => undefined,
  };
  const refused = (code: string, values = {}): Parcel => ({
    pieces: [{ entry: 0, name, unpacks: 0, load: async () => because(code, values) }],
    close: () => undefined,
  });
  const kind = kindOf(await firstBytes(path));
  if (kind === "archive") return refused("workbook.found.other_archive");
  if (kind === "other") return alone;
  const zip = await yauzl
    .openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false })
    .catch(() => null);
  if (!zip) return refused("workbook.found.archive_damaged");
  try {
    if (zip.entryCount > mostEntries)
      return closed(zip, refused("workbook.found.archive_full", { count: mostFiles }));
    const entries: yauzl.Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    const names = namesOf(entries);
    if (isOneDocument(names)) return closed(zip, alone);
    const pieces = entries.flatMap((entry, at): Piece[] => {
      const given = names[at] ?? "";
      return isBeside(given)
        ? []
        : [
            {
              entry: at + 1,
              name: labelOf(given),
              // What is too large for a workbook is never unpacked.
              unpacks: entry.uncompressedSize > mostOfOne ? 0 : entry.uncompressedSize,
              load: () => load(zip, entry),
            },
          ];
    });
    if (pieces.length === 0) return closed(zip, refused("workbook.found.archive_empty"));
    if (pieces.length > mostFiles)
      return closed(zip, refused("workbook.found.archive_full", { count: mostFiles }));
    if (entries.reduce((sum, one) => sum + one.uncompressedSize, 0) > mostUnpacked)
      return closed(zip, refused("workbook.found.archive_too_large", { gigabytes: mostUnpacked / 1e9 }));
    return { pieces, close: () => zip.close() };
  } catch {
    return closed(zip, refused("workbook.found.archive_damaged"));
  }
}

function closed(zip: yauzl.ZipFile, parcel: Parcel): Parcel {
  zip.close();
  return parcel;
}

/** Office documents, OpenDocument and Numbers are ZIPs of their own parts, not of files that somebody put together. */
const isOneDocument = (names: readonly string[]) =>
  names.some((name) =>
    ["[content_types].xml", "mimetype", "index/document.iwa"].includes(name.toLowerCase()),
  );

async function loadAlone(path: string, sizeBytes: number): Promise<Loaded> {
  return sizeBytes > mostOfOne ? tooLarge : asLoaded(await readFile(path));
}

async function load(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Loaded> {
  if (entry.isEncrypted()) return because("workbook.found.locked_by_password");
  // Stored and deflated is what every program reads; Windows packs what is very large in a way of its own.
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
    return because("workbook.found.other_archive");
  if (entry.uncompressedSize > mostOfOne || entry.compressedSize > mostOfOne) return tooLarge;
  try {
    const stream = await zip.openReadStreamPromise(entry);
    const pieces: Buffer[] = [];
    // yauzl ends with an error where more or less comes out than the entry says.
    for await (const piece of stream) pieces.push(piece as Buffer);
    const bytes = Buffer.concat(pieces);
    if (bytes.length === 0) return because("workbook.found.empty");
    if (kindOf(bytes) === "archive") return because("workbook.found.other_archive");
    return (await isArchive(bytes)) ? because("workbook.found.nested") : asLoaded(bytes);
  } catch {
    return because("errors.sheet.damaged", { place: "" });
  }
}

/** Whether it is a ZIP of files rather than a document; what is neither is the reader's to name. */
async function isArchive(bytes: Buffer): Promise<boolean> {
  if (kindOf(bytes) !== "zip") return false;
  const zip = await yauzl
    .fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false })
    .catch(() => null);
  if (!zip || zip.entryCount > mostEntries) return false;
  try {
    const entries: yauzl.Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    return !isOneDocument(namesOf(entries));
  } catch {
    return false;
  }
}

const asLoaded = (bytes: Buffer): Loaded => ({
  bytes,
  sha256: createHash("sha256").update(bytes).digest(),
});

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * Names as their packer meant them. What is UTF-8, by its flag (APPNOTE 4.4.4, bit 11), by Info-ZIP's field or because it
 * reads so, is; the rest is in the code page of the packer's Windows, which all its names show better than one.
 */
function namesOf(entries: readonly yauzl.Entry[]): string[] {
  const known = entries.map(nameInUtf8);
  const rest = entries.filter((_, at) => known[at] === null).map((entry) => entry.fileNameRaw);
  const decoder = rest.length > 0 ? new TextDecoder(codePageOf(rest)) : null;
  return entries.map((entry, at) => known[at] ?? decoder?.decode(entry.fileNameRaw) ?? "");
}

function nameInUtf8(entry: yauzl.Entry): string | null {
  const unicodePath = 0x7075;
  if (entry.extraFields.some((field) => field.id === unicodePath)) {
    const name = yauzl.getFileNameLowLevel(
      entry.generalPurposeBitFlag,
      entry.fileNameRaw,
      entry.extraFields,
      false,
    );
    return name;
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(entry.fileNameRaw);
  } catch {
    return (entry.generalPurposeBitFlag & 0x800) === 0 ? null : entry.fileNameRaw.toString("utf8");
  }
}

/**
 * Of Windows in Japan, in China, else in Western Europe. Two-byte letters of China are valid in Japan's code page too, as
 * half-width kana, which hardly any name is made of.
 */
function codePageOf(names: readonly Buffer[]): string {
  const all = Buffer.concat(names.flatMap((name) => [name, Buffer.from("\n")]));
  const read = (encoding: string): string | null => {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(all);
    } catch {
      return null;
    }
  };
  const japanese = read("shift_jis");
  const foreign = japanese?.match(/[^\x20-\x7e\s]/gu)?.length ?? 0;
  const halfWidth = japanese?.match(/[\uFF61-\uFF9F]/gu)?.length ?? 0;
  if (japanese !== null && halfWidth * 3 < foreign) return "shift_jis";
  return read("gb18030") === null ? "windows-1252" : "gb18030";
}
