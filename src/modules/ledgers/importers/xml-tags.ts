// The tags of an XML document as it goes by. A document type is taken only where it declares nothing (nmap writes `<!DOCTYPE
// nmaprun>`); entities beside the five of XML do not exist. Comments before the declaration are passed over.
import { setImmediate as nextTurn } from "node:timers/promises";
import { SaxesParser } from "saxes";
import { guessEncoding } from "#core/sheets/encoding.ts";
import { SheetError } from "#core/sheets/sheet.ts";
import { SourceError } from "./importer.ts";

export type Attributes = Record<string, string>;
export type TagReader = {
  open: (name: string, attributes: Attributes) => void;
  close: (name: string) => void;
  /** Texts between tags, in pieces as they come. */
  text?: (text: string) => void;
};

const chunkBytes = 65_536;
/** Bytes without a tag in them: the parser holds a comment, a text or a tag whole. */
const mostBetweenTags = 4_000_000;
const mostDepth = 100;
const mostAttributes = 200;

/** Yields after each piece, so that the caller can hand on what has gathered. @throws SourceError, SheetError */
export async function* readXmlTags(bytes: Uint8Array, reader: TagReader): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let [depth, tags, attributes] = [0, 0, 0];
  parser.on("error", () => {
    throw new SourceError("not_xml");
  });
  parser.on("doctype", (declared) => {
    // An internal subset declares entities; one that is fetched from elsewhere is never fetched.
    if (declared.includes("[") || declared.includes("!ENTITY")) throw new SourceError("xml_entities");
  });
  parser.on("attribute", () => {
    attributes += 1;
    if (attributes > mostAttributes) throw new SourceError("not_xml");
  });
  parser.on("opentag", (tag) => {
    tags += 1;
    attributes = 0;
    depth += 1;
    if (depth > mostDepth) throw new SourceError("too_deep");
    reader.open(tag.name, tag.attributes);
  });
  parser.on("closetag", (tag) => {
    tags += 1;
    depth -= 1;
    reader.close(tag.name);
  });
  if (reader.text) {
    const take = reader.text;
    parser.on("text", take);
    parser.on("cdata", take);
  }
  let quiet = 0;
  for (const piece of pieces(bytes)) {
    const before = tags;
    parser.write(piece);
    quiet = tags > before ? 0 : quiet + piece.length;
    if (quiet > mostBetweenTags) throw new SourceError("too_large");
    yield;
    await nextTurn();
  }
  // Closed before its end, a document is one that ends in the middle.
  if (depth > 0 || tags === 0) throw new SourceError("ends_early");
  parser.close();
  yield;
}

function* pieces(bytes: Uint8Array): Generator<string> {
  const encoding = encodingOf(bytes);
  const decoder = new TextDecoder(encoding, { fatal: true });
  const start = startOf(bytes, encoding);
  try {
    for (let at = start; at < bytes.length; at += chunkBytes)
      yield decoder.decode(bytes.subarray(at, at + chunkBytes), { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new SourceError("not_text");
    throw error;
  }
}

function encodingOf(bytes: Uint8Array): string {
  try {
    return guessEncoding(bytes).encoding;
  } catch (error) {
    if (error instanceof SheetError) throw new SourceError("not_text");
    throw error;
  }
}

/** Where the declaration stands behind a comment, which XML does not allow, reading begins with it. */
function startOf(bytes: Uint8Array, encoding: string): number {
  if (encoding.startsWith("utf-16")) return 0;
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, chunkBytes)).toString(
    "latin1",
  );
  const declared = head.indexOf("<?xml ");
  return declared > 0 && isCommentAlone(head.slice(0, declared)) ? declared : 0;
}

function isCommentAlone(text: string): boolean {
  let rest = text.replace(/^\u00EF\u00BB\u00BF/, "").trimStart();
  while (rest.startsWith("<!--")) {
    const end = rest.indexOf("-->", 4);
    if (end < 0) return false;
    rest = rest.slice(end + 3).trimStart();
  }
  return rest === "";
}
