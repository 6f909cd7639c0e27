import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "#test/app.ts";
import { addEdition } from "#test/editions.ts";
import { addCompany, addPerson, buildSmallGroup, signedIn } from "#test/factories.ts";
import { findings } from "#modules/findings/contract.ts";
import { incidents } from "#modules/incidents/contract.ts";
import { lateralChecks } from "#modules/lateral-checks/contract.ts";
import { organization } from "#modules/organization/contract.ts";
import { search } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
await addEdition(owner);
for (const companyId of [group.companies.own, group.companies.sister])
  await addPerson(owner, { companyId, familyName: "佐藤", givenName: "健" });
const who = async (
  role: "group_office" | "security_officer" | "division_secretary",
  unitId: string,
  companyId: string,
) => app.as((await signedIn(owner, { companyId, role, unitId })).token);
const asOffice = await who("group_office", group.group, group.companies.parent);
const asOfficer = await who("security_officer", group.companies.own, group.companies.own);
const asSecretary = await who("division_secretary", group.divisions.one, group.companies.parent);

test("S-01 a search finds companies and people only within one's own scope", async () => {
  const names = async (as: typeof asOffice) =>
    (await as(search.searchAll, { words: "Ltd" })).companies.map((row) => row.code).sort();
  assert.deepEqual(await names(asOffice), ["C1", "C2", "C3"]);
  assert.deepEqual(await names(asSecretary), ["C1", "C2"]);
  assert.deepEqual(await names(asOfficer), ["C1"]);
  const people = async (as: typeof asOffice) =>
    (await as(search.searchAll, { words: "佐藤" })).people.map((row) => row.companyId);
  assert.equal((await people(asOffice)).length, 2);
  assert.deepEqual(await people(asOfficer), [group.companies.own]);
});

test("a control is found by its number and by its title in any language; full-width letters are folded", async () => {
  for (const words of ["TEC-01", "ＴＥＣ－０１", "tec-01 title"]) {
    const { controls } = await asOfficer(search.searchAll, { words });
    assert.equal(controls[0]?.controlId, "TEC-01", words);
  }
});

test("S-01 a finding is found by its number and its words, by those who may read it", async () => {
  await asOffice(findings.raiseFinding, {
    companyIds: [group.companies.own, group.companies.sister],
    title: "Forgotten VPN box",
    source: "noticed",
    severity: "low",
    foundOn: "2026-11-01",
  });
  const found = async (as: typeof asOffice, words: string) =>
    (await as(search.searchAll, { words })).findings.map((row) => row.reference).sort();
  assert.deepEqual(await found(asOffice, "ＶＰＮ box"), ["C1-F1", "C2-F1"]);
  assert.deepEqual(await found(asOffice, "c2-f1"), ["C2-F1"]);
  assert.deepEqual(await found(asOfficer, "VPN"), ["C1-F1"]);
  assert.deepEqual(await found(asOfficer, "C2-F1"), []);
});

test("S-01 a lateral check is found by its number and its words in any language, by whoever asks and whoever is asked", async () => {
  const { number } = await asOffice(lateralChecks.openLateralCheck, {
    issuerUnitId: group.group,
    originalLanguage: "en",
    title: "Remote lines of machine makers",
    why: "One was open.",
    look: "Look for routers.",
    translations: { ja: { title: "機械メーカーの遠隔回線", why: "開いていた。", look: "確認。" } },
    questions: [],
    contact: "",
    rules: [{ kind: "units", unitIds: [group.companies.own] }],
    needsAll: false,
    exceptions: [],
    sourceWords: "",
    isSourceTold: false,
    severity: "low",
    dueOn: "2099-01-01",
  });
  const asSister = await who("security_officer", group.companies.sister, group.companies.sister);
  const found = async (as: typeof asOffice, words: string) =>
    (await as(search.searchAll, { words })).lateralChecks.map((row) => row.number);
  for (const words of [number, number.toLowerCase(), "machine makers", "遠隔回線"])
    for (const as of [asOffice, asOfficer]) assert.deepEqual(await found(as, words), [number], words);
  assert.deepEqual(await found(asSister, number), []);
});

test("S-01 an incident is found by its number and its words within one's scope; never by whom it is about, a confidential one by who needs to know alone", async () => {
  const reported = async (companyId: string, more: object) => {
    const { id, reference } = await asOffice(incidents.reportIncident, {
      companyId,
      kind: "insider",
      what: "walk",
      discoveredAt: new Date(Date.now() - 3_600_000).toISOString(),
      zone: "Asia/Tokyo",
      ...more,
    });
    return { id, reference };
  };
  const { own, sister } = group.companies;
  const mine = await reported(own, { title: "Kestrel drawings on a stick" });
  const theirs = await reported(sister, { title: "Kestrel portal left open", kind: "web_server" });
  const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
  const asThem = app.as(officer.token);
  const worker = await signedIn(owner, { companyId: own, role: "employee" });
  const found = async (as: typeof asOffice, words: string) =>
    (await as(search.searchAll, { words })).incidents.map((row) => row.reference).sort();
  const both = [mine.reference, theirs.reference].sort();
  assert.deepEqual(await found(asOffice, "Ｋestrel"), both);
  assert.deepEqual(await found(asSecretary, "kestrel"), both);
  assert.deepEqual(await found(asOffice, theirs.reference.toLowerCase()), [theirs.reference]);
  assert.deepEqual(await found(asThem, "Kestrel"), [mine.reference]);
  assert.deepEqual(await found(asThem, theirs.reference), []);
  assert.deepEqual(await found(asOffice, "%estre"), []);
  // Whoever may report alone finds none: what they reported is on their own page.
  assert.deepEqual(await found(app.as(worker.token), "Kestrel"), []);
  assert.deepEqual(await found(app.as(worker.token), mine.reference), []);
  await owner.query("update incidents set about_ids = array[$2::uuid] where id = $1", [
    mine.id,
    officer.personId,
  ]);
  for (const words of ["Kestrel", mine.reference]) assert.deepEqual(await found(asThem, words), [], words);
  await owner.query(
    "update incidents set is_confidential = true, told_ids = array[$2::uuid], about_ids = '{}', entered_by = null where id = $1",
    [mine.id, officer.personId],
  );
  for (const words of ["Kestrel", mine.reference])
    assert.deepEqual(await found(asThem, words), [mine.reference], words);
  assert.deepEqual(await found(asOffice, "Kestrel"), [theirs.reference]);
  assert.deepEqual(await found(asSecretary, mine.reference), []);
  // One without a title of its own is named by its kind; an exercise says that it is one.
  await owner.query("update incidents set title = '–', is_exercise = true where id = $1", [theirs.id]);
  const [row] = (await asOffice(search.searchAll, { words: theirs.reference })).incidents;
  assert.deepEqual([row?.title, row?.kind, row?.isExercise], [null, "web_server", true]);
});

