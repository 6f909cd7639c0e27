// Costs as people write them in lists: amounts that say one thing are read, all others are told.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readCurrency, readMoney, unitOf } from "./money.ts";

const plain = unitOf("Cost");

test("R-13 a cost is read with its money and its thousands, from the cell or from the heading above it", () => {
  const read = (text: string, heading = plain) => {
    const money = readMoney(text, heading);
    return money ? [money.amount, money.currency] : null;
  };
  assert.deepEqual(
    [
      "120,000円",
      "１２万円",
      "¥120,000",
      "USD 3,000.50",
      "3,000 USD",
      "€500",
      "2千万円",
      "百万円",
      "0",
      "なし",
      "约5万元",
      "$40",
    ].map((text) => read(text)),
    [
      [120_000, "JPY"],
      [120_000, "JPY"],
      [120_000, null],
      [3000.5, "USD"],
      [3000, "USD"],
      [500, "EUR"],
      [20_000_000, "JPY"],
      null,
      [0, null],
      [0, null],
      [50_000, "CNY"],
      [40, null],
    ],
  );
  const thousands = unitOf("費用（千円）");
  assert.deepEqual(
    ["120", "120,000円", "1.5"].map((text) => read(text, thousands)),
    [
      [120_000, "JPY"],
      [120_000, "JPY"],
      [1500, "JPY"],
    ],
  );
  assert.deepEqual(unitOf("Cost (USD)"), { times: 1, currency: "USD" });
  assert.deepEqual(unitOf("预算（美元）"), { times: 1, currency: "USD" });
});

test("R-13 what is no one amount is none: ranges, words, debts", () => {
  for (const text of ["10~20万円", "未定", "-500", "100円/月", "1,20", "9999999999999", "要見積"])
    assert.equal(readMoney(text, plain), null, text);
  assert.deepEqual(["jpy", "円", "人民币", "ABC", "元"].map(readCurrency), [
    "JPY",
    "JPY",
    "CNY",
    null,
    "CNY",
  ]);
});
