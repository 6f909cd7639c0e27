// What a trend must not be made to say (domain.md, "Blocked or marked in the product").
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { modules } from "#app/modules.ts";
import { wilson } from "#core/wilson.ts";
import { isFurthestBehind } from "#modules/figures/rules.ts";
import { placesOf, trendDrawing } from "#web/charts/trend.ts";
import {
  cautionsOf,
  findingOf,
  isPartial,
  tenthsDown,
  trendOf,
  type YearHead,
  type YearRow,
} from "./rules.ts";

const head = (id: string, fiscalYear: number, more: Partial<YearHead> = {}): YearHead => ({
  id,
  fiscalYear,
  edition: "1",
  editionId: "1",
  changes: null,
  leftOut: 0,
  ...more,
});
const row = (roundId: string, companyId: number, more: Partial<YearRow> = {}): YearRow => ({
  roundId,
  companyId: String(companyId),
  tier: "T2",
  result: "meets",
  sameResult: "meets",
  isProvisional: false,
  restatedResult: null,
  percent: 90,
  restatedPercent: null,
  samePercent: 90,
  required: 100,
  na: 4,
  verified: 10,
  computedAt: "2026-11-20T00:00:00.000Z",
  ...more,
});
const ten = (roundId: string, more: (index: number) => Partial<YearRow> = () => ({})) =>
  Array.from({ length: 10 }, (_, index) => row(roundId, index, more(index)));
const years = [head("a", 2025), head("b", 2026)];
const points = ({ years: all, sameCompanies }: ReturnType<typeof trendOf>) =>
  all.map((year) => ({
    full: tenthsDown(year.meets, year.companies),
    same: year.sameMeets === null ? null : tenthsDown(year.sameMeets, sameCompanies),
    isImported: year.isImported,
  }));

test("T-10 an edition change is no progress: more meet in full, but the finding speaks of the same controls alone", () => {
  const trend = trendOf(
    [head("a", 2025), head("b", 2026, { edition: "2", editionId: "2" })],
    [
      ...ten("a", (index) => ({ result: index < 5 ? "meets" : "improve", sameResult: "meets" })),
      ...ten("b", (index) => ({ sameResult: index < 8 ? "meets" : "improve" })),
    ],
  );
  assert.deepEqual(findingOf(points(trend)), { way: "down", same: -20, full: 50 });
  assert.ok(cautionsOf(trend.years).includes("edition"));
  const apart = trendOf(years, [
    ...ten("a", () => ({ sameResult: null })),
    ...ten("b", () => ({ sameResult: null })),
  ]);
  assert.equal(findingOf(points(apart)).way, "onlyFull", "without a comparison no direction is said");
});

test("a company that was away in a year between is in no like-for-like series, and a series with an unjudged company is none", () => {
  const three = [head("a", 2024), head("b", 2025), head("c", 2026)];
  const away = trendOf(three, [...ten("a"), ...ten("b").slice(1), ...ten("c")]);
  assert.deepEqual([away.sameCompanies, away.years.map((year) => year.sameMeets)], [9, [9, 9, 9]]);
  const unjudged = trendOf(years, [
    ...ten("a", (index) => (index === 0 ? { sameResult: null } : {})),
    ...ten("b"),
  ]);
  assert.deepEqual(
    unjudged.years.map((year) => year.sameMeets),
    [null, 10],
    "the other nine are not read as all",
  );
});

test("results that may still change, and years of a handful of companies, are said", () => {
  const cautions = (rows: YearRow[]) => cautionsOf(trendOf(years, rows).years);
  assert.deepEqual(cautions([...ten("a"), ...ten("b", (index) => ({ isProvisional: index === 3 }))]), [
    "provisional",
  ]);
  assert.deepEqual(cautions([...ten("a"), ...ten("b").slice(0, 2)]), ["few"]);
});

