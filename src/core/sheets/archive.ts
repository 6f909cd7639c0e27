// The ZIP container of a workbook (ECMA-376 part 2), opened as if an attacker had made it: what it would unpack to is
// summed from its directory before anything is unpacked, and no part may exceed what it declares.
import yauzl from "yauzl";
import { type Limits, SheetError } from "./sheet.ts";

export type Archive = {
  has: (name: string) => boolean;
  names: readonly string[];
  size: (name: string) => number;
  /** Pieces of one part, unpacked as they are asked for. Nothing for a part that is not there. */
  read: (name: string) => AsyncGenerator<Buffer>;
};

export async function openArchive(bytes: Uint8Array, limits: Limits): Promise<Archive> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.fromBuffer(buffer, { lazyEntries: true, autoClose: false }, (error, opened) =>
      error ? reject(asDamaged(error)) : resolve(opened),
    );
  });
  const entries = await directory(zip, limits);
  const named = new Map(entries.map((entry) => [keyOf(entry.fileName), entry]));
  return {
    names: [...named.keys()],
    has: (name) => named.has(keyOf(name)),
    size: (name) => named.get(keyOf(name))?.uncompressedSize ?? 0,
    async *read(name) {
      const entry = named.get(keyOf(name));
      if (entry) yield* pieces(zip, entry);
    },
  };
}

/** Part names compare without regard to case (ECMA-376 part 2, 6.2.2). */
const keyOf = (name: string) => name.replace(/^\//, "").toLowerCase();

function directory(zip: yauzl.ZipFile, limits: Limits): Promise<yauzl.Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: yauzl.Entry[] = [];
    let unpacked = 0;
    if (zip.entryCount > limits.entries) return reject(new SheetError("sheet.too_many_parts"));
    zip.on("error", (error) => reject(asDamaged(error)));
    zip.on("end", () => resolve(entries));
    zip.on("entry", (entry: yauzl.Entry) => {
      unpacked += entry.uncompressedSize;
      // Bit 0 of the general purpose flags: encrypted (APPNOTE 4.4.4).
      if ((entry.generalPurposeBitFlag & 1) === 1) return reject(new SheetError("sheet.encrypted"));
      if (unpacked > limits.unpackedBytes) return reject(new SheetError("sheet.too_large_unpacked"));
      entries.push(entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

async function* pieces(zip: yauzl.ZipFile, entry: yauzl.Entry): AsyncGenerator<Buffer> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => (error ? reject(asDamaged(error)) : resolve(opened)));
  });
  try {
    for await (const piece of stream) yield piece as Buffer;
  } catch (error) {
    throw asDamaged(error);
  }
}

/** Whatever the unpacking stumbles over lies in the file: checksums, sizes, offsets, the deflate stream. */
const asDamaged = (error: unknown) => (error instanceof SheetError ? error : new SheetError("sheet.damaged"));
