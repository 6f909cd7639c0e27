import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { buffer } from "node:stream/consumers";
import { mediaTypeOf } from "./media-type.ts";
import { safeName } from "./name.ts";
import { openFileStore } from "./store.ts";

const temporary = () => mkdtempSync(join(tmpdir(), "yagura-store-"));
async function* pieces(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part);
}

test("the same content is stored once and read back as it was", async () => {
  const store = openFileStore(temporary(), 100);
  const one = await store.keep(pieces("hello ", "world"));
  const two = await store.keep(pieces("hello world"));
  assert.deepEqual(one, two);
  assert.equal(one.sha256.toString("hex").slice(0, 8), "b94d27b9");
  assert.equal((await buffer(await store.read(one.sha256))).toString(), "hello world");
  assert.deepEqual(readdirSync(join(store.folder, "incoming")), []);
});

test("what is too large, empty or broken off leaves nothing behind", async () => {
  const store = openFileStore(temporary(), 10);
  await assert.rejects(store.keep(pieces("12345678901")), { code: "file.too_large" });
  await assert.rejects(store.keep(pieces()), { code: "file.empty" });
  const broken = (async function* () {
    yield Buffer.from("x");
    throw new Error("the line was cut");
  })();
  await assert.rejects(store.keep(broken), /the line was cut/);
  assert.deepEqual(readdirSync(store.folder), ["incoming"]);
  assert.deepEqual(readdirSync(join(store.folder, "incoming")), []);
});

test("a content that is missing on the disk is told as such", async () => {
  await assert.rejects(openFileStore(temporary(), 10).read(Buffer.alloc(32)), { code: "file.content_lost" });
});

test("a content taken up anew counts as young, so that the sweep spares it", async () => {
  const store = openFileStore(temporary(), 10);
  const { path } = await store.keep(pieces("x"));
  utimesSync(path, 0, 0);
  const again = await store.keep(pieces("x"));
  const { statSync } = await import("node:fs");
  assert.ok(statSync(again.path).mtimeMs > Date.now() - 60_000);
});

const png = Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489", "hex");
const kinds: readonly [what: string, content: string | Buffer, type: string | null][] = [
  ["a PDF", "%PDF-1.7\n%âãÏÓ\n1 0 obj", "application/pdf"],
  ["a picture", png, "image/png"],
  ["a CSV in UTF-8", "会社コード,会社名\nA1,青葉", "text/plain"],
  ["a CSV in Shift_JIS", Buffer.from("89ef8ed02c41310d0a", "hex"), "text/plain"],
  ["text in UTF-16", Buffer.from("\uFEFFcode,name\n", "utf16le"), "text/plain"],
  ["a mail", "From: a@example.test\r\nSubject: hello\r\n\r\nBody", "text/plain"],
  ["a Windows program", Buffer.from(`MZ${"\0".repeat(200)}`), null],
  ["a Linux program", Buffer.from(`\x7fELF\x02\x01\x01${"\0".repeat(60)}`, "latin1"), null],
  ["a shell script", "#!/bin/sh\nrm -rf /", null],
  ["a batch file", "@echo off\r\ndel *", null],
  ["a web page", "<!DOCTYPE html><html><script>alert(1)</script>", null],
  ["a web page after a byte order mark and spaces", "\uFEFF  \n<HTML><body>", null],
  ["a script inside text", "hello <script>alert(1)</script>", null],
  [
    "a vector picture, which may carry scripts",
    '<?xml version="1.0"?><svg xmlns="x" onload="alert(1)"/>',
    null,
  ],
  ["an archive", Buffer.from(`PK\x05\x06${"\0".repeat(18)}`, "latin1"), null],
  ["bytes of no known kind", Buffer.from([1, 0, 2, 0, 3]), null],
];
for (const [what, content, type] of kinds) {
  test(`S-01 the kind of ${what} is found by its content: ${type ?? "refused"}`, async () => {
    const path = join(temporary(), "innocent.pdf");
    writeFileSync(path, content);
    assert.equal(await mediaTypeOf(path), type);
  });
}

const names: readonly [given: string, type: string, safe: string][] = [
  ["report.pdf", "application/pdf", "report.pdf"],
  ["証跡 一覧.PDF", "application/pdf", "証跡 一覧.pdf"],
  ["report.pdf.exe", "application/pdf", "report.pdf.exe.pdf"],
  ["../../etc/passwd", "text/plain", "passwd.txt"],
  ["C:\\Users\\x\\photo.JPEG", "image/jpeg", "photo.jpeg"],
  ["exe\u202Egpj.scr", "image/jpeg", "exegpj.scr.jpg"],
  ["a\r\nSet-Cookie: x=1.txt", "text/plain", "aSet-Cookie x=1.txt"],
  ["con.txt", "text/plain", "file con.txt"],
  ["...", "application/pdf", "file.pdf"],
  ["", "image/png", "file.png"],
  ['a<b>:"|?*c.png', "image/png", "abc.png"],
];
for (const [given, type, safe] of names) {
  test(`S-01 the hostile or plain name ${JSON.stringify(given)} becomes ${safe}`, () => {
    assert.equal(safeName(given, type), safe);
  });
}

test("S-01 a very long name stays within what file systems take, and keeps its ending", () => {
  const name = safeName(`${"櫓".repeat(400)}.pdf`, "application/pdf");
  assert.ok([...name].length <= 200 && name.endsWith(".pdf"));
});