test("T-13 imported years are no point to compare with", () => {
  const [now] = points(trendOf([head("b", 2026)], ten("b")));
  assert.ok(now);
  assert.equal(findingOf([{ full: 10, same: 10, isImported: true }, now]).way, "first");
});

test("joiners and leavers move the number in full only", () => {
  const trend = trendOf(years, [
    ...ten("a", (index) => (index < 5 ? {} : { result: "improve", sameResult: "improve" })),
    ...ten("b", (index) => (index < 5 ? {} : { result: "improve", sameResult: "improve" })),
    ...Array.from({ length: 10 }, (_, index) => row("b", 100 + index)),
  ]);
  assert.deepEqual(findingOf(points(trend)), { way: "level", same: 0, full: 25 });
  assert.deepEqual([trend.years[1]?.joined, trend.years[1]?.left, trend.sameCompanies], [10, 0, 10]);
});

test("a denominator that shrinks by exclusions is marked: companies left out, answers not applicable", () => {
  const trend = (more: Partial<YearHead>, na: number) =>
    cautionsOf(
      trendOf([head("a", 2025), head("b", 2026, more)], [...ten("a"), ...ten("b", () => ({ na }))]).years,
    );
  assert.deepEqual(trend({}, 4), []);
  assert.deepEqual(trend({ leftOut: 1 }, 4), ["shrunk"]);
  assert.deepEqual(trend({}, 6), ["na"]);
});

test("a correction after the lock stands beside what was reported, never instead", () => {
  const trend = trendOf(years, [
    ...ten("a", (index) => (index === 0 ? { restatedResult: "serious" } : {})),
    ...ten("b"),
  ]);
  const [year] = trend.years;
  assert.deepEqual([year?.meets, year?.restatedMeets, year?.restated], [10, 9, 1]);
  assert.equal(trend.years[1]?.restatedMeets, null);
  assert.deepEqual(cautionsOf(trend.years), ["restated"]);
});

test("nothing is rounded across a target: shares go down, 94.96 is not 95", () => {
  assert.equal(tenthsDown(9496, 10_000), 94.9);
  assert.equal(tenthsDown(1999, 2000), 99.9);
  assert.equal(tenthsDown(2000, 2000), 100);
  assert.equal(tenthsDown(0, 0), null);
  fc.assert(
    fc.property(fc.nat(5000), fc.integer({ min: 1, max: 5000 }), fc.nat(100), (part, more, target) => {
      const whole = part + more;
      const isReached = part * 100 >= target * whole;
      assert.equal((tenthsDown(part, whole) ?? 0) >= target, isReached);
    }),
  );
});

test("no colour without a number: every mark of a trend has its value written beside it", () => {
  const said = trendDrawing(
    [
      { label: "FY2023", below: "imported", full: 41, same: null, isImported: true },
      { label: "FY2024", below: "20", full: 52, same: 63, restated: 47 },
      { label: "FY2025", below: "20", full: 74, same: 85, median: 66 },
    ],
    { same: "same", full: "full", number: String },
  ).shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));
  for (const value of ["41", "52", "63", "47", "74", "85", "66"]) assert.ok(said.includes(value), value);
});

test("imported years are hollow and joined to no line", () => {
  const draw = (isImported: boolean) =>
    trendDrawing(
      [
        { label: "1", below: "", full: 40, same: null, isImported },
        { label: "2", below: "", full: 60, same: 60 },
      ],
      { same: "same", full: "full", number: String },
    ).shapes;
  const squares = draw(true).flatMap((shape) => (shape.kind === "rect" ? [shape.fill] : []));
  assert.deepEqual(squares, ["paper", "ink-3"]);
  const dashed = (isImported: boolean) =>
    draw(isImported).find((shape) => shape.kind === "path" && shape.dash === "4 3") as { d: string };
  assert.equal(dashed(false).d.match(/L/g)?.length, 1);
  assert.equal(dashed(true).d.match(/L/g), null);
});

