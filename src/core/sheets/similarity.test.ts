import assert from "node:assert/strict";
import { test } from "node:test";
import { similarity } from "./similarity.ts";

test("a misspelt name is near, another is far, long ones are bounded", () => {
  assert.equal(similarity("株式会社産業機械", "産業機械（株）"), 1);
  assert.equal(similarity("産業機戒", "産業機械"), 0.75);
  assert.equal(similarity("東京", "大阪"), 0);
  assert.equal(similarity(`a${"b".repeat(1_000_000)}`, `a${"b".repeat(999_999)}`), 1);
});
