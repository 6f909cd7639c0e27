// What a file of a harmless kind may hide: a picture or a document that unpacks without end, macros, a second file of
// another kind behind the first. Looked at before a row cites the content, whatever it is for.
import { type FileHandle, open } from "node:fs/promises";
import yauzl from "yauzl";
import { AppError, invalid } from "../errors.ts";
import { extentOf } from "./pixels.ts";

/** A telephone's largest camera has 200 million; a side is at most what JPEG can say. */
const mostPixels = 250_000_000;
const longestSide = 65_535;
/** Of an office document: parts, what they unpack to, and how many times over what lies on the disk. */
const mostParts = 20_000;
const mostUnpacked = 1_000_000_000;
const harmlessUnpacked = 100_000_000;
const mostTimes = 250;

const isZipKind = (mediaType: string) => /^application\/vnd\.(openxmlformats|oasis)/.test(mediaType);

/** @throws AppError `file.too_many_pixels`, `file.unpacks_too_far`, `file.has_macros`, `file.two_kinds`. */
export async function refuseHidden(path: string, mediaType: string): Promise<void> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    if (mediaType.startsWith("image/")) await refuseVastPicture(file, mediaType);
    if (isZipKind(mediaType)) await refuseVastDocument(path, size);
    else if (await endsAsArchive(file, size)) throw invalid("file.two_kinds");
  } finally {
    await file.close();
  }
}

async function refuseVastPicture(file: FileHandle, mediaType: string): Promise<void> {
  const extent = await extentOf(file, mediaType);
  if (!extent) return;
  const { width, height } = extent;
  if (width * height > mostPixels || Math.max(width, height) > longestSide)
    throw new AppError("too_large", "file.too_many_pixels", { values: { millions: mostPixels / 1e6 } });
}

/** From its directory alone; one that cannot be read is unpacked by nobody here but by readers that refuse it. */
async function refuseVastDocument(path: string, size: number): Promise<void> {
  const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false }).catch(() => null);
  if (!zip) return;
  const tooFar = () => new AppError("too_large", "file.unpacks_too_far");
  try {
    if (zip.entryCount > mostParts) throw tooFar();
    let unpacked = 0;
    for await (const entry of zip.eachEntry()) {
      unpacked += entry.uncompressedSize;
      if (/(^|\/)vbaproject\.bin$/i.test(entry.fileName)) throw invalid("file.has_macros");
      if (unpacked > mostUnpacked || (unpacked > harmlessUnpacked && unpacked > size * mostTimes))
        throw tooFar();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
  } finally {
    zip.close();
  }
}

const endRecordBytes = 22;
const longestComment = 65_535;

/**
 * A ZIP is found from its end (APPNOTE 4.3.16): what begins as a picture or a PDF and ends as an archive is two files to
 * two programs. The record must reach exactly to the end, so that the letters alone, in a text, are none.
 */
async function endsAsArchive(file: FileHandle, size: number): Promise<boolean> {
  const length = Math.min(size, endRecordBytes + longestComment);
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
  for (
    let found = buffer.indexOf("PK\x05\x06");
    found !== -1;
    found = buffer.indexOf("PK\x05\x06", found + 1)
  ) {
    if (found + endRecordBytes > length) continue;
    if (found + endRecordBytes + buffer.readUInt16LE(found + 20) === length) return true;
  }
  return false;
}
