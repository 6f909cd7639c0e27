// The bytes of a source as they count: unpacked where they came packed. Device managers hand out a CSV within a ZIP, cloud
// accounts their JSON as .gz. What they unpack to is bounded before it is held.
import { gunzip, inflateRawSync, gunzipSync, constants } from "node:zlib";
import { openArchive } from "#core/sheets/archive.ts";
import { guessEncoding } from "#core/sheets/encoding.ts";
import { SheetError, usualLimits } from "#core/sheets/sheet.ts";
import { SourceError } from "./importer.ts";

/** Of a file as it came, and of what it unpacks to. */
export const mostBytes = usualLimits.unpackedBytes;

const begins = (bytes: Uint8Array, ...start: number[]) => start.every((byte, at) => bytes[at] === byte);
const isGzip = (bytes: Uint8Array) => begins(bytes, 0x1f, 0x8b, 8);
const isZip = (bytes: Uint8Array) => begins(bytes, 0x50, 0x4b, 3, 4);

/** @throws SourceError `too_large`, `damaged`, `empty`; SheetError for archives that are none or hold too much. */
export async function opened(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes.length === 0) throw new SourceError("empty");
  if (bytes.length > mostBytes) throw new SourceError("too_large");
  if (isGzip(bytes)) return await unpacked(bytes);
  return isZip(bytes) ? await onlyFile(bytes) : bytes;
}

function unpacked(bytes: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    gunzip(bytes, { maxOutputLength: mostBytes }, (error, out) => {
      if (!error) resolve(out);
      else
        reject(
          new SourceError("code" in error && error.code === "ERR_BUFFER_TOO_LARGE" ? "too_large" : "damaged"),
        );
    });
  });
}

/** A workbook stays what it is; an archive is read where it holds one file. */
async function onlyFile(bytes: Uint8Array): Promise<Uint8Array> {
  const archive = await openArchive(bytes, usualLimits);
  if (archive.has("[Content_Types].xml")) return bytes;
  const files = archive.names.filter((name) => !/(\/|^)(__macosx\/.*|\.[^/]*)$|\/$/.test(name));
  const [file] = files;
  if (file === undefined || files.length > 1) throw new SourceError("several_files");
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of archive.read(file)) {
    length += piece.length;
    if (length > mostBytes) throw new SheetError("sheet.too_large_unpacked");
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Enough of it to see what is in it, and never more than some megabytes. */
const headOfPacked = 8_192;

/** The beginning of a file as far as it can be unpacked; of a workbook nothing. */
export function openedHead(head: Uint8Array): {
  bytes: Uint8Array;
  isWorkbook: boolean;
  name: string | null;
} {
  if (isGzip(head)) return { bytes: partly(gunzipSync, head), isWorkbook: false, name: null };
  if (!isZip(head) || head.length < 30) return { bytes: head, isWorkbook: false, name: null };
  const view = Buffer.from(head.buffer, head.byteOffset, head.length);
  const begin = 30 + view.readUInt16LE(26) + view.readUInt16LE(28);
  const name = view.toString("utf8", 30, 30 + view.readUInt16LE(26));
  if (/^(\[content_types\]|_rels|docprops|xl\/)/i.test(name))
    return { bytes: new Uint8Array(), isWorkbook: true, name };
  const data = head.subarray(begin);
  return { bytes: view.readUInt16LE(8) === 8 ? partly(inflateRawSync, data) : data, isWorkbook: false, name };
}

function partly(inflate: typeof gunzipSync, bytes: Uint8Array): Uint8Array {
  try {
    return inflate(bytes.subarray(0, headOfPacked), {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: 16_000_000,
    });
  } catch {
    return new Uint8Array();
  }
}

/** A text file as text, in whichever encoding it came: offices save their lists as Shift_JIS and GB18030 too. Of a head the end may be cut. */
export function headText(bytes: Uint8Array): string {
  const head = bytes.subarray(0, 65_536);
  return new TextDecoder(encodingOf(head)).decode(head);
}

function encodingOf(head: Uint8Array): string {
  try {
    return guessEncoding(head).encoding;
  } catch (error) {
    if (error instanceof SheetError) return "utf-8";
    throw error;
  }
}
