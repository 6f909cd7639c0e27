import assert from "node:assert/strict";
import { test } from "node:test";
import { nearestOf } from "./nearest.ts";
import { similarity } from "./similarity.ts";

const kinds = ["鋳造", "物流", "精機", "化成", "電装", "商事", "開発", "素材", "建機", "食品"];
const places = ["札幌", "仙台", "東京", "名古屋", "大阪", "広島", "福岡", "那覇", "金沢", "高松"];
const names = kinds.flatMap((kind) =>
  places.flatMap((place) => Array.from({ length: 10 }, (_, n) => `見本${place}${kind}第${n + 1}株式会社`)),
);

test("the nearest names are those that comparing with all of them finds", () => {
  const nearest = nearestOf(names, (name) => [name]);
  for (const given of ["見本東京鋳造弟3", "見元大阪物流第10", "札幌精機", "Mihon", "見本名古屋電装第"]) {
    const likes = names.map((name) => similarity(given, name)).filter((like) => like >= 0.5);
    const best = likes.sort((one, other) => other - one).slice(0, 5);
    assert.deepEqual(
      nearest.of(given).map((name) => similarity(given, name)),
      best,
    );
  }
});

test("five hundred misspelt names against a thousand are not half a million comparisons", () => {
  const nearest = nearestOf(names, (name) => [name]);
  const misspelt = names.slice(0, 500).map((name) => name.replace("見本", "見元"));
  for (const given of misspelt) assert.ok(nearest.of(given).length > 0);
  const once = nearest.compared();
  assert.ok(once <= misspelt.length * 100, `${once} comparisons`);
  for (const given of misspelt) nearest.of(given);
  assert.equal(nearest.compared(), once, "a spelling that comes again is not compared again");
});
