import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readTable } from "#core/sheets/read.ts";
import { safeText, sheetName, writeXlsx } from "./xlsx.ts";

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

test("text stays text, numbers and days stay what they are", async () => {
  const columns = [
    { label: "名称", value: (row: { name: string }) => row.name },
    { label: "数", kind: "number" as const, value: () => -1.5 },
    { label: "日", kind: "day" as const, value: () => "2026-04-01" },
    { label: "空", value: () => null },
  ];
  const given = ["=1+1", "+81", "-1", "@a", "0012", "2026-04-01", '=HYPERLINK("http://x")', "a\u0000b\u0007"];
  const file = await readTable(
    await bytesOf(
      writeXlsx(
        "会社/一覧",
        columns,
        given.map((name) => ({ name })),
      ),
    ),
  );
  assert.equal(file.sheets[0]?.name, "会社 一覧");
  const rows = file.sheets[0]?.rows ?? [];
  assert.deepEqual(
    rows[0]?.cells.map((cell) => cell.text),
    ["名称", "数", "日", "空"],
  );
  assert.deepEqual(
    rows.slice(1).map((row) => row.cells[0]),
    given.map((name) => {
      const text = safeText(name);
      return { text, raw: text, kind: "text" };
    }),
    "no cell became a formula",
  );
  assert.deepEqual(
    rows[1]?.cells.slice(1).map((cell) => [cell.text, cell.kind]),
    [
      ["-1.5", "number"],
      ["2026-04-01", "day"],
    ],
  );
});

test("what is written is read back", async () => {
  const text = fc.string({ unit: "grapheme", maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 5 }), async (list) => {
      const columns = [
        { label: "a", value: (row: string) => row },
        { label: "b", value: () => "end" },
      ];
      const file = await readTable(await bytesOf(writeXlsx("a", columns, list)));
      assert.deepEqual(
        file.sheets[0]?.rows.slice(1).map((row) => row.cells[0]?.text),
        list.map(safeText),
      );
    }),
    { numRuns: 50 },
  );
});

test("any name can name a sheet", () => {
  assert.equal(sheetName("'[a]:*?/\\'"), "a");
  assert.equal(sheetName("   "), "1");
  assert.equal(sheetName("あ".repeat(40)).length, 31);
});
