// XML of office files, piece by piece. A document type is refused: office files have none, and entities need one.
import { SaxesParser } from "saxes";
import { SheetError, usualLimits } from "./sheet.ts";

export type Attributes = Record<string, string>;
export type XmlReader = {
  open?: (name: string, attributes: Attributes) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
};

/**
 * Letters between two tags. The parser gathers a text, a comment or a tag with its attributes whole before anybody sees
 * it; a full cell (32,767 letters, each an entity) needs a quarter of this.
 */
const mostBetweenTags = 1_000_000;

/** Names come without their prefix: writers are free to choose one (`x:row`), and the parts hold one vocabulary. */
const local = (name: string) => name.slice(name.indexOf(":") + 1);

/** Runs the reader over one part; yields after each piece, so that the caller can hand on what has gathered. */
export async function* readXml(pieces: AsyncIterable<Buffer>, reader: XmlReader): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const damaged = () => {
    throw new SheetError("sheet.damaged");
  };
  parser.on("error", damaged);
  parser.on("doctype", damaged);
  if (reader.text) parser.on("text", reader.text);
  if (reader.text) parser.on("cdata", reader.text);
  let tags = 0;
  parser.on("opentag", (tag) => {
    tags += 1;
    reader.open?.(local(tag.name), tag.attributes);
    if (tag.isSelfClosing) reader.close?.(local(tag.name));
  });
  // A tag that closes itself is told once, above.
  parser.on("closetag", (tag) => {
    tags += 1;
    if (!tag.isSelfClosing) reader.close?.(local(tag.name));
  });
  let any = false;
  let gathered = 0;
  for await (const piece of pieces) {
    any = true;
    const before = tags;
    parser.write(decode(decoder, piece));
    gathered = tags > before ? piece.length : gathered + piece.length;
    if (gathered > mostBetweenTags)
      throw new SheetError("sheet.cell_too_long", { limit: usualLimits.cellLength });
    yield;
  }
  // A part that is named and not there holds nothing.
  if (!any) return;
  parser.write(decode(decoder));
  parser.close();
  yield;
}

function decode(decoder: InstanceType<typeof TextDecoder>, piece?: Buffer): string {
  try {
    return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new SheetError("sheet.damaged");
    throw error;
  }
}

/** Reads a small part to its end. */
export async function readWhole(pieces: AsyncIterable<Buffer>, reader: XmlReader): Promise<void> {
  for await (const _ of readXml(pieces, reader));
}

/** An attribute by its name without prefix: `r:id` is written as other prefixes too. */
export function attribute(attributes: Attributes, name: string): string | undefined {
  if (attributes[name] !== undefined) return attributes[name];
  const key = Object.keys(attributes).find((one) => local(one) === name);
  return key === undefined ? undefined : attributes[key];
}
