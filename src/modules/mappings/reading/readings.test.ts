import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { catalogues } from "#modules/catalogues/contract.ts";
import { testApp } from "#test/app.ts";
import { addFile, realCatalogue } from "#test/catalogues.ts";
import { signedIn } from "#test/factories.ts";
import { sentBy } from "#test/files.ts";
import { addMappingFile, judgedSheet, realMapping } from "#test/mappings.ts";
import { buildResultGroup } from "#test/result-group.ts";
import { mappings } from "../contract.ts";

const app = await testApp();
const { owner, ownerUrl } = app.database;
const group = await buildResultGroup(owner, ownerUrl);
const [csf, nist] = ["set:nist_csf_2_0", "set:nist_800_53_r5"] as const;
const atUnit = async (role: "group_office" | "reader" | "division_secretary", unitId: string) =>
  signedIn(owner, { companyId: group.parent, role, unitId });
const author = await atUnit("group_office", group.group);
const office = app.as(author.token);
const [round] = group.rounds.slice(-1);
const editionId = (
  await owner.query<{ id: string }>("select edition_id as id from rounds where id = $1", [round?.id])
).rows[0]?.id as string;
const [answering, confirmed, other] = [group.companies[12], group.companies[1], group.companies[2]];
const officerOf = async (companyId: string) =>
  app.as((await signedIn(owner, { companyId, role: "security_officer" })).token);
const officer = await officerOf(confirmed?.id ?? "");
const sent = async (reply: object) => (await sentBy(reply)).toString();

test("R-21 references alone only touch: nothing is read as met before somebody judges them, and no way goes on", async () => {
  const one = await officer(mappings.getReading, { id: confirmed?.id ?? "", space: csf });
  assert.ok(one.counts);
  assert.deepEqual([one.counts.met, one.counts.partly, one.counts.not_met], [0, 0, 0]);
  assert.ok(one.counts.touched > 50);
  const { space } = await officer(mappings.getReading, { id: confirmed?.id ?? "" });
  assert.equal(space?.space, "set:iso27001_2022", "nothing is judged: the first one there is");
});

test("R-21 a control that asks an item in its own words shows it: what was made of a catalogue meets the catalogue", async () => {
  const id = confirmed?.id ?? "";
  const { rows } = await owner.query<{
    controlId: string;
    itemId: string;
    requirement: string;
    original: string;
  }>(
    `select c.control_id as "controlId", r.item_id as "itemId", coalesce(e.frame -> 'standard' ->> 'original', 'en') as original,
       c.texts -> 'requirement' ->> coalesce(e.frame -> 'standard' ->> 'original', 'en') as requirement
     from answers a join controls c on c.edition_id = $2 and c.control_id = a.control_id
     join editions e on e.id = c.edition_id
     join control_references r on r.edition_id = c.edition_id and r.control_id = c.control_id and r.set_id = 'nist_csf_2_0'
     where a.inspection_id = $1 and a.verdict = 'met' order by c.position, r.item_id limit 1`,
    [round?.inspections.get(id), editionId],
  );
  const [one] = rows;
  assert.ok(one);
  const itemAsks = (words: object | null) =>
    owner.query(
      `with s as (update reference_sets set taken = taken + 1 where id = 'nist_csf_2_0')
       update reference_items set words = $1 where set_id = 'nist_csf_2_0' and item_id = $2`,
      [words === null ? null : JSON.stringify(words), one.itemId],
    );
  await itemAsks({ [one.original]: `${one.requirement.replaceAll(" ", "\n ")} ` });
  const { counts } = await officer(mappings.getReading, { id, space: csf });
  assert.equal(counts?.met, 1);
  const why = await officer(mappings.getItemReading, { id, space: csf, itemId: one.itemId });
  assert.deepEqual(
    [
      why.reading,
      why.ways.filter((way) => way.isDecisive).map((way) => [way.controlId, way.hops[0]?.relation]),
    ],
    ["met", [[one.controlId, "equal"]]],
  );
  await itemAsks({ [one.original]: `${one.requirement} And more.` });
  assert.equal((await officer(mappings.getReading, { id, space: csf })).counts?.met, 0);
  await itemAsks(null);
});

test("the set between is brought in, the standard's view of it and the crosswalk are adopted", async () => {
  const { id } = await office(catalogues.openCatalogue, {
    fileId: await addFile(owner, author.personId, realCatalogue("sp800-53-5.0.1")),
  });
  const { offered, headings, rowVersion } = await office(catalogues.getCatalogue, { id });
  await office(catalogues.applyCatalogue, { id, setId: offered.setId, headings, rowVersion });
  const adopt = async (
    content: string | Uint8Array,
    name: string,
    source: typeof csf | `edition:${string}`,
    target: typeof csf | typeof nist,
  ) =>
    office(mappings.adoptMapping, {
      fileId: await addMappingFile(owner, author.personId, content, name),
      ends: [{ source, target }],
      title: name,
      version: "1",
      basis: "committee",
    });
  assert.ok((await adopt(judgedSheet(), "view.csv", `edition:${editionId}`, csf)).links > 100);
  assert.equal((await adopt(realMapping("json"), "nist.json", csf, nist)).links, 728);
});

