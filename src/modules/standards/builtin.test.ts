import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "yaml";
import { loadBuiltinStandard, mergeBuiltin } from "./builtin.ts";
import { canonicalJson, contentHash } from "./canonical.ts";
import { checkEdition } from "./check-edition.ts";
import { type EditionContent, textIn, type Texts } from "./edition.ts";
import { changesBetween, factsChanged, textOfFact } from "./changes.ts";
import { asksCoverageOf, inForceOfEach, inForceOn, normalised } from "./rules.ts";

const file = (name: string) => parse(readFileSync(new URL(`./builtin/${name}`, import.meta.url), "utf8"));
const files = () =>
  [file("group-standard.yaml"), file("group-standard.ja.yaml"), file("group-standard.zh.yaml")] as const;
const edition = loadBuiltinStandard();

test("the built-in standard is the one described: controls, areas, mandatory, tiers, thresholds", () => {
  const byArea = Object.groupBy(edition.controls, (control) => control.area);
  assert.deepEqual(
    Object.entries(byArea).map(([area, controls]) => [area, controls?.length]),
    [
      ["ORG", 34],
      ["HUM", 13],
      ["TEC", 43],
      ["PHY", 14],
      ["INC", 16],
    ],
  );
  assert.equal(edition.controls.filter((control) => control.mandatory).length, 33);
  assert.deepEqual(
    edition.tiers.map((tier) => [tier.id, tier.onSiteAuditEveryYears]),
    [
      ["T1", 1],
      ["T2", 2],
      ["T3", 3],
      ["T4", 4],
    ],
  );
  assert.deepEqual([edition.scoring.meetsFromPercent, edition.scoring.seriousBelowPercent], [90, 60]);
  assert.deepEqual([edition.maturity.weights, edition.maturity.tiers], [[3], ["T1", "T2"]]);
  assert.deepEqual(
    edition.answerScale.map((one) => [one.id, one.halfPoints]),
    [
      ["met", 2],
      ["partly", 1],
      ["not_met", 0],
      ["unknown", 0],
      ["not_applicable", null],
    ],
  );
});

function textsWithin(value: unknown, path = ""): [string, Texts][] {
  if (typeof value !== "object" || value === null) return [];
  const keys = Object.keys(value);
  if (keys.length > 0 && keys.every((key) => key === "en" || key === "ja" || key === "zh"))
    return [[path, value as Texts]];
  return Object.entries(value).flatMap(([key, member]) => textsWithin(member, `${path}.${key}`));
}

test("every text of it is there in all three languages", () => {
  const all = textsWithin(edition);
  assert.ok(all.length > 700);
  for (const [path, texts] of all) assert.deepEqual(Object.keys(texts).sort(), ["en", "ja", "zh"], path);
});

test("Japanese names of the overlay are those of the source", () => {
  const source = file("group-standard.yaml") as { controls: { id: string; title_ja: string }[] };
  for (const { id, title_ja } of source.controls) {
    assert.equal(edition.controls.find((control) => control.id === id)?.title.ja, title_ja, id);
  }
});

test("a coverage number is asked of rates over what a company has, not of rates of events nor of counts and ages", () => {
  const asked = edition.controls.filter((control) => control.asksCoverage).map((control) => control.id);
  assert.equal(asked.length, 24);
  for (const id of ["HUM-04", "TEC-01", "TEC-04", "TEC-12", "TEC-26"]) assert.ok(asked.includes(id), id);
  for (const metric of [
    "backup_success_rate",
    "incident_reported_within_24h_rate",
    "restore_test_age_days",
    "network_feed_uptime",
    undefined,
  ]) {
    assert.equal(asksCoverageOf(metric), false, String(metric));
  }
});

