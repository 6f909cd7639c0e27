import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { loadBuiltinStandard } from "./builtin.ts";
import { groupOf, referenceItems } from "./references.ts";

const ids = (set: string) => (referenceItems[set] ?? []).map((item) => item.id);
const { controls, referenceSets } = loadBuiltinStandard();
const named = (set: string) => new Set(controls.flatMap((control) => control.references[set] ?? []));

test("R-21 the catalogues are complete and name each item once", () => {
  for (const [set, count] of [
    ["iso27001_2022", 93],
    ["nist_csf_2_0", 106],
    ["scs_2026", 43],
  ] as const) {
    assert.equal(new Set(ids(set)).size, count, set);
    assert.equal(ids(set).length, count, set);
  }
});

const untouched = (set: string) => ids(set).filter((item) => !named(set).has(item));

test("R-21 every reference of the built-in standard is an item of its catalogue, and only GV.RM-07 is touched by none", () => {
  for (const { id: set } of referenceSets) {
    assert.deepEqual(
      [...named(set)].filter((item) => !ids(set).includes(item)),
      [],
      set,
    );
  }
  assert.deepEqual(untouched("nist_csf_2_0"), ["GV.RM-07"]);
  assert.deepEqual(untouched("iso27001_2022"), []);
  assert.deepEqual(untouched("scs_2026"), []);
});

type Csf = {
  catalog: {
    groups: { controls: { controls?: { id: string; props?: { name: string; value: string }[] }[] }[] }[];
  };
};
const sample = new URL(
  "../../../../shared/samples/oscal/catalogs/NIST_CSF_v2.0_catalog_1.2.0.json",
  import.meta.url,
);

test("R-21 the CSF ids are the active subcategories of NIST's own catalogue", {
  skip: !existsSync(sample),
}, () => {
  const { catalog } = JSON.parse(readFileSync(sample, "utf8")) as Csf;
  const active = catalog.groups
    .flatMap((group) => group.controls.flatMap((category) => category.controls ?? []))
    .filter((one) => !one.props?.some((prop) => prop.name === "status" && prop.value === "withdrawn"))
    .map((one) => one.id);
  assert.deepEqual([...active].sort(), [...ids("nist_csf_2_0")].sort());
});

test("items stand below their heading, also in a catalogue the product does not know", () => {
  assert.deepEqual(
    [
      groupOf("iso27001_2022", "A.8.24"),
      groupOf("nist_csf_2_0", "GV.RM-07"),
      groupOf("scs_2026", "4-1-9"),
      groupOf("iso27001_2022_clauses", "6.1.2"),
      groupOf("own", "AC-2.1"),
    ],
    ["A.8", "GV.RM", "4-1", "6", "AC-2"],
  );
});
