import assert from "node:assert/strict";
import { test } from "node:test";
import { openTextFile } from "./text-rows.ts";

const list = (rows: number) => Buffer.from("code,name\n".concat("1,2\n".repeat(rows - 1)));
const mostRows = 1000;

test("a list as long as lists may be is read to its last row, and none of it is held", async () => {
  const file = await openTextFile(list(mostRows), mostRows, undefined);
  const [sheet] = file.sheets;
  assert.equal(sheet?.last, mostRows);
  assert.equal(sheet.head.length, 100);
  const behind: number[] = [];
  for await (const row of sheet.rowsAfter(mostRows - 2)) behind.push(row.number);
  assert.deepEqual(behind, [mostRows - 1, mostRows]);
});

test("one row more is refused with the number of rows that a list may have", async () => {
  await assert.rejects(openTextFile(list(mostRows + 1), mostRows, undefined), {
    code: "sheet.too_many_rows",
    details: { row: mostRows + 1, limit: mostRows },
  });
});

test("rows around a heading that a person chose far down belong to the head", async () => {
  const file = await openTextFile(list(500), mostRows, 300);
  assert.deepEqual(
    file.sheets[0]?.head.map((row) => row.number),
    [...Array(100).keys(), ...Array(100).keys()].map((n, at) => n + (at < 100 ? 1 : 300)),
  );
});