test("S-01 incidents are found by words of two letters, by an index, in the same scope", async () => {
  const { own, sister } = group.companies;
  const reported = async (companyId: string, title: string) =>
    asOffice(incidents.reportIncident, {
      companyId,
      kind: "other",
      what: "walk",
      title,
      discoveredAt: new Date(Date.now() - 3_600_000).toISOString(),
      zone: "Asia/Tokyo",
    });
  const lost = await reported(own, "顧客名簿の紛失");
  const leaked = await reported(sister, "図面の漏洩と紛失");
  const asThem = app.as((await signedIn(owner, { companyId: own, role: "security_officer" })).token);
  const found = async (as: typeof asOffice, words: string) =>
    (await as(search.searchAll, { words })).incidents.map((row) => row.reference).sort();
  const both = [lost.reference, leaked.reference].sort();
  assert.deepEqual(await found(asOffice, "紛失"), both);
  assert.deepEqual(await found(asOffice, "漏洩"), [leaked.reference]);
  assert.deepEqual(await found(asThem, "紛失"), [lost.reference]);
  assert.deepEqual(await found(asOffice, "失紛"), []);
  // The register as well.
  const { rows } = await asThem(incidents.listIncidents, { search: "紛失" });
  assert.deepEqual(
    rows.map((row) => row.reference),
    [lost.reference],
  );
  await owner.query("begin");
  await owner.query("set local enable_seqscan = off");
  const plan = await owner.query(
    "explain select from incidents i where text_grams(lower(folded(i.sought))) @> array['紛失']",
  );
  await owner.query("rollback");
  assert.match(JSON.stringify(plan.rows), /incidents_by_gram/);
});

test("what a reader types is never a pattern", async () => {
  const found = await asOffice(search.searchAll, { words: "%" });
  assert.deepEqual([found.companies, found.controls, found.people], [[], [], []]);
});

test("names are found however wide the letters are in which they are kept or typed", async () => {
  const wide = await addCompany(owner, { code: "W1", name: "ＡＢＣ商事㈱", parentId: group.divisions.one });
  await addPerson(owner, { companyId: group.companies.own, familyName: "ｽｽﾞｷ", givenName: "Ａｎｎａ" });
  for (const words of ["ABC商事", "ＡＢＣ商事", "abc商", "(株)"]) {
    const { companies } = await asOffice(search.searchAll, { words });
    assert.deepEqual(
      companies.map((row) => row.id),
      [wide],
      words,
    );
    const listed = await asOffice(organization.listCompanies, { search: words });
    assert.deepEqual(
      listed.rows.map((row) => row.id),
      [wide],
      words,
    );
  }
  for (const words of ["スズキ", "ｽｽﾞｷ", "スズ", "anna"]) {
    const { people } = await asOffice(search.searchAll, { words });
    assert.equal(people.length, 1, words);
    assert.equal((await asOffice(organization.listPeople, { search: words })).rows.length, 1, words);
  }
});

test("a person is found by the name as any language shows it: both orders, with a space or none", async () => {
  const { own, sister } = group.companies;
  const arjun = await addPerson(owner, { companyId: own, familyName: "Iyer", givenName: "Arjun" });
  const taro = await addPerson(owner, { companyId: sister, familyName: "山田", givenName: "太郎" });
  const kinds = [
    [arjun, ["Iyer Arjun", "Arjun Iyer", "IyerArjun", "arjuniyer"]],
    [taro, ["山田 太郎", "山田　太郎", "山田太郎", "太郎 山田", "太郎山田"]],
  ] as const;
  for (const [id, names] of kinds)
    for (const name of names) {
      const { rows } = await asOffice(organization.listPeople, { search: name });
      const { people } = await asOffice(search.searchAll, { words: name });
      assert.deepEqual([rows.map((row) => row.id), people.map((row) => row.id)], [[id], [id]], name);
    }
});

test("a search by part of a name reads the index of folded names", async () => {
  await owner.query("set enable_seqscan = off");
  const plan = async (from: string) =>
    (await owner.query(`explain ${from}`)).rows.map((row) => row["QUERY PLAN"]).join(" ");
  assert.match(await plan(`select from unit_names n where n.sought ilike '%ABC商%'`), /unit_names_sought/);
  assert.match(await plan(`select from people p where p.sought ilike '%スズキ%'`), /people_sought/);
  await owner.query("reset enable_seqscan");
});
