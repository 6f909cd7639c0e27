import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readTable } from "#core/sheets/read.ts";
import { csvCell, writeCsv } from "./csv.ts";

const safe = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

test("cells that would start a formula are made text", () => {
  assert.deepEqual(["=1+1", "+1", "-1", "@a", "a=b"].map(csvCell), ["'=1+1", "'+1", "'-1", "'@a", "a=b"]);
  assert.deepEqual(
    [csvCell("\t=1"), csvCell("\r=1"), csvCell(-1), csvCell(null)],
    ['"\'\t=1"', '"\'\r=1"', "-1", ""],
  );
});

test("what is written is read back, but for the apostrophe", async () => {
  const row = fc.record({
    one: fc.string({ unit: "grapheme", maxLength: 40 }),
    two: fc.string({ unit: "grapheme", maxLength: 40 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 5 }), async (list) => {
      const columns = [
        { label: "名称", value: (of: (typeof list)[number]) => of.one },
        { label: "備考", value: (of: (typeof list)[number]) => of.two },
      ];
      const pieces: string[] = [];
      for await (const piece of writeCsv(columns, list)) pieces.push(piece);
      const file = await readTable(new TextEncoder().encode(pieces.join("")));
      assert.deepEqual(
        file.sheets[0]?.rows.slice(1).map((one) => one.cells.map((cell) => cell.text)),
        list.map((one) => [safe(one.one), safe(one.two)]),
      );
    }),
  );
});
