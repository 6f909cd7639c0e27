import assert from "node:assert/strict";
import { test } from "node:test";
import { textFolders } from "#app/text-folders.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { fiscalYearName, formatDelta, formatNumber, formatScore, type Language } from "#core/text/format.ts";
import { findingSaid } from "#modules/overview/web/trend/said.ts";
import type { Trend, Year } from "#modules/overview/web/trend/shown.ts";

const say = loadTexts(textFolders);
const year = (fiscalYear: number, meets: number, sameMeets: number): Year => ({
  roundId: String(fiscalYear),
  fiscalYear,
  edition: "1",
  isImported: false,
  isNewEdition: false,
  changes: null,
  companies: 24,
  scoreOnly: 0,
  leftOut: 0,
  meets,
  sameMeets,
  restated: 0,
  restatedMeets: null,
  joined: 0,
  left: 0,
  provisional: 0,
  required: 0,
  na: 0,
  verified: 0,
  dataAt: null,
  own: null,
});
const trend = (...years: Year[]): Trend => ({
  company: null,
  cautions: [],
  sameCompanies: 22,
  sameControls: 104,
  years,
});
const said = (of: Trend, language: Language, length?: "short") => {
  const { key, values } = findingSaid(
    of,
    {
      number: (value, digits = 0) => formatNumber(value, language, digits),
      score: (value, isCell) => formatScore(value, language, isCell),
      delta: (value) => formatDelta(value, language),
      fiscalYear: (one) => fiscalYearName(one, language),
    },
    length,
  );
  return say(language, key, values);
};

test("T-13 the trend's heading stands without its picture: who, over which controls, how many more, since when", () => {
  const three = trend(year(2024, 3, 5), year(2025, 10, 11), year(2026, 15, 14));
  for (const [language, expected] of [
    [
      "en",
      "In FY2026, 14 of the 22 companies asked in all 3 years meet the standard on the 104 controls that have not changed, 3 more than in FY2025 (63.6 %, up 13.6 points); in full 62.5 % of 24",
    ],
    [
      "ja",
      "2026年度は、3年度すべてで対象となった22社のうち14社が、変更のない104管理策で基準を達成、2025年度より3社増（63.6%、13.6ポイント上昇）。全体では24社の62.5%",
    ],
    [
      "zh",
      "3个年度均参加自查的22家公司中，2026财年有14家在104个未变的控制项上达标，比2025财年增加3家（63.6%，上升13.6个百分点）；全口径为24家的62.5%",
    ],
  ] as const)
    assert.equal(said(three, language), expected);
  assert.equal(said(three, "en", "short"), "Up 13.6 points since FY2025 on the same controls");
  assert.match(
    said(trend(year(2025, 2, 3), year(2026, 1, 1)), "en"),
    /^In FY2026, 1 of .* both years meets .* 2 fewer/,
  );
  assert.match(said(trend(year(2025, 2, 3), year(2026, 9, 3)), "en"), /, as many as in FY2025 \(13\.6 %\)/);
});

test("T-10 without a comparison the heading tells no number and no direction", () => {
  const apart = trend(year(2025, 2, 3), { ...year(2026, 9, 3), sameMeets: null });
  assert.doesNotMatch(said(apart, "en"), /\d|more|up/);
});
