// The parts of a workbook that its sheets refer to: which sheets there are, shared texts, number formats.
import { posix } from "node:path";
import type { Archive } from "./archive.ts";
import { type Shown, shownBy } from "./number-format.ts";
import { type Limits, SheetError } from "./sheet.ts";
import { attribute, readWhole } from "./xml.ts";

export type SheetPart = { name: string; part: string; hidden: boolean };
export type WorkbookParts = {
  sheets: SheetPart[];
  since1904: boolean;
  shared: string[];
  /** By the style number of a cell. */
  shown: Shown[];
};

export async function readParts(archive: Archive, limits: Limits): Promise<WorkbookParts> {
  refuseOthers(archive);
  const root = await relations(archive, "_rels/.rels");
  const book = [...root.values()].find((one) => one.type.endsWith("/officeDocument"))?.target;
  if (!book || !archive.has(book)) throw new SheetError("sheet.unsupported");
  const linked = await relations(archive, relationsOf(book), posix.dirname(book));
  const partOf = (kind: string) => [...linked.values()].find((one) => one.type.endsWith(kind))?.target;
  const { sheets, since1904 } = await readBook(archive, book, linked);
  if (sheets.length > limits.sheets) throw new SheetError("sheet.too_many_parts");
  // What the parts unpack to was summed once each; a part named by two sheets would be read and held twice.
  if (new Set(sheets.map((sheet) => sheet.part.toLowerCase())).size < sheets.length)
    throw new SheetError("sheet.damaged");
  const shared = partOf("/sharedStrings");
  const styles = partOf("/styles");
  return {
    sheets,
    since1904,
    shared: shared ? await sharedTexts(archive, shared, limits) : [],
    shown: styles ? await shownByStyle(archive, styles) : [],
  };
}

function refuseOthers(archive: Archive): void {
  if (archive.names.some((name) => name.endsWith("vbaproject.bin"))) throw new SheetError("sheet.macros");
  if (archive.names.some((name) => /(^|\/)macrosheets\//.test(name))) throw new SheetError("sheet.macros");
  // OpenDocument (mimetype) and binary workbooks (.xlsb) are other formats in the same container.
  if (archive.has("mimetype") || archive.names.some((name) => name.endsWith("/workbook.bin")))
    throw new SheetError("sheet.unsupported");
  if (!archive.has("[Content_Types].xml")) throw new SheetError("sheet.unsupported");
}

const relationsOf = (part: string) => `${posix.dirname(part)}/_rels/${posix.basename(part)}.rels`;

type Relation = { type: string; target: string };

/** Targets are resolved inside the archive; what lies outside it is not looked at. */
async function relations(archive: Archive, part: string, base = ""): Promise<Map<string, Relation>> {
  const all = new Map<string, Relation>();
  await readWhole(archive.read(part), {
    open(name, attributes) {
      const { Id: id, Type: type, Target: target } = attributes;
      if (name !== "Relationship" || !id || !type || !target || attributes["TargetMode"] === "External")
        return;
      const path = target.startsWith("/") ? target.slice(1) : posix.normalize(posix.join(base, target));
      all.set(id, { type, target: path });
    },
  });
  return all;
}

async function readBook(archive: Archive, book: string, linked: Map<string, Relation>) {
  const sheets: SheetPart[] = [];
  let since1904 = false;
  await readWhole(archive.read(book), {
    open(name, attributes) {
      if (name === "workbookPr") since1904 = ["1", "true"].includes(attribute(attributes, "date1904") ?? "");
      if (name !== "sheet") return;
      const link = linked.get(attribute(attributes, "id") ?? "");
      // Chart sheets and dialogs are listed too and hold no rows.
      if (!link?.type.endsWith("/worksheet")) return;
      const state = attributes["state"];
      const hidden = state === "hidden" || state === "veryHidden";
      sheets.push({ name: attributes["name"] ?? "", part: link.target, hidden });
    },
  });
  return { sheets, since1904 };
}

async function sharedTexts(archive: Archive, part: string, limits: Limits): Promise<string[]> {
  if (archive.size(part) > limits.sharedTextBytes) throw new SheetError("sheet.too_large_unpacked");
  const texts: string[] = [];
  let gathering = "";
  const place = textPlace();
  await readWhole(archive.read(part), {
    open: (name) => {
      if (name === "si") gathering = "";
      place.open(name);
    },
    close: (name) => {
      place.close(name);
      if (name === "si") texts.push(unescape(gathering));
    },
    text: (text) => {
      if (!place.inside()) return;
      gathering += text;
      if (gathering.length > limits.cellLength)
        throw new SheetError("sheet.cell_too_long", { limit: limits.cellLength });
    },
  });
  return texts;
}

/** Whether one is inside a `t` that is part of the text; the reading aids of Japanese (rPh, 18.4.6) are not. */
export function textPlace() {
  let inText = false;
  let inAid = false;
  return {
    open(name: string) {
      if (name === "t") inText = true;
      else if (name === "rPh") inAid = true;
    },
    close(name: string) {
      if (name === "t") inText = false;
      else if (name === "rPh") inAid = false;
    },
    inside: () => inText && !inAid,
  };
}

/** Letters that XML cannot hold are written _xHHHH_ (ST_Xstring, 22.9.2.19). */
export const unescape = (text: string) =>
  text.includes("_x")
    ? text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;

async function shownByStyle(archive: Archive, part: string): Promise<Shown[]> {
  const codes = new Map<number, string>();
  const shown: Shown[] = [];
  let inCellFormats = false;
  await readWhole(archive.read(part), {
    open(name, attributes) {
      if (name === "numFmt") codes.set(Number(attributes["numFmtId"]), attributes["formatCode"] ?? "");
      if (name === "cellXfs") inCellFormats = true;
      if (name !== "xf" || !inCellFormats) return;
      const id = Number(attributes["numFmtId"] ?? 0);
      shown.push(shownBy(id, codes.get(id)));
    },
    close(name) {
      if (name === "cellXfs") inCellFormats = false;
    },
  });
  return shown;
}