type Caller = typeof office;
/** Every page of a list, one after the other. */
async function every<R>(
  read: (after: { after?: string }) => Promise<{ rows: R[]; next: string | null }>,
): Promise<R[]> {
  const rows: R[] = [];
  for (let next: string | null | undefined; next !== null; ) {
    const page = await read(next === undefined ? {} : { after: next });
    rows.push(...page.rows);
    next = page.next;
  }
  return rows;
}
const readItems = (by: Caller, id: string, space: typeof csf | typeof nist) =>
  every((after) => by(mappings.listReadItems, { id, space, limit: 100, ...after }));
const readyCompanies = (by: Caller) =>
  every((after) => by(mappings.listReadyCompanies, { space: csf, limit: 5, ...after }));

test("R-21 an item is read from the answers as the rule says, with the control that decided it", async () => {
  const id = confirmed?.id ?? "";
  const one = await officer(mappings.getReading, { id, space: csf });
  const items = await readItems(officer, id, csf);
  assert.deepEqual([one.items, items.length], [106, 106]);
  assert.ok(one.counts && one.counts.met > 0 && one.counts.partly > 0);
  const { rows } = await owner.query<{ controlId: string; verdict: string }>(
    `select control_id as "controlId", verdict from answers where inspection_id = $1`,
    [round?.inspections.get(id)],
  );
  const verdicts = new Map(rows.map((row) => [row.controlId, row.verdict]));
  for (const item of items.filter((each) => each.reading === "met")) {
    assert.ok(
      item.because.some(
        ({ controlId, relation }) => relation === "superset" && verdicts.get(controlId) === "met",
      ),
      item.id,
    );
    assert.equal(item.isDirect, true);
  }
  const sum = Object.values(one.counts).reduce((total, n) => total + n, 0);
  assert.equal(sum, 106, "every item has one reading");
});

test("R-21 a chain through CSF 2.0 reads SP 800-53, and says each hop and the weakest", async () => {
  const id = confirmed?.id ?? "";
  const one = await officer(mappings.getReading, { id, space: nist });
  const items = await readItems(officer, id, nist);
  assert.deepEqual([one.items, items.length, new Set(items.map((item) => item.id)).size], [1007, 1007, 1007]);
  assert.ok(one.counts && one.counts.met > 20 && one.counts.unclear > 0 && one.counts.not_covered > 300);
  const met = items.find((item) => item.reading === "met");
  const why = await officer(mappings.getItemReading, { id, space: nist, itemId: met?.id ?? "" });
  const way = why.ways.find((each) => each.isDecisive);
  assert.deepEqual(
    way?.hops.map((hop) => [hop.space.space, hop.relation, hop.mapping?.title]),
    [
      [csf, "superset", "view.csv"],
      [nist, "superset", "nist.json"],
    ],
  );
  assert.deepEqual([way?.relation, way?.weakest, way?.state], ["superset", 0, "met"]);
  const unclear = items.find((item) => item.reading === "unclear");
  const none = await officer(mappings.getItemReading, { id, space: nist, itemId: unclear?.id ?? "" });
  assert.ok(none.ways.every((each) => each.relation === "unknown"));
});

test("R-21 how far the edition reaches is read without any answer, and the ways of one control", async () => {
  const reach = await officer(mappings.getReach, { id: editionId, space: nist });
  assert.equal(reach.items, 1007);
  const covered = await every((after) =>
    officer(mappings.listReachItems, { id: editionId, space: nist, show: "covered", ...after }),
  );
  assert.deepEqual(
    [covered.length, Object.values(reach.counts).reduce((sum, n) => sum + n)],
    [reach.counts.covered, 1007],
  );
  assert.deepEqual(
    reach.spaces.some((one) => one.space === csf),
    true,
  );
  const { rows } = await officer(mappings.listWays, { id: editionId, space: csf, controlId: "ORG-01" });
  assert.ok(rows.length > 0 && rows.every((row) => row.controlId === "ORG-01" && row.hops.length >= 1));
});

