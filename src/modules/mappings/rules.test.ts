import assert from "node:assert/strict";
import { test } from "node:test";
import { textFolders } from "#app/text-folders.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { evidenceFor, type Link, netOf, waysFrom, weakestOf } from "./chains.ts";
import { relationOf } from "./given.ts";
import { compose, type Derived, inverse, type Relation, relations, signOf, strength } from "./rules.ts";

const say = loadTexts(textFolders);

// Every non-empty part of four requirements, as bits.
const parts = Array.from({ length: 15 }, (_, index) => index + 1);
const holds: Record<Relation, (a: number, b: number) => boolean> = {
  equal: (a, b) => a === b,
  superset: (a, b) => (a & b) === b,
  subset: (a, b) => (a & b) === a,
  intersects: (a, b) => (a & b) !== 0,
  none: (a, b) => (a & b) === 0,
};

test("R-21 every composition is true of all sets, and the most that is", () => {
  for (const first of relations) {
    for (const second of relations) {
      const pairs = parts.flatMap((a) =>
        parts.flatMap((b) =>
          holds[first](a, b) ? parts.filter((c) => holds[second](b, c)).map((c) => [a, c] as const) : [],
        ),
      );
      const certain = relations.filter((one) => pairs.every(([a, c]) => holds[one](a, c)));
      const most: Derived = certain.sort((a, b) => strength[b] - strength[a])[0] ?? "unknown";
      assert.equal(compose(first, second), most, `${first}, then ${second}`);
    }
  }
});

test("nothing follows once nothing follows, and turning round twice changes nothing", () => {
  for (const one of relations) {
    assert.equal(compose(one, "unknown"), "unknown");
    assert.equal(compose("unknown", one), "unknown");
    assert.equal(inverse(inverse(one)), one);
    for (const a of parts) for (const b of parts) assert.equal(holds[one](a, b), holds[inverse(one)](b, a));
  }
});

const own = (item: string) => ({ space: "edition:1" as const, item });
const csf = (item: string) => ({ space: "set:csf" as const, item });
const nist = (item: string) => ({ space: "set:nist" as const, item });
const iso = (item: string) => ({ space: "set:iso" as const, item });
const pci = (item: string) => ({ space: "set:pci" as const, item });
type Ends = [Link["from"], Relation, Link["to"], number?];
const linked = (...all: Ends[]): Link[] =>
  all.map(([from, relation, to, confidence]) => ({
    from,
    to,
    relation,
    confidence: confidence ?? null,
    mappingId: "m",
  }));
const found = (links: Link[], start: string, space: "set:nist" | "set:csf" | "set:iso", most?: number) =>
  Object.fromEntries(
    [...waysFrom(netOf(links), own(start), space, most)].map(([item, way]) => [
      item,
      [way.relation, way.hops.map((hop) => hop.to.item).join(" "), way.weakest],
    ]),
  );

test("R-21 a chain goes through a pivot, says what follows and which hop says least", () => {
  const links = linked(
    [own("A"), "superset", csf("c1")],
    [csf("c1"), "superset", nist("n1")],
    [own("A"), "intersects", csf("c2")],
    [csf("c2"), "superset", nist("n2")],
    [own("A"), "subset", csf("c3")],
    [csf("c3"), "subset", nist("n3")],
  );
  assert.deepEqual(found(links, "A", "set:nist"), {
    n1: ["superset", "c1 n1", 0],
    n2: ["unknown", "c2 n2", 0],
    n3: ["subset", "c3 n3", 0],
  });
  assert.equal(
    weakestOf(
      netOf(linked([own("A"), "equal", csf("c")]))
        .values()
        .next().value ?? [],
    ),
    0,
  );
});

test("links are walked against their direction as the inverse relation", () => {
  const links = linked([csf("c1"), "subset", own("A")], [nist("n1"), "subset", csf("c1")]);
  assert.deepEqual(found(links, "A", "set:nist"), { n1: ["superset", "c1 n1", 0] });
});