type Source = Record<string, unknown> & { controls: Record<string, unknown>[] };
type Overlay = Record<string, unknown> & {
  controls: Record<string, Record<string, unknown>>;
  areas: Record<string, Record<string, unknown>>;
};
const broken: [string, (source: Source, ja: Overlay, zh: Overlay) => void, RegExp][] = [
  [
    "an area nobody knows",
    (source) => (source.controls[0] = { ...source.controls[0], area: "XXX" }),
    /controls\.ORG-01\.area: not_among .*"XXX"/,
  ],
  [
    "a translation that is missing",
    (_, ja) => delete ja.controls["TEC-12"]?.["requirement"],
    /ja: controls\.TEC-12\.requirement: is missing/,
  ],
  [
    "a translation of nothing",
    (_, __, zh) => (zh.areas["OLD"] = { name: "x", question: "x" }),
    /zh: areas\.OLD: is not in the source/,
  ],
  [
    "one proof fewer in a translation",
    (_, ja) => (ja.controls["ORG-01"] = { ...ja.controls["ORG-01"], evidence: ["x"] }),
    /ja: controls\.ORG-01\.evidence: has 1 entries where the source has 3/,
  ],
  [
    "a weight that is none",
    (source) => (source.controls[1] = { ...source.controls[1], weight: "heavy" }),
    /controls\.ORG-02\.weight: type .*integer/,
  ],
  [
    "a tier word that is none",
    (source) => (source.controls[1] = { ...source.controls[1], tiers: { T1: "sometimes" } }),
    /controls\.ORG-02\.tiers\.T1: .*required/,
  ],
  ["a control twice", (source) => source.controls.push({ ...source.controls[0] }), /controls\.ORG-01: twice/],
  [
    "a tier nobody knows",
    (source) => (source.controls[1] = { ...source.controls[1], tiers: { T9: "required" } }),
    /controls\.ORG-02\.tiers: not_among .*"T9"/,
  ],
];
for (const [what, spoil, message] of broken) {
  test(`refused with path and reason: ${what}`, () => {
    const [source, ja, zh] = files();
    spoil(source, ja, zh);
    assert.throws(() => mergeBuiltin(source, ja, zh), message);
  });
}

test("the hash follows the content, not the order in which it was written", () => {
  const turned = JSON.parse(JSON.stringify(edition), (_, value) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).reverse())
      : value,
  ) as EditionContent;
  assert.notEqual(JSON.stringify(turned), JSON.stringify(edition));
  assert.ok(contentHash(turned).equals(contentHash(edition)));
  const [first, ...rest] = edition.controls;
  assert.ok(first);
  assert.ok(
    !contentHash({ ...edition, controls: [{ ...first, weight: 1 }, ...rest] }).equals(contentHash(edition)),
  );
});

test("canonical JSON is RFC 8785: members by UTF-16 code units, numbers as ECMAScript writes them", () => {
  const given = {
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew",
    "1": "One",
    "\ud83d\ude00": "Emoji",
    "\u0080": "Control",
    "\u00f6": "o",
  };
  assert.deepEqual(
    [...canonicalJson(given).matchAll(/:"(.+?)"/g)].map((found) => found[1]),
    ["Carriage Return", "One", "Control", "o", "Euro Sign", "Emoji", "Hebrew"],
  );
  assert.equal(
    canonicalJson([1e21, 4.5, 2e-3, true, null, { b: undefined, a: "\u000f" }]),
    '[1e+21,4.5,0.002,true,null,{"a":"\\u000f"}]',
  );
});

const texts = (en: string) => ({ en });

test("an imported catalogue in one language, with other areas and nothing asked for maturity, is an edition too", () => {
  const catalogue: EditionContent = {
    ...edition,
    standard: { code: "CSF", edition: "2.0", name: texts("Cybersecurity Framework") },
    areas: ["GV", "ID", "PR", "DE", "RS", "RC"].map((id) => ({ id, name: texts(id) })),
    maturity: { levels: [], weights: [], tiers: [] },
    controls: [
      {
        id: "PR.AA-01",
        area: "PR",
        topic: "identity",
        title: texts("PR.AA-01"),
        requirement: texts("As in the catalogue"),
        evidence: [],
        tiers: { T1: "required", T2: "required", T3: "required", T4: "required" },
        mandatory: false,
        weight: 1,
        functions: [],
        harms: [],
        appliesWhen: "always",
        cadence: "yearly",
        asksCoverage: false,
        references: {},
      },
    ],
  };
  assert.deepEqual(checkEdition(catalogue), []);
  assert.equal(textIn(catalogue.controls[0]?.title ?? {}, "ja"), "PR.AA-01");
});

