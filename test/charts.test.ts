import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { labelLines, partsOf, shortName, widthOf } from "#web/charts/labels.ts";
import { ladderDrawing } from "#web/charts/ladder.ts";
import { palette } from "#web/charts/palette.ts";
import { svgText } from "#web/charts/svg-text.ts";
import { icicleLayout, treemapLayout } from "#web/charts/treemap.ts";
import { axisOf, trendDrawing } from "#web/charts/trend.ts";

test("the colours of files are those of the light tokens", () => {
  const css =
    readFileSync(new URL("../src/web/theme/tokens.css", import.meta.url), "utf8").split("[data-mantine")[0] ??
    "";
  for (const [name, value] of Object.entries(palette))
    assert.match(css, new RegExp(`--${name}: ${value};`), `${name} differs from tokens.css`);
});

test("legal forms are left out, names break between their parts and are never cut within a small tile", () => {
  assert.deepEqual(
    [
      "株式会社見本製作所",
      "見本精機株式会社",
      "Mihon Precision (Thailand) Co., Ltd.",
      "Mihon Power Deutschland GmbH",
      "Mihon Home PT",
    ].map(shortName),
    ["見本製作所", "見本精機", "Mihon Precision (Thailand)", "Mihon Power Deutschland", "Mihon Home"],
  );
  assert.equal(partsOf("北関東見本電装シート").join(""), "北関東見本電装シート");
  for (const width of [40, 60, 90, 140])
    for (const line of labelLines("株式会社北関東見本電装シート", width, 11, 9))
      assert.ok(widthOf(line, 11) <= width);
  assert.deepEqual(labelLines("Mihon Precision (Thailand) Co., Ltd.", 20, 11, 9), []);
});

test("areas of the map are proportional to people, and every company has a place", () => {
  const company = fc.record({
    weight: fc.integer({ min: 0, max: 3000 }),
    group: fc.constantFrom("a", "b", "c"),
  });
  fc.assert(
    fc.property(fc.array(company, { minLength: 1, maxLength: 60 }), (given) => {
      const companies = given.map((one, index) => ({ ...one, id: String(index), name: `Works ${index}` }));
      const groups = ["a", "b", "c"].map((key) => ({ key, name: key }));
      for (const layout of [treemapLayout, icicleLayout]) {
        const { tiles, groups: heads } = layout(groups, companies, 800, 600);
        assert.equal(tiles.length, companies.length);
        assert.equal(
          heads.reduce((sum, head) => sum + head.weight, 0) >=
            companies.reduce((sum, one) => sum + one.weight, 0),
          true,
        );
      }
    }),
    { numRuns: 40 },
  );
});

test("the axis holds every value, between nought and a hundred", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1 }), (values) => {
      const { low, high } = axisOf(values);
      assert.ok(low >= 0 && high <= 100 && values.every((value) => value >= low && value <= high));
    }),
  );
});

test("a saved picture is a whole document that says what it shows, and nothing in a name becomes markup", () => {
  const words = { same: "same <b>", full: "full", number: String };
  const years = [
    { label: "FY<2025>", below: "24", full: 70, same: null },
    { label: "FY2026", below: "24", full: 60, same: 62, mark: ["edition & more"] },
  ];
  const svg = svgText(trendDrawing(years, words), { title: "A & B", summary: "1 < 2" });
  assert.match(svg, /<title>A &amp; B<\/title><desc>1 &lt; 2<\/desc>/);
  assert.ok(!svg.includes("<b>") && !svg.includes("<2025>") && !svg.includes("var(--"));
});

test("words below the years and at changes of edition do not run into each other, however many years there are", () => {
  const words = { same: "like-for-like", full: "in full", number: (value: number) => value.toFixed(1) };
  for (const count of [3, 4, 5]) {
    const years = Array.from({ length: count }, (_, at) => ({
      label: `FY${2023 + at}`,
      below: "24 · +10 −10",
      full: 40 + at,
      same: null,
      ...(at > 0 ? { mark: [`edition ${2023 + at}.1 ▸`] } : {}),
    }));
    const texts = trendDrawing(years, words).shapes.flatMap((shape) =>
      shape.kind === "text" ? [shape] : [],
    );
    for (const y of [12, 26, 184, 198]) {
      const spans = texts
        .filter((text) => text.y === y)
        .map((text) => {
          const width = widthOf(text.text, 11);
          const from = text.x - (text.anchor === "middle" ? width / 2 : text.anchor === "end" ? width : 0);
          return [from, from + width] as const;
        })
        .sort((a, b) => a[0] - b[0]);
      assert.ok(
        spans.every(([from], at) => at === 0 || from >= (spans[at - 1]?.[1] ?? 0)),
        `${count} years, row ${y}`,
      );
    }
  }
});

test("the ladder begins at the score, ends at the last step and marks the threshold", () => {
  const { shapes } = ladderDrawing([82, 86, 91], 90, { now: ".82", from: "meets from .90" });
  const xs = shapes.flatMap((shape) => (shape.kind === "circle" ? [shape.x] : []));
  const line = shapes.find((shape) => shape.kind === "line" && shape.stroke === "meets");
  assert.ok(line?.kind === "line" && xs.length === 3);
  const last = xs[1] ?? 0;
  assert.ok(last > line.x1 && (xs[0] ?? 0) < line.x1 && (xs[2] ?? 0) < (xs[0] ?? 0));
});