test("a later edition keeps what was judged of the controls that ask the same, and only of those", async () => {
  const earlier = group.rounds[0];
  const first = (
    await owner.query<{ id: string }>("select edition_id as id from rounds where id = $1", [earlier?.id])
  ).rows[0]?.id as string;
  const links = async (id: string) =>
    new Set(
      (await office(mappings.listWays, { id, space: csf })).rows
        .filter((row) => row.hops[0]?.mapping)
        .map((row) => row.controlId),
    );
  const content = "control,relation,item\nORG-01,equal-to,GV.PO-02\nORG-10,equal-to,GV.PO-02\n";
  const { id } = await office(mappings.adoptMapping, {
    fileId: await addMappingFile(owner, author.personId, content, "old.csv"),
    ends: [{ source: `edition:${first}`, target: csf }],
    title: "old",
    version: "1",
    basis: "committee",
  });
  const ways = await office(mappings.listWays, { id: editionId, space: csf, itemId: "GV.PO-02" });
  const equal = ways.rows.filter((row) => row.relation === "equal").map((row) => row.controlId);
  assert.deepEqual(equal, ["ORG-01"], "ORG-10 is the tenth control, which asks something else now");
  assert.ok((await links(first)).has("ORG-10"));
  const { rowVersion } = await office(mappings.getMapping, { id });
  await office(mappings.withdrawMapping, { id, reason: "test", rowVersion });
  const after = await office(mappings.listWays, { id: editionId, space: csf, itemId: "GV.PO-02" });
  assert.ok(
    after.rows.every((row) => row.relation !== "equal"),
    "what is withdrawn counts no longer",
  );
});

test("R-21 the group as one: an item is met only where every company meets it; the sums are those of the companies", async () => {
  const ready = await office(mappings.getReadiness, { space: csf });
  assert.equal(
    (await office(mappings.getReadiness, {})).space?.space,
    csf,
    "a set of which something is judged comes first",
  );
  assert.equal(ready.companies, 24);
  const companies = await readyCompanies(office);
  assert.equal(new Set(companies.map((row) => row.companyId)).size, 24);
  assert.ok(ready.notHandedIn > 0);
  for (const row of companies.slice(0, 4)) {
    const one = await office(mappings.getReading, { id: row.companyId, space: csf });
    assert.deepEqual(Object.values(one.counts ?? {}), row.counts, row.name);
  }
  assert.equal(ready.group?.met, 0, "some have not handed in, so nothing is met by all");
  const { rows: items } = await office(mappings.listReadyItems, { space: csf, limit: 200 });
  assert.deepEqual([ready.items, items.length], [106, 106]);
  const item = items.find((one) => one.counts);
  assert.equal(
    item?.counts?.reduce((sum, n) => sum + n, 0),
    24,
  );
});

test("R-21 the list of fixes says which items each flips, and that is what happens when it is fixed", async () => {
  const ready = await office(mappings.getReadiness, { space: csf });
  const first = ready.lifts.find((one) => one.state !== "not_known");
  assert.ok(first && first.flips === first.items.length && first.flips > 0);
  assert.ok(
    ready.lifts.every((one, at) => at === 0 || one.groupFlips <= (ready.lifts[at - 1]?.groupFlips ?? 0)),
  );
  const read = async () =>
    new Map((await readItems(office, first.companyId, csf)).map((item) => [item.id, item.reading]));
  const before = await read();
  await owner.query(`update answers set verdict = 'met' where control_id = $1 and inspection_id = $2`, [
    first.controlId,
    round?.inspections.get(first.companyId),
  ]);
  // Whoever answers keeps the result anew; the owner's hand does it here.
  await owner.query(
    "update inspection_results set computed_at = now() where inspection_id = $1 and basis in ('live', 'standing')",
    [round?.inspections.get(first.companyId)],
  );
  const after = await read();
  const flipped = [...after].filter(([id, reading]) => reading === "met" && before.get(id) !== "met");
  assert.deepEqual(flipped.map(([id]) => id).sort(), first.items.toSorted());
});

test("a company that has not handed in is not known, whatever it has answered so far", async () => {
  const one = await office(mappings.getReading, { id: answering?.id ?? "", space: csf });
  assert.equal(one.company?.isReadable, false);
  assert.equal(one.counts?.met, 0);
  assert.ok(one.counts && one.counts.not_known > 0);
});

test("a company reads itself alone, a division its own, and nobody learns of a sister", async () => {
  const theirs = { id: other?.id ?? "", space: csf };
  const missing = (error: unknown) => error instanceof AppError && error.code === "company.not_found";
  await assert.rejects(officer(mappings.getReading, theirs), missing);
  await assert.rejects(officer(mappings.getItemReading, { ...theirs, itemId: "GV.PO-01" }), missing);
  await assert.rejects(officer(mappings.exportReading, { ...theirs, format: "csv" }), missing);
  const own = await officer(mappings.getReadiness, { space: csf });
  const alone = await readyCompanies(officer);
  assert.deepEqual([own.companies, alone.map((row) => row.companyId)], [1, [confirmed?.id]]);
  await assert.rejects(officer(mappings.listReadItems, theirs), missing);
  assert.ok(own.lifts.every((lift) => lift.companyId === confirmed?.id));
  assert.doesNotMatch(
    await sent(await officer(mappings.exportReadiness, { space: csf, by: "companies", format: "csv" })),
    new RegExp(other?.name ?? "-"),
  );
  const desk = app.as((await atUnit("division_secretary", group.divisions[0] ?? "")).token);
  const ready = await desk(mappings.getReadiness, { space: csf });
  assert.equal(ready.companies, 8);
  const reader = app.as((await atUnit("reader", group.group)).token);
  assert.equal((await reader(mappings.getReadiness, { space: csf })).companies, 24);
  await assert.rejects(
    reader(mappings.withdrawMapping, { id: group.group, reason: "x", rowVersion: 1 }),
    AppError,
  );
});