test("what became of each control: a new wording or weight is a change, a new translation or reference is not", () => {
  const [first, second, third] = edition.controls;
  assert.ok(first && second && third);
  const next = {
    ...edition,
    controls: [
      { ...first, requirement: { ...first.requirement, en: "Something else" } },
      { ...second, requirement: { ...second.requirement, ja: "別の訳" }, references: {}, evidence: [] },
      { ...third, tiers: { T4: "recommended", T3: "required", T2: "required", T1: "required" } as const },
    ],
  };
  const changes = changesBetween(edition, next);
  assert.deepEqual(
    changes.slice(0, 4).map((one) => [one.controlId, one.change, one.carry]),
    [
      ["ORG-01", "changed", null],
      ["ORG-02", "unchanged", "propose"],
      ["ORG-03", "changed", null],
      ["ORG-04", "withdrawn", null],
    ],
  );
  assert.ok(changesBetween(null, edition).every(({ change }) => change === "new"));
  assert.ok(changesBetween(edition, normalised(edition)).every(({ change }) => change === "unchanged"));
});

test("T-10 another guidance or example asks nobody again; it is told as what changed beside the question", () => {
  const [first] = edition.controls;
  assert.ok(first);
  const explained = { ...first, guidance: { en: "As in 5.1" }, examples: [{ en: "A list of names" }] };
  const next = { ...edition, controls: [explained, ...edition.controls.slice(1)] };
  const [change] = changesBetween(edition, next);
  assert.deepEqual([change?.change, change?.carry], ["unchanged", "propose"]);
  assert.deepEqual(factsChanged(first, explained), ["guidance"]);
  assert.deepEqual(textOfFact(explained, "guidance"), { en: "As in 5.1\nA list of names" });
});

test("in force is the last to take effect by the day; before the first, the first to come", () => {
  const editions = [
    { id: "b", state: "published", effectiveOn: "2027-04-01" },
    { id: "a", state: "published", effectiveOn: "2026-04-01" },
    { id: "r", state: "retired", effectiveOn: "2026-10-01" },
    { id: "d", state: "draft", effectiveOn: null },
  ];
  assert.deepEqual(
    ["2025-01-01", "2026-04-01", "2027-03-31", "2027-04-01"].map((day) => inForceOn(editions, day)),
    ["a", "a", "a", "b"],
  );
  assert.equal(inForceOn([], "2026-04-01"), null);
});

test("T-10 an edition on an outside catalogue stands in force beside the group's own, whenever it takes effect", () => {
  const edition = (id: string, standard: string, publishedAt: string, effectiveOn: string) => ({
    id,
    standard,
    publishedAt,
    effectiveOn,
    state: "published",
  });
  const editions = [
    edition("csf", "NIST-CSF", "2026-11-26T00:00:00Z", "2026-11-26"),
    edition("own 2026", "GISS", "2026-03-01T00:00:00Z", "2026-04-01"),
    edition("own 2023", "GISS", "2023-03-01T00:00:00Z", "2023-04-01"),
    { ...edition("own 2027", "GISS", "2026-12-01T00:00:00Z", "2027-04-01"), state: "draft" },
  ];
  const { ids, own } = inForceOfEach(editions, "2026-11-26");
  assert.deepEqual([own, [...ids].sort()], ["own 2026", ["csf", "own 2026"]]);
  assert.deepEqual(inForceOfEach([], "2026-11-26"), { ids: new Set(), own: null });
});
