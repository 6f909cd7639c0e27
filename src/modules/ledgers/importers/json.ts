// JSON of any length, by the places of its values in the bytes: where each begins and ends is looked up, and one value at a
// time is parsed. Hundreds of MB cost the memory of the bytes and of one value (docs/decisions/0089-json-by-its-places.md).
import { setImmediate as nextTurn } from "node:timers/promises";
import { SourceError } from "./importer.ts";
import { opened } from "./opened.ts";

/** A value in the bytes, from its first byte to behind its last. */
export type Place = { from: number; to: number };
export type Json = { bytes: Buffer; root: Place };

/** Of one value that is parsed; an inventory of one computer with all its programs has a few. */
const mostOfValue = 32_000_000;
const mostDepth = 200;
const mostMembers = 10_000;
/** Bytes looked at before others get their turn. */
const stride = 4_000_000;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const isOpening = (byte: number | undefined) => byte === 0x7b || byte === 0x5b;
const isClosing = (byte: number | undefined) => byte === 0x7d || byte === 0x5d;
const isSpace = (byte: number | undefined) =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** @throws SourceError `not_json`, and what unpacking throws. */
export async function openJson(given: Uint8Array): Promise<Json> {
  const bytes = utf8(await opened(given));
  const from = afterSpace(bytes, 0);
  if (from >= bytes.length) throw new SourceError("empty");
  if (!isOpening(bytes[from])) throw new SourceError("not_json");
  return { bytes, root: { from, to: bytes.length } };
}

/** As UTF-8 without its mark, whatever it came in. */
export function utf8(bytes: Uint8Array): Buffer {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf) return buffer.subarray(3);
  const isLittle = (buffer[0] === 0xff && buffer[1] === 0xfe) || (buffer[0] !== 0 && buffer[1] === 0);
  const isBig = (buffer[0] === 0xfe && buffer[1] === 0xff) || (buffer[0] === 0 && buffer[1] !== 0);
  if (!isLittle && !isBig) return buffer;
  try {
    return Buffer.from(new TextDecoder(isLittle ? "utf-16le" : "utf-16be", { fatal: true }).decode(buffer));
  } catch (error) {
    if (error instanceof TypeError) throw new SourceError("not_text");
    throw error;
  }
}

export const isArray = ({ bytes, root }: Json, place: Place = root) => bytes[place.from] === 0x5b;

/** What follows the first value: more of them make it a file of lines or of documents one after the other. */
export async function endOfFirst({ bytes, root }: Json): Promise<{ to: number; hasMore: boolean }> {
  const to = await endOf(bytes, root.from);
  return { to, hasMore: afterSpace(bytes, to) < bytes.length };
}

/** The members of an object by their names; the last of a name counts, as with JSON.parse. */
export async function membersOf({ bytes }: Json, place: Place): Promise<Map<string, Place>> {
  const members = new Map<string, Place>();
  let at = afterSpace(bytes, place.from + 1);
  while (!isClosing(bytes[at])) {
    if (bytes[at] !== quote) throw broken(bytes, at);
    const nameEnd = endOfText(bytes, at);
    const name = parsed(bytes, { from: at, to: nameEnd });
    at = afterSpace(bytes, nameEnd);
    if (bytes[at] !== colon) throw broken(bytes, at);
    const from = afterSpace(bytes, at + 1);
    const to = await endOf(bytes, from);
    if (members.size >= mostMembers) throw new SourceError("too_large");
    members.set(String(name), { from, to });
    at = afterValue(bytes, to);
  }
  return members;
}

/** The elements of a list, one after the other, with their number from 1. */
export async function* elementsOf(
  { bytes }: Json,
  place: Place,
): AsyncGenerator<{ number: number; place: Place }> {
  let at = afterSpace(bytes, place.from + 1);
  for (let number = 1; !isClosing(bytes[at]); number += 1) {
    const to = await endOf(bytes, at);
    yield { number, place: { from: at, to } };
    at = afterValue(bytes, to, number);
    if (number % 500 === 0) await nextTurn();
  }
}

/** Documents one after the other, on lines of their own or not. */
export async function* documentsOf({ bytes, root }: Json): AsyncGenerator<{ number: number; place: Place }> {
  let at = root.from;
  for (let number = 1; at < bytes.length; number += 1) {
    const to = await endOf(bytes, at);
    yield { number, place: { from: at, to } };
    at = afterSpace(bytes, to);
    // Some write lists of documents with commas between and no brackets around.
    if (bytes[at] === comma) at = afterSpace(bytes, at + 1);
    if (number % 500 === 0) await nextTurn();
  }
}

/** @throws SourceError `not_json` for what is none, `too_large` for one value beyond 32 MB, `too_deep`. */
export function valueAt({ bytes }: Json, place: Place): unknown {
  if (place.to - place.from > mostOfValue) throw new SourceError("too_large");
  return parsed(bytes, place);
}

function parsed(bytes: Buffer, { from, to }: Place): unknown {
  try {
    return JSON.parse(bytes.toString("utf8", from, to));
  } catch (error) {
    if (error instanceof SyntaxError) throw new SourceError("not_json");
    throw error;
  }
}

function afterSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && isSpace(bytes[at])) at += 1;
  return at;
}

/** Behind the comma, or at the bracket that closes. */
function afterValue(bytes: Buffer, from: number, row?: number): number {
  const at = afterSpace(bytes, from);
  if (isClosing(bytes[at])) return at;
  if (bytes[at] !== comma) throw broken(bytes, at, row);
  const next = afterSpace(bytes, at + 1);
  if (isClosing(bytes[next]) || next >= bytes.length) throw broken(bytes, next, row);
  return next;
}

const broken = (bytes: Buffer, at: number, row?: number) =>
  new SourceError(at >= bytes.length ? "ends_early" : "not_json", row === undefined ? {} : { row });

/** Behind the quote that closes the text which begins here. */
function endOfText(bytes: Buffer, from: number): number {
  for (let at = from + 1; at < bytes.length; at += 1) {
    if (bytes[at] === backslash) at += 1;
    else if (bytes[at] === quote) return at + 1;
  }
  throw new SourceError("ends_early");
}

/** Behind the value that begins here. */
async function endOf(bytes: Buffer, from: number): Promise<number> {
  if (bytes[from] === quote) return endOfText(bytes, from);
  let [at, depth, turn] = [from, 0, from + stride];
  do {
    const byte = bytes[at];
    if (byte === undefined) throw new SourceError("ends_early");
    if (byte === quote) at = endOfText(bytes, at);
    else {
      if (isOpening(byte)) depth += 1;
      else if (isClosing(byte)) depth -= 1;
      if (depth > mostDepth) throw new SourceError("too_deep");
      if (depth < 0) throw new SourceError("not_json");
      // A number or a word ends where something else begins.
      if (depth === 0 && !isClosing(byte)) return endOfWord(bytes, at);
      at += 1;
    }
    if (at > turn) {
      turn = at + stride;
      await nextTurn();
    }
  } while (depth > 0);
  return at;
}

function endOfWord(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && !isSpace(bytes[at]) && bytes[at] !== comma && !isClosing(bytes[at])) at += 1;
  if (at === from) throw broken(bytes, at);
  return at;
}
