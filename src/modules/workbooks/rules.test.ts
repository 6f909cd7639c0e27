import assert from "node:assert/strict";
import { test } from "node:test";
import { headingOf, inSentences, standingOf } from "./rules.ts";
import { sayIn } from "./words.ts";

test("a file without change is not one of no use: the heading names each as far as there are any", () => {
  const counts = { ready: 3, same: 2, twice: 1, not_ours: 4, shifted: 1 };
  assert.deepEqual(standingOf(counts), { all: 11, kept: 0, ready: 3, open: 1, nothing: 3, rest: 4 });
  assert.equal(
    headingOf(counts, sayIn("en")),
    "3 of 11 files are ready to be kept (1 to decide, 3 without change, 4 not usable)",
  );
  assert.equal(
    headingOf(counts, sayIn("ja")),
    "11件中3件を登録できます（要判断1件、変更なし3件、使用不可4件）",
  );
  assert.equal(headingOf(counts, sayIn("zh")), "11个文件中3个可以登记（1个待处理，3个无变化，4个不可用）");
  assert.equal(headingOf({ ready: 2 }, sayIn("en")), "2 of 2 files are ready to be kept");
  assert.equal(headingOf({ errors: 1, applied: 2 }, sayIn("en")), "1 of 3 files needs a decision (2 kept)");
  assert.equal(
    headingOf({ applied: 2, same: 1 }, sayIn("en")),
    "2 of 3 files are kept, nothing is left to decide (1 without change)",
  );
  assert.equal(
    headingOf({ same: 2, unreadable: 1 }, sayIn("en")),
    "None of 3 files brings an answer (2 without change, 1 not usable)",
  );
});

test("what is told of a file reads as sentences in each language; figures end as one only beside others", () => {
  const others = ["One.", "Two."];
  const told = { first: null, brings: "3 new answers", others };
  assert.equal(inSentences(sayIn("en"), told), "3 new answers. One. Two.");
  assert.equal(inSentences(sayIn("ja"), { ...told, others: ["一。"] }), "3 new answers。一。");
  assert.equal(inSentences(sayIn("zh"), { first: "甲。", brings: null, others: ["乙。"] }), "甲。乙。");
  assert.equal(inSentences(sayIn("en"), { ...told, others: [] }), "3 new answers");
});
