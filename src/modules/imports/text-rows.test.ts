import assert from "node:assert/strict";
import { test } from "node:test";
import { workbook } from "#test/zip.ts";
import { recognise } from "./recognise.ts";
import { writeXlsx as writeSheets } from "hucre/xlsx";
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

const cell = (place: string, text: string) => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;
const merges = (...areas: string[]) =>
  `<mergeCells>${areas.map((area) => `<mergeCell ref="${area}"/>`).join("")}</mergeCells>`;
const longSheet = `<sheetData><row r="1">${cell("A1", "A社")}${cell("B1", "x")}</row><row r="1048576">${cell("B1048576", "end")}</row></sheetData>`;

test("a workbook of two rows that names the last row of a sheet is told its length, and makes no row before it is read", async () => {
  const file = await openTextFile(
    workbook({ sheet: longSheet + merges("A1:A1048576") }),
    mostRows,
    undefined,
  );
  const [sheet] = file.sheets;
  assert.deepEqual([sheet?.last, sheet?.head.length], [1_048_576, 100]);
  assert.deepEqual(sheet?.head[99], { number: 100, cells: ["A社"], isHidden: false });
  for await (const row of sheet?.rowsAfter(1_048_575) ?? [])
    assert.deepEqual(row, { number: 1_048_576, cells: ["A社", "end"], isHidden: false });
  await assert.rejects(
    recognise(workbook({ sheet: longSheet }), { columns: {}, mostRows }, {}, async () => null),
    { code: "sheet.too_many_rows", details: { sheet: "S", row: mostRows + 1, limit: mostRows } },
  );
});

test("merges that lie upon each other are refused; merges below each other each say their own value", async () => {
  const upon = longSheet + merges(...Array.from({ length: 10_000 }, () => "A1:A1048576"));
  await assert.rejects(openTextFile(workbook({ sheet: upon }), mostRows, undefined), {
    code: "sheet.damaged",
  });
  const below = `<sheetData><row r="1">${cell("A1", "北")}</row><row r="3">${cell("A3", "南")}</row><row r="4">${cell("B4", "x")}</row></sheetData>`;
  const file = await openTextFile(workbook({ sheet: below + merges("A1:A2", "A3:A4") }), mostRows, undefined);
  assert.deepEqual(
    file.sheets[0]?.head.map((row) => row.cells),
    [["北"], ["北"], ["南"], ["南", "x"]],
  );
});

test("a workbook is unpacked once, however many of its sheets are read one after the other", async () => {
  const sheet = (name: string) => ({
    name,
    rows: [
      ["No.", "Requirement"],
      ["1", name],
    ],
  });
  const bytes = Buffer.from(await writeSheets({ sheets: [sheet("One"), sheet("Two")] }));
  const names = async (headingRow?: number) =>
    (await openTextFile(bytes, 100, headingRow)).sheets.map((one) => one.head[1]?.cells[1]);
  assert.deepEqual(await names(), ["One", "Two"]);
  // What it begins with still says what it is.
  bytes.fill(0, 8);
  assert.deepEqual(await names(1), ["One", "Two"]);
});
