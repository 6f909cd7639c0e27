// What a document may hold, in and out, and how much of it is certain.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { oscalProblems } from "#core/oscal/check.ts";
import { recognise } from "#modules/imports/recognise.ts";
import { match } from "../matching.ts";
import { mappingColumns, pairsOfSheet } from "../sheet/read.ts";
import { readCollection } from "./read.ts";
import { type OutMapping, writeCollection } from "./write.ts";

const tooMany = (error: unknown) => error instanceof AppError && error.code === "mapping.too_many_links";
const ids = (count: number, letter: string) => Array.from({ length: count }, (_, at) => `${letter}${at}`);
const entry = (sources: number, targets: number) => ({
  relationship: "equal-to",
  sources: ids(sources, "s").map((id) => ({ type: "control", "id-ref": id })),
  targets: ids(targets, "t").map((id) => ({ type: "control", "id-ref": id })),
});
const collection = (...maps: object[]) => ({
  "mapping-collection": { mappings: [{ maps }] },
});

test("a small document that pairs thousands with thousands is refused while it is read", () => {
  assert.throws(() => readCollection(collection(entry(9000, 9000))), tooMany);
  assert.throws(() => readCollection(collection(entry(100, 100), entry(101, 100))), tooMany, "in all");
  const most = readCollection(collection(entry(100, 100), entry(100, 100)));
  assert.equal(most?.mappings[0]?.pairs.length, 20_000);
});

const sheet = async (...rows: string[]) => {
  const bytes = Buffer.from(["control,relation,item", ...rows].join("\n"));
  return pairsOfSheet(
    await recognise(bytes, { columns: mappingColumns, mostRows: 100 }, {}, async () => null),
  );
};
const row = (sources: number, targets: number) =>
  `${ids(sources, "s").join(" ")},=,${ids(targets, "t").join(" ")}`;

test("so is a sheet with thousands of ids in its cells", async () => {
  await assert.rejects(sheet(row(3000, 3000)), tooMany);
  await assert.rejects(sheet(row(100, 100), row(101, 100)), tooMany);
  assert.equal((await sheet(row(100, 100), row(100, 100))).length, 20_000);
});

test("a mapping of which no link was taken is left out of what goes out, and the rest follows the schema", () => {
  const mapping = (id: string, links: OutMapping["links"]): OutMapping => ({
    id,
    source: { title: "One", setId: "one" },
    target: { title: `Two ${id}`, setId: `two_${id}` },
    links,
    sourceGaps: ["X-1"],
    targetGaps: [],
  });
  const link = { source: "A-1", target: "B-1", relation: "equal" as const, confidence: null, remark: null };
  const out = writeCollection({
    id: "c",
    title: "Crosswalk",
    version: "1",
    modifiedAt: "2026-01-01T00:00:00.000Z",
    provenance: { method: "human", rationale: "semantic", status: "complete", description: "x" },
    party: null,
    mappings: [mapping("a", []), mapping("b", [link])],
  });
  assert.deepEqual(oscalProblems("mapping-collection", out), []);
  const back = readCollection({ "mapping-collection": out });
  assert.deepEqual(
    back?.mappings.map((one) => one.target?.setId),
    ["two_b"],
  );
});

test("R-21 what holds under a condition alone shares something, and says the condition", () => {
  const one = { type: "control", "id-ref": "A-1" };
  const map = (relationship: string, to: string) => ({
    relationship,
    sources: [one],
    targets: [{ type: "control", "id-ref": to }],
    remarks: "Drafted",
    qualifiers: [
      {
        subject: "source",
        predicate: "has-requirement",
        category: "addressable",
        description: "Only with MFA",
      },
    ],
  });
  const document = collection(map("superset-of", "B-1"), map("no-relationship", "B-2"));
  const [mapping] = readCollection(document)?.mappings ?? [];
  assert.ok(mapping);
  assert.deepEqual(
    mapping.pairs.map((pair) => [pair.relation, pair.remark]),
    [
      ["intersects", "Drafted / source has-requirement (addressable): Only with MFA"],
      ["none", "Drafted / source has-requirement (addressable): Only with MFA"],
    ],
  );
  const { links, problems } = match(mapping, ["A-1"], ["B-1", "B-2"]);
  assert.deepEqual(
    [links.length, problems.map(({ kind, count }) => [kind, count])],
    [2, [["conditional", 2]]],
  );
});

test("R-21 how sure a sheet is, is read by the largest number of its column: shares, tenths (IR 8278A) or per cent", async () => {
  const sure = async (...column: string[]) => {
    const bytes = Buffer.from(
      [
        "control,relation,item,strength of relationship",
        ...column.map((cell, at) => `A-${at},=,B-${at},${cell}`),
      ].join("\n"),
    );
    const pairs = await pairsOfSheet(
      await recognise(bytes, { columns: mappingColumns, mostRows: 100 }, {}, async () => null),
    );
    return pairs.map((pair) => pair.confidence);
  };
  assert.deepEqual(await sure("10", "5", "1", ""), [100, 50, 10, null]);
  assert.deepEqual(await sure("1", "0.5", "0"), [100, 50, 0]);
  assert.deepEqual(await sure("80", "1", "100%"), [80, 1, 100]);
  assert.deepEqual(await sure("1%", "high"), [1, null]);
});