test("readings go out with the ways and with what each reading means", async () => {
  const id = confirmed?.id ?? "";
  const csv = await sent(await officer(mappings.exportReading, { id, space: nist, format: "csv" }));
  assert.equal(csv.trim().split("\r\n").length, 1008);
  assert.match(csv, /ORG-\d\d ⊇ GV\.[A-Z]{2}-\d\d ⊇ /);
  const items = await sent(
    await office(mappings.exportReadiness, { space: csf, by: "items", format: "csv" }),
  );
  assert.equal(items.trim().split("\r\n").length, 107);
});

test("R-21 a set that is renewed is read anew: what was worked out of its items before is read at none of the new ones", async () => {
  const space = "set:renewed_sheet" as const;
  const take = async (csv: string) =>
    office(mappings.takeCheckSheet, {
      fileId: await addMappingFile(owner, author.personId, csv, "sheet.csv"),
      setId: "renewed_sheet",
      name: "Sheet",
      language: "en",
      withoutLevels: [],
      draft: null,
    });
  await take("No.,Requirement\nR-2,Second\nR-3,Third\n");
  await office(mappings.adoptMapping, {
    fileId: await addMappingFile(
      owner,
      author.personId,
      "control,relation,item\nORG-01,equal,R-2\n",
      "r.csv",
    ),
    ends: [{ source: `edition:${editionId}`, target: space }],
    title: "renewed",
    version: "1",
    basis: "committee",
  });
  const readings = async () =>
    (await office(mappings.listReadyItems, { space })).rows.map((row) => [row.id, row.reading]);
  const before = new Map((await readings()) as [string, string][]);
  assert.notEqual(before.get("R-2"), "not_covered");
  assert.equal(before.get("R-3"), "not_covered");
  await take("No.,Requirement\nR-1,First\nR-2,Second\nR-3,Third\n");
  assert.deepEqual(await readings(), [
    ["R-1", "not_covered"],
    ["R-2", before.get("R-2")],
    ["R-3", "not_covered"],
  ]);
  assert.equal((await office(mappings.getReadiness, { space })).group?.not_covered, 2);
});

test("T-12 what has expired since is not known in the newest round alone; a year that is history is read as it was locked", async () => {
  const id = confirmed?.id ?? "";
  const space = "set:renewed_sheet" as const;
  const rounds = group.rounds.slice(-2);
  const read = async () =>
    Promise.all(
      rounds.map(
        async (one) =>
          (await office(mappings.getItemReading, { id, space, itemId: "R-2", roundId: one.id })).reading,
      ),
    );
  const [year] = rounds;
  const { rows } = await owner.query<{ id: string }>("select edition_id as id from rounds where id = $1", [
    year?.id,
  ]);
  await office(mappings.adoptMapping, {
    fileId: await addMappingFile(
      owner,
      author.personId,
      "control,relation,item\nORG-01,equal,R-2\n\n",
      "y.csv",
    ),
    ends: [{ source: `edition:${rows[0]?.id ?? ""}`, target: space }],
    title: "the year before",
    version: "1",
    basis: "committee",
  });
  const inspectionIds = rounds.map((one) => one.inspections.get(id));
  await owner.query(
    "update answers set verdict = 'met' where control_id = 'ORG-01' and inspection_id = any ($1)",
    [inspectionIds],
  );
  const changed = () =>
    owner.query(
      "update inspection_results set computed_at = now() where inspection_id = any ($1) and basis in ('live', 'standing')",
      [inspectionIds],
    );
  await changed();
  assert.deepEqual(await read(), ["met", "met"]);
  await owner.query(
    `with e as (insert into evidence (company_id, title, place, valid_from) values ($1, 'Report', 'a', '2024-01-01') returning id)
     insert into evidence_uses (evidence_id, inspection_id, control_id, company_id, valid_until)
     select e.id, i, 'ORG-01', $1, '2024-12-31' from e, unnest($2::uuid[]) i`,
    [id, inspectionIds],
  );
  await changed();
  assert.deepEqual(await read(), ["met", "not_known"]);
});
