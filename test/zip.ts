// Archives for tests, honest and forged ones: every field may be told other than it is.
import { buffer } from "node:stream/consumers";
import { crc32, deflateRawSync } from "node:zlib";
import yauzl from "yauzl";

export type ZipPart = { name: string; data: string | Uint8Array; claimedSize?: number; encrypted?: boolean };

export function zip(parts: readonly ZipPart[]): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const data = Buffer.from(part.data as Uint8Array);
    const packed = deflateRawSync(data);
    const name = Buffer.from(part.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(part.encrypted ? 0x801 : 0x800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(part.claimedSize ?? data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, name, packed]);
    const central = Buffer.alloc(46);
    central.write("PK\x01\x02", 0, "latin1");
    central.writeUInt16LE(20, 4);
    common.copy(central, 6);
    central.writeUInt32LE(offset, 42);
    directory.push(Buffer.concat([central, name]));
    pieces.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...pieces, index, end]);
}

export type WorkbookParts = {
  sheet?: string;
  shared?: string;
  styles?: string;
  book?: string;
  more?: readonly ZipPart[];
};

/** The least that is a workbook, with its parts given as XML. */
export function workbook({ sheet = "", shared, styles, book, more = [] }: WorkbookParts): Buffer {
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const rels = (inner: string) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`;
  const rel = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
  return zip([
    { name: "[Content_Types].xml", data: "<Types/>" },
    { name: "_rels/.rels", data: rels(rel("a", "officeDocument", "xl/workbook.xml")) },
    {
      name: "xl/workbook.xml",
      data:
        book ??
        `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="S" sheetId="1" r:id="s1"/></sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      data: rels(
        rel("s1", "worksheet", "worksheets/sheet1.xml") +
          rel("t", "sharedStrings", "/xl/sharedStrings.xml") +
          rel("y", "styles", "styles.xml"),
      ),
    },
    {
      name: "xl/worksheets/sheet1.xml",
      data: sheet.startsWith("<?") ? sheet : `<worksheet xmlns="${main}">${sheet}</worksheet>`,
    },
    ...(shared === undefined ? [] : [{ name: "xl/sharedStrings.xml", data: shared }]),
    ...(styles === undefined ? [] : [{ name: "xl/styles.xml", data: styles }]),
    ...more,
  ]);
}

/** The contents of an archive by their names, every entry read to its end. */
export async function entriesOf(bytes: Buffer): Promise<Map<string, Buffer>> {
  const archive = await yauzl.fromBufferPromise(bytes);
  const entries = new Map<string, Buffer>();
  for await (const entry of archive.eachEntry())
    entries.set(entry.fileName, await buffer(await archive.openReadStreamPromise(entry)));
  return entries;
}
