import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { renderPdf } from "./render.ts";

const head = `#let d = json(bytes(sys.inputs.data))
#set document(title: "t", author: "a", date: datetime(year: 2026, month: 11, day: 26))
#set text(lang: "ja", font: ("Noto Sans JP", "Noto Sans SC"))
`;
const pdftotext = existsSync("/usr/bin/pdftotext") ? false : "pdftotext is not installed here";
const textOf = (pdf: Uint8Array) => {
  const path = join(mkdtempSync(join(tmpdir(), "yagura-")), "a.pdf");
  writeFileSync(path, pdf);
  return execFileSync("pdftotext", [path, "-"], { encoding: "utf8" });
};

test("values are words, never markup: what would be code stands on the page as it was typed", {
  skip: pdftotext,
}, async () => {
  const hostile = '#panic("x") *bold* $x$ #read("/etc/passwd") <label> 会社 公司';
  const pdf = await renderPdf(`${head}#d.words`, { words: hostile });
  assert.equal(Buffer.from(pdf.subarray(0, 5)).toString(), "%PDF-");
  assert.equal(textOf(pdf).trim().replace(/\s+/g, " "), hostile);
});

test("the same document twice is the same bytes, and says that it is PDF/A", async () => {
  const [one, two] = [await renderPdf(`${head}#d.a`, { a: "x" }), await renderPdf(`${head}#d.a`, { a: "x" })];
  assert.deepEqual(Buffer.from(one), Buffer.from(two));
  assert.match(Buffer.from(one).toString("latin1"), /pdfaid:part/);
});

test("with a passphrase the document opens with it alone: AES-256, and no PDF/A that would forbid it", {
  skip: pdftotext,
}, async () => {
  const passphrase = "grey heron 41 on the weir";
  const pdf = await renderPdf(
    `${head}#d.words`,
    { words: "会社 telephone 03-1234" },
    undefined,
    {},
    passphrase,
  );
  const path = join(mkdtempSync(join(tmpdir(), "yagura-")), "a.pdf");
  writeFileSync(path, pdf);
  const read = (...how: string[]) =>
    execFileSync("pdftotext", [...how, path, "-"], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  assert.match(read("-upw", passphrase), /会社 telephone 03-1234/);
  assert.throws(() => read(), /Incorrect password/);
  assert.throws(() => read("-upw", `${passphrase} `), /Incorrect password/);
  const said = execFileSync("pdfinfo", ["-upw", passphrase, path], { encoding: "utf8" });
  assert.match(said, /Encrypted:\s+yes .*algorithm:AES-256/);
  const bytes = Buffer.from(pdf).toString("latin1");
  assert.match(bytes, /\/R 6\b/);
  assert.doesNotMatch(bytes, /pdfaid|telephone/);
});

test("a template reads no file, too much data and endless work are ended, and the next document is set", async () => {
  await assert.rejects(renderPdf(`${head}#read("/etc/passwd")`, {}), /typst/);
  await assert.rejects(renderPdf(`${head}#read("../../etc/passwd")`, {}), /typst/);
  await assert.rejects(async () => renderPdf(head, { a: "x".repeat(100) }, { dataBytes: 50, seconds: 5 }), {
    code: "pdf.too_large",
  });
  await assert.rejects(
    renderPdf(
      `${head}#for i in range(100000000) { let x = calc.sqrt(i) }`,
      {},
      { dataBytes: 1000, seconds: 1 },
    ),
    { code: "pdf.too_slow" },
  );
  assert.ok((await renderPdf(`${head}a`, {})).length > 500);
});