test("groups whose intervals overlap are not ranked: none is called the furthest behind", () => {
  assert.equal(isFurthestBehind({ part: 69, whole: 100 }, { part: 83, whole: 120 }), false);
  assert.equal(
    isFurthestBehind({ part: 2, whole: 6 }, { part: 7, whole: 9 }),
    false,
    "few companies prove little",
  );
  assert.equal(isFurthestBehind({ part: 40, whole: 100 }, { part: 90, whole: 120 }), true);
  const { low, high } = wilson(0, 0);
  assert.deepEqual([low, high], [0, 1], "of nothing everything is possible");
  assert.ok(Math.abs(wilson(8, 10).low - 0.4902) < 0.001 && Math.abs(wilson(8, 10).high - 0.9433) < 0.001);
});

test("no reply has a mean of companies without the lowest ten beside it", () => {
  const lacking: string[] = [];
  const look = (schema: Record<string, unknown>, path: string) => {
    const properties = (schema["properties"] ?? {}) as Record<string, Record<string, unknown>>;
    for (const [name, of] of Object.entries(properties)) {
      if (/^(mean|average|avg)([A-Z]|$)/.test(name) && !("lowestTen" in properties))
        lacking.push(`${path}.${name}`);
      look(of, `${path}.${name}`);
    }
    for (const inner of [schema["items"], ...((schema["anyOf"] ?? []) as unknown[])])
      if (inner && typeof inner === "object") look(inner as Record<string, unknown>, path);
  };
  for (const { contract } of modules)
    for (const [name, operation] of Object.entries(contract))
      look(operation.output as unknown as Record<string, unknown>, name);
  assert.deepEqual(lacking, []);
});

test("numbers of one picture are of one form: 13.0 beside 22.7, never 13 beside 22.7", () => {
  assert.deepEqual([placesOf([13, null, 40]), placesOf([13, 22.7]), placesOf([])], [0, 1, 0]);
  const said = trendDrawing(
    [
      { label: "FY2025", below: "", full: 13, same: 13 },
      { label: "FY2026", below: "", full: 22.7, same: 20 },
    ],
    { same: "same", full: "full", number: (value) => value.toFixed(placesOf([13, 22.7])), axis: String },
  ).shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));
  assert.deepEqual(
    said.filter((text) => /^[\d.]+$/.test(text)),
    ["0", "10", "20", "30", "13.0", "22.7", "20.0"],
  );
});

test("T-13 an imported year of fewer companies than were asked since is partial: its mark says how many of how many", () => {
  const kept = trendOf(years, [...ten("a"), ...ten("b")]).years;
  const imported = { ...(kept[0] as (typeof kept)[number]), isImported: true };
  const some = [{ ...imported, companies: 4 }, ...kept];
  const all = [{ ...imported, companies: 10 }, ...kept];
  assert.ok(cautionsOf(some).includes("partial") && !cautionsOf(all).includes("partial"));
  assert.deepEqual(
    some.map((year) => isPartial(year, some)),
    [true, false, false],
  );
  const { shapes } = trendDrawing(
    [
      { label: "FY2023", below: "4 co.", full: 25, same: null, isImported: true, partly: "1 of 4" },
      { label: "FY2024", below: "10 co.", full: 50, same: 50 },
    ],
    { same: "same", full: "full", number: String },
  );
  const said = shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));
  assert.ok(said.includes("1 of 4") && !said.includes("25"));
  assert.ok(shapes.some((shape) => shape.kind === "rect" && shape.dash !== undefined));
});

test("a difference is that of the numbers shown: 41.6 and 62.5 differ by 20.9, though 10 and 15 of 24 by 20.83", () => {
  const [then, now] = [tenthsDown(10, 24), tenthsDown(15, 24)];
  assert.deepEqual([then, now], [41.6, 62.5]);
  const point = (full: number | null) => ({ full, same: full, isImported: false });
  assert.deepEqual(findingOf([point(then), point(now)]), { way: "up", same: 20.9, full: 20.9 });
});
