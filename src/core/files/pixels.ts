// How large a picture becomes when somebody opens it, from its headers alone: a file of some kilobytes may unpack to
// gigabytes. Nothing is decoded here.
import type { FileHandle } from "node:fs/promises";

export type Extent = { width: number; height: number };

const at = async (file: FileHandle, position: number, length: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
};

/** ITU-T T.81 B.1.1.3: the frame's size stands behind one of the SOF markers, other segments are stepped over. */
async function jpeg(file: FileHandle): Promise<Extent | null> {
  let position = 2;
  for (let segments = 0; segments < 2_000; segments += 1) {
    const head = await at(file, position, 9);
    if (head.length < 9 || head[0] !== 0xff) return null;
    const marker = head[1] ?? 0;
    // C4, C8 and CC are tables, not frames.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: head.readUInt16BE(5), width: head.readUInt16BE(7) };
    position += marker === 0xff ? 1 : 2 + head.readUInt16BE(2);
  }
  return null;
}

/** RFC 9649: one picture, lossless or with a canvas. */
async function webp(file: FileHandle): Promise<Extent | null> {
  const head = await at(file, 0, 30);
  if (head.length < 30) return null;
  const kind = head.toString("latin1", 12, 16);
  if (kind === "VP8X") return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
  if (kind === "VP8 ")
    return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
  if (kind !== "VP8L") return null;
  const bits = head.readUInt32LE(21);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** TIFF 6.0 section 2: tags 256 and 257 of every directory; the largest page counts. */
async function tiff(file: FileHandle): Promise<Extent | null> {
  const head = await at(file, 0, 8);
  if (head.length < 8) return null;
  const isLittle = head[0] === 0x49;
  const u16 = (bytes: Buffer, offset: number) =>
    isLittle ? bytes.readUInt16LE(offset) : bytes.readUInt16BE(offset);
  const u32 = (bytes: Buffer, offset: number) =>
    isLittle ? bytes.readUInt32LE(offset) : bytes.readUInt32BE(offset);
  let largest: Extent | null = null;
  let position = u32(head, 4);
  for (let pages = 0; pages < 500 && position !== 0; pages += 1) {
    const counted = await at(file, position, 2);
    if (counted.length < 2) break;
    const count = u16(counted, 0);
    const entries = await at(file, position + 2, count * 12 + 4);
    if (entries.length < count * 12 + 4) break;
    const page = { width: 0, height: 0 };
    for (let n = 0; n < count; n += 1) {
      const value = u16(entries, n * 12 + 2) === 3 ? u16(entries, n * 12 + 8) : u32(entries, n * 12 + 8);
      if (u16(entries, n * 12) === 256) page.width = value;
      if (u16(entries, n * 12) === 257) page.height = value;
    }
    if (!largest || page.width * page.height > largest.width * largest.height) largest = page;
    position = u32(entries, count * 12);
  }
  return largest;
}

/** ISO/IEC 23008-12 6.5.3: `ispe` boxes near the start; the largest one is the picture that its tiles make. */
async function heic(file: FileHandle): Promise<Extent | null> {
  const head = await at(file, 0, 262_144);
  let largest: Extent | null = null;
  for (let found = head.indexOf("ispe"); found !== -1; found = head.indexOf("ispe", found + 4)) {
    if (found + 16 > head.length) break;
    const one = { width: head.readUInt32BE(found + 8), height: head.readUInt32BE(found + 12) };
    if (!largest || one.width * one.height > largest.width * largest.height) largest = one;
  }
  return largest;
}

const readers: Readonly<Record<string, (file: FileHandle) => Promise<Extent | null>>> = {
  "image/png": async (file) => {
    const head = await at(file, 16, 8);
    return head.length < 8 ? null : { width: head.readUInt32BE(0), height: head.readUInt32BE(4) };
  },
  "image/gif": async (file) => {
    const head = await at(file, 6, 4);
    return head.length < 4 ? null : { width: head.readUInt16LE(0), height: head.readUInt16LE(2) };
  },
  "image/jpeg": jpeg,
  "image/webp": webp,
  "image/tiff": tiff,
  "image/heic": heic,
};

/** Width and height; null where the headers do not say them. */
export const extentOf = async (file: FileHandle, mediaType: string): Promise<Extent | null> =>
  (await readers[mediaType]?.(file)) ?? null;
