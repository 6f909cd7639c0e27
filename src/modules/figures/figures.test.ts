import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { catalogue, type Counted, figuresOf } from "./catalogue.ts";
import { figureIds } from "./contract.ts";
import { workCatalogue } from "./work-catalogue.ts";

const at = (path: string) => new URL(path, import.meta.url);
const words = JSON.parse(readFileSync(at("./text.en.json"), "utf8")) as Record<string, string>;

/** docs/reference/figures.md, from the catalogue and its English texts. */
function reference(): string {
  const rows = [...catalogue, ...workCatalogue].map(
    ({ id, counts, isGood }) =>
      `| \`${id}\` | ${words[`figure.${id}`]} | ${words[`figure.${id}.definition`]} | ${words[`figures.counts.${counts}`]} | ${words[isGood ? "figures.isGood" : "figures.isBad"]} |`,
  );
  return [
    "# Figures",
    "",
    "Generated from `src/modules/figures`. Do not edit; `YAGURA_WRITE_REFERENCE=1 npm test -- figures` writes it.",
    "",
    words["figures.intro"],
    "",
    `Boundary: ${words["figures.boundaryRound"]}. Every figure comes with numerator, denominator and the age of its oldest data.`,
    "",
    "| id | figure | definition | counts | reads as |",
    "|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

test("the reference of figures is the catalogue", () => {
  const file = at("../../../docs/reference/figures.md");
  if (process.env["YAGURA_WRITE_REFERENCE"]) writeFileSync(file, reference());
  assert.equal(readFileSync(file, "utf8"), reference());
  assert.deepEqual(
    catalogue.map((one) => one.id),
    [...figureIds],
  );
});

const company = fc.record({
  result: fc.constantFrom<Counted["result"]>("meets", "improve", "serious", "not_known"),
  isProvisional: fc.boolean(),
  isOverdue: fc.boolean(),
  workers: fc.option(fc.nat(5000)),
  requiredCount: fc.constant(100),
  answeredCount: fc.nat(100),
  naCount: fc.nat(10),
  unknownCount: fc.nat(100),
  verifiedCount: fc.nat(100),
  computedAt: fc.constant("2026-11-20T00:00:00.000Z"),
});

test("no numerator exceeds its denominator, and a company of which nothing is known never leaves one", () => {
  fc.assert(
    fc.property(fc.array(company, { maxLength: 30 }), company, (companies, last) => {
      const [before, after] = [
        figuresOf(companies),
        figuresOf([...companies, { ...last, result: "not_known" }]),
      ];
      for (const [index, figure] of after.entries()) {
        assert.ok(figure.numerator <= figure.denominator, figure.id);
        if (figure.counts === "companies")
          assert.equal(figure.denominator, (before[index]?.denominator ?? 0) + 1, figure.id);
      }
    }),
  );
});
