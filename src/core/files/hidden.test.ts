import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { zip } from "#test/zip.ts";
import { refuseHidden } from "./hidden.ts";

const folder = mkdtempSync(join(tmpdir(), "yagura-hidden-"));
after(() => rmSync(folder, { recursive: true }));

const u16 = (n: number) => Buffer.of(n >> 8, n & 255);
const u16l = (n: number) => Buffer.of(n & 255, n >> 8);
const u32 = (n: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(n);
  return bytes;
};
const u32l = (n: number) => Buffer.from(u32(n)).reverse();
const u24l = (n: number) => u32l(n).subarray(0, 3);
const ascii = (text: string) => Buffer.from(text, "latin1");

const png = (w: number, h: number) =>
  Buffer.concat([Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), u32(w), u32(h), Buffer.alloc(9)]);
const gif = (w: number, h: number) => Buffer.concat([ascii("GIF89a"), u16l(w), u16l(h), Buffer.alloc(9)]);
/** With a segment of metadata before the frame, as every camera writes it. */
const jpeg = (w: number, h: number, before = 65_000) =>
  Buffer.concat([
    Buffer.from("ffd8ffe1", "hex"),
    u16(before),
    Buffer.alloc(before - 2, 1),
    Buffer.from("ffc4", "hex"),
    u16(4),
    Buffer.alloc(2),
    Buffer.from("ffc2", "hex"),
    u16(17),
    Buffer.of(8),
    u16(h),
    u16(w),
    Buffer.alloc(12),
  ]);
const webp = (w: number, h: number) =>
  Buffer.concat([
    ascii("RIFF"),
    u32l(100),
    ascii("WEBPVP8X"),
    u32l(10),
    Buffer.alloc(4),
    u24l(w - 1),
    u24l(h - 1),
  ]);
const lossless = (w: number, h: number) => {
  const bits = (((w - 1) & 0x3fff) | (((h - 1) & 0x3fff) << 14)) >>> 0;
  return Buffer.concat([
    ascii("RIFF"),
    u32l(100),
    ascii("WEBPVP8L"),
    u32l(10),
    Buffer.of(0x2f),
    u32l(bits),
    Buffer.alloc(9),
  ]);
};
const tiff = (w: number, h: number) =>
  Buffer.concat([
    ascii("II*\0"),
    u32l(8),
    u16l(2),
    u16l(256),
    u16l(4),
    u32l(1),
    u32l(w),
    u16l(257),
    u16l(4),
    u32l(1),
    u32l(h),
    u32l(0),
  ]);
const heic = (w: number, h: number) =>
  Buffer.concat([
    u32(24),
    ascii("ftypheic"),
    Buffer.alloc(16),
    ascii("ispe"),
    u32(0),
    u32(w),
    u32(h),
    Buffer.alloc(8),
  ]);

async function judged(content: Buffer, mediaType: string): Promise<string> {
  const path = join(folder, crypto.randomUUID());
  writeFileSync(path, content);
  return refuseHidden(path, mediaType).then(
    () => "taken",
    (error: { code: string }) => error.code,
  );
}

const pictures: readonly [type: string, of: (w: number, h: number) => Buffer, most: number][] = [
  ["image/png", png, 2_000_000_000],
  ["image/gif", gif, 65_535],
  ["image/jpeg", jpeg, 65_535],
  ["image/webp", webp, 16_777_216],
  ["image/tiff", tiff, 2_000_000_000],
  ["image/heic", heic, 2_000_000_000],
];
for (const [type, of, most] of pictures)
  test(`a picture in ${type} that unpacks to gigabytes is refused by its headers, one of a telephone is taken`, async () => {
    assert.equal(await judged(of(12_000, 9_000), type), "taken");
    assert.equal(await judged(of(most, most), type), "file.too_many_pixels");
    assert.equal(await judged(of(30_000, 30_000), type), "file.too_many_pixels");
    assert.equal(
      await judged(of(12_000, 9_000).subarray(0, 12), type),
      "taken",
      "what says nothing is no bomb",
    );
  });
test("a lossless WebP says its size in bits", async () => {
  assert.equal(await judged(lossless(16_384, 16_384), "image/webp"), "file.too_many_pixels");
  assert.equal(await judged(lossless(9_000, 9_000), "image/webp"), "taken");
});

const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const part = (name: string, size = 10) => ({ name, data: "x".repeat(size) });
test("a document that unpacks to far more than it is, or says so, is refused before anything is unpacked", async () => {
  assert.equal(await judged(zip([part("word/document.xml", 500_000)]), docx), "taken");
  assert.equal(await judged(zip([part("word/document.xml", 120_000_000)]), docx), "file.unpacks_too_far");
  const liar = { ...part("word/document.xml"), claimedSize: 2_000_000_000 };
  assert.equal(await judged(zip([liar]), docx), "file.unpacks_too_far");
  const crowd = Array.from({ length: 20_001 }, (_, n) => part(`p${n}`, 1));
  assert.equal(await judged(zip(crowd), docx), "file.unpacks_too_far");
});

test("macros are refused wherever they lie in a document", async () => {
  for (const name of ["word/vbaProject.bin", "xl/VBAPROJECT.BIN", "vbaProject.bin"])
    assert.equal(await judged(zip([part("[Content_Types].xml"), part(name)]), docx), "file.has_macros", name);
});

test("a picture or a PDF with an archive behind it is two files, and refused; the letters of its end are none", async () => {
  const archive = zip([part("run.js")]);
  for (const [front, type] of [
    [png(10, 10), "image/png"],
    [jpeg(10, 10), "image/jpeg"],
    [ascii("%PDF-1.7\n%%EOF\n"), "application/pdf"],
    [ascii("a text\n"), "text/plain"],
  ] as const) {
    assert.equal(await judged(Buffer.concat([front, archive]), type), "file.two_kinds", type);
    const comment = Buffer.concat([archive.subarray(0, -2), u16l(4), ascii("%EOF")]);
    assert.equal(
      await judged(Buffer.concat([front, comment]), type),
      "file.two_kinds",
      `${type} with a comment`,
    );
    assert.equal(
      await judged(Buffer.concat([front, ascii("PK\x05\x06 is the mark of an end")]), type),
      "taken",
    );
  }
});
