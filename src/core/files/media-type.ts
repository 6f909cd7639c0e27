// What a file is, by its content. What its name or its sender claims is not asked.
import { open } from "node:fs/promises";
import { fileTypeFromFile } from "file-type";

/** The types that any purpose takes, with the endings that go with them; the first one is added where none fits. */
export const knownTypes: Readonly<Record<string, readonly string[]>> = {
  "application/pdf": ["pdf"],
  "image/png": ["png"],
  "image/jpeg": ["jpg", "jpeg"],
  "image/gif": ["gif"],
  "image/webp": ["webp"],
  "image/tiff": ["tif", "tiff"],
  "image/heic": ["heic", "heif"],
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ["xlsx"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["docx"],
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": ["pptx"],
  "application/vnd.oasis.opendocument.text": ["odt"],
  "application/vnd.oasis.opendocument.spreadsheet": ["ods"],
  "application/vnd.oasis.opendocument.presentation": ["odp"],
  // Word, Excel and PowerPoint before 2007 and Outlook's messages share this container.
  "application/x-cfb": ["doc", "xls", "ppt", "msg"],
  "application/xml": ["xml", "nessus"],
  "application/gzip": ["gz"],
  "text/plain": ["txt", "csv", "tsv", "log", "md", "json", "eml", "conf", "ini", "yaml", "yml"],
};

const textSampleBytes = 64 * 1024;

/** The media type, or null for what nobody may attach: programs, scripts, web pages, archives, the unknown. */
export async function mediaTypeOf(path: string): Promise<string | null> {
  const binary = await fileTypeFromFile(path);
  if (binary && binary.mime !== "application/xml") return binary.mime in knownTypes ? binary.mime : null;
  const bytes = await firstBytes(path);
  if (isReport(bytes)) return "application/xml";
  return !binary && isPlainText(bytes) ? "text/plain" : null;
}

/** XML of a scanner by the name of its root, behind whatever comments it has: nothing that a browser would show as a page. */
const isReport = (bytes: Buffer) =>
  /^(?:\uFEFF|ï»¿)?\s*(?:<!--[\s\S]*?-->\s*|<\?[\s\S]*?\?>\s*|<!DOCTYPE nmaprun>\s*)*<nmaprun[\s>]/.test(
    bytes.toString("latin1").slice(0, 16_384),
  );

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(textSampleBytes), 0, textSampleBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Text in any encoding that has no NUL (or says that it is UTF-16), and that neither a browser nor a shell would run. */
function isPlainText(bytes: Buffer): boolean {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (!isUtf16 && bytes.includes(0)) return false;
  const text = isUtf16
    ? new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-16be").decode(bytes)
    : bytes.toString("latin1");
  const start = text.replace(/^(?:\uFEFF|ï»¿)?\s*/, "").slice(0, 4096);
  if (/^#!|^@echo\b|^%!PS/i.test(start)) return false;
  // WHATWG MIME Sniffing 7.1: what a browser takes for a page, and SVG, which carries scripts.
  return !/^<(?:!doctype|!--|\?|html|head|body|script|iframe|svg|style|title|div|table|font|a|b|p|br|h1|img|math|xml)\b|<(?:script|iframe|svg|object|embed)[\s>/]/i.test(
    start,
  );
}