test("circles end, no set is entered twice, and what is too long is not followed", () => {
  const links = linked(
    [own("A"), "equal", csf("c1")],
    [csf("c1"), "equal", iso("i1")],
    [iso("i1"), "equal", csf("c2")],
    [csf("c2"), "equal", own("A")],
    [csf("c1"), "equal", own("B")],
    [own("B"), "equal", iso("i2")],
    [iso("i1"), "equal", nist("n1")],
  );
  assert.deepEqual(found(links, "A", "set:nist"), { n1: ["equal", "c1 i1 n1", 0] });
  assert.deepEqual(Object.keys(found(links, "A", "set:nist", 2)), []);
  assert.deepEqual(
    Object.keys(found(links, "A", "set:iso")),
    ["i1"],
    "not through another control of its own",
  );
});

test("another link never hides a way: which sets were passed counts, not only where a way came by", () => {
  const way = linked(
    [own("S"), "equal", csf("p1")],
    [csf("p1"), "equal", iso("q1")],
    [iso("q1"), "equal", csf("p2")],
    [csf("p2"), "equal", nist("t1")],
    [own("S"), "equal", pci("r1")],
    [pci("r1"), "equal", iso("q1")],
  );
  assert.deepEqual(found(way, "S", "set:nist"), { t1: ["equal", "r1 q1 p2 t1", 0] });
});

test("the way that says most is taken, then the shortest; a person's own judgement of a pair stands alone", () => {
  const ways = linked(
    [own("A"), "intersects", csf("c1")],
    [own("A"), "equal", iso("i1")],
    [iso("i1"), "superset", csf("c1")],
    [iso("i1"), "superset", csf("c2")],
    [own("A"), "none", csf("c3")],
    [iso("i1"), "superset", csf("c3")],
  );
  assert.deepEqual(found(ways, "A", "set:csf"), {
    c1: ["intersects", "c1", 0],
    c2: ["superset", "i1 c2", 1],
  });
});

test("of hops that say the same, the one nobody was as sure of is the weakest", () => {
  const [way] = waysFrom(
    netOf(linked([own("A"), "superset", csf("c1"), 90], [csf("c1"), "superset", nist("n1"), 40])),
    own("A"),
    "set:nist",
  ).values();
  assert.equal(way?.weakest, 1);
});

test("the ways of all controls are found in one pass over SP 800-53's size", () => {
  const items = Array.from({ length: 1007 }, (_, index) => `n${index}`);
  const links: Link[] = [];
  for (let at = 0; at < 737; at += 1)
    links.push(...linked([csf(`c${at % 106}`), "superset", nist(items[(at * 7) % 1007] ?? "")]));
  for (let at = 0; at < 480; at += 1)
    links.push(
      ...linked([own(`o${at % 120}`), at % 3 === 0 ? "superset" : "intersects", csf(`c${at % 106}`)]),
    );
  const controls = Array.from({ length: 120 }, (_, index) => `o${index}`);
  const evidence = evidenceFor(netOf(links), { space: "edition:1", items: controls }, "set:nist");
  assert.ok(evidence.size > 400);
});

test("one is told as one in English: a place, a pair, an item, a company", () => {
  const one = (key: string) => say("en", key, { count: 1, company: "A", control: "B" });
  assert.match(one("mapping.problem.schema"), /^1 place does/);
  assert.match(one("mapping.problem.missing_sources"), /^1 source id is/);
  assert.equal(one("readiness.items"), "1 item");
  assert.match(one("catalogue.problems"), /^One thing is/);
});

test("R-21 every word for a relation that the product shows is read as that relation, with its sign or without", () => {
  for (const language of ["en", "ja", "zh"] as const) {
    const t = (key: string) => say(language, key);
    for (const relation of relations)
      for (const word of [t(`mapping.word.${relation}`), t(`mapping.relation.${relation}`)])
        for (const written of [
          word,
          `${signOf[relation]} ${word}`,
          `${signOf[relation]}${word}`.toUpperCase(),
        ])
          assert.equal(relationOf(written), relation, `${language} ${written}`);
    const unknown = t("mapping.problem.relation_unknown");
    for (const relation of relations)
      assert.ok(unknown.includes(t(`mapping.relation.${relation}`)), "an unknown one names what is known");
  }
  assert.equal(
    relationOf("⊇ is a part of"),
    null,
    "of a sign and words that say something else nothing is known",
  );
});
