import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { loadBuiltinStandard } from "./builtin.ts";
import { contentHash } from "./canonical.ts";
import { standards } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const office = app.as(
  (await signedIn(owner, { companyId: group.companies.parent, role: "group_office", unitId: group.group }))
    .token,
);
const secretary = app.as(
  (
    await signedIn(owner, {
      companyId: group.companies.parent,
      role: "group_office",
      unitId: group.divisions.one,
    })
  ).token,
);
const officer = app.as(
  (await signedIn(owner, { companyId: group.companies.own, role: "security_officer" })).token,
);

const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;
const builtin = loadBuiltinStandard();

const draft = await office(standards.draftEdition, { from: "built_in" });

test("T-11 a draft is seen by those who publish it and does not exist for anybody else", async () => {
  const seen = await office(standards.listEditions, {});
  assert.deepEqual(
    seen.rows.map((row) => [row.id, row.state, row.controls, row.mandatory]),
    [[draft.id, "draft", 120, 33]],
  );
  assert.deepEqual(seen.offered, []);
  assert.deepEqual((await officer(standards.listEditions, {})).rows, []);
  await assert.rejects(officer(standards.getEdition, { id: draft.id }), code("edition.not_found"));
  await assert.rejects(
    officer(standards.getControl, { id: draft.id, controlId: "ORG-01" }),
    code("edition.not_found"),
  );
});

test("the same edition is not taken over twice, and not by somebody whose right ends at a division", async () => {
  await assert.rejects(office(standards.draftEdition, { from: "built_in" }), code("editions_unique"));
  await assert.rejects(
    secretary(standards.draftEdition, { from: "built_in" }),
    code("standard.needs_whole_group"),
  );
  await assert.rejects(
    secretary(standards.publishEdition, {
      id: draft.id,
      effectiveOn: "2026-12-01",
      evenIfPast: true,
      reason: "x",
      rowVersion: 1,
    }),
    code("standard.needs_whole_group"),
  );
});

test("what was drafted is what is published: the stored content gives the same hash", async () => {
  const { rows } = await owner.query<{ hash: string }>(
    "select encode(content_sha256, 'hex') as hash from editions where id = $1",
    [draft.id],
  );
  assert.equal(rows[0]?.hash, contentHash(builtin).toString("hex"));
  await owner.query("update controls set weight = 1 where edition_id = $1 and control_id = 'ORG-01'", [
    draft.id,
  ]);
  const publish = {
    id: draft.id,
    effectiveOn: "2026-12-01",
    evenIfPast: true,
    reason: "as decided",
    rowVersion: 1,
  };
  await assert.rejects(office(standards.publishEdition, publish), code("edition.content_differs"));
  await owner.query("update controls set weight = 3 where edition_id = $1 and control_id = 'ORG-01'", [
    draft.id,
  ]);
});

test("publishing needs the version one looked at, happens once, and tells the trail", async () => {
  const publish = {
    id: draft.id,
    effectiveOn: "2026-12-01",
    evenIfPast: true,
    reason: "decided by the steering committee",
    rowVersion: 1,
  };
  await assert.rejects(
    office(standards.publishEdition, { ...publish, rowVersion: 7 }),
    code("edition.changed_meanwhile"),
  );
  const { evenIfPast: _, ...silent } = publish;
  await assert.rejects(
    office(standards.publishEdition, { ...silent, effectiveOn: "2020-04-01" }),
    code("edition.day_past"),
    "a day that has passed is taken only when it is said to be meant",
  );
  await office(standards.publishEdition, publish);
  await assert.rejects(
    office(standards.publishEdition, { ...publish, rowVersion: 2 }),
    code("edition.published_already"),
  );
  const { rows } = await owner.query<{ verb: string; data: { sha256: string } }>(
    "select verb, data from events where subject_id = $1 order by id",
    [draft.id],
  );
  assert.deepEqual(
    rows.map((row) => row.verb),
    ["standard.drafted", "standard.published"],
  );
  assert.equal(rows[1]?.data.sha256, contentHash(builtin).toString("hex"));
  const seen = (await officer(standards.listEditions, {})).rows[0];
  assert.deepEqual(
    [seen?.state, seen?.effectiveOn, seen?.publishReason],
    ["published", "2026-12-01", "decided by the steering committee"],
  );
  assert.equal(seen?.changes?.new, 120);
});

test("a published edition cannot be changed, not even by the owner of the tables", async () => {
  const refused = /editions_published_immutable/;
  await assert.rejects(
    owner.query("update controls set weight = 1 where edition_id = $1", [draft.id]),
    refused,
  );
  await assert.rejects(
    owner.query("delete from control_references where edition_id = $1", [draft.id]),
    refused,
  );
  await assert.rejects(owner.query("update editions set frame = '{}' where id = $1", [draft.id]), refused);
  await assert.rejects(owner.query("update editions set state = 'draft' where id = $1", [draft.id]), refused);
});

const idsOf = async (filter: object) =>
  (await officer(standards.listControls, { id: draft.id, limit: 500, ...filter })).rows.map((row) => row.id);
const expected = (holds: (control: (typeof builtin.controls)[number]) => boolean) =>
  builtin.controls.filter(holds).map((control) => control.id);

test("T-08 R-29 controls by area, purpose, function and tier equal those of the standard", async () => {
  assert.deepEqual(
    await idsOf({ area: "PHY" }),
    expected((one) => one.area === "PHY"),
  );
  assert.deepEqual(
    await idsOf({ harm: "leak" }),
    expected((one) => one.harms.includes("leak")),
  );
  assert.deepEqual(
    await idsOf({ function: "recover", mandatoryOnly: true }),
    expected((one) => one.functions.includes("recover") && one.mandatory),
  );
  assert.deepEqual(
    await idsOf({ tier: "T4", demand: "recommended" }),
    expected((one) => one.tiers["T4"] === "recommended"),
  );
});

test("words are found in any language, also in full-width letters and in the id", async () => {
  assert.deepEqual(await idsOf({ search: "ＴＥＣ－１２" }), ["TEC-12"]);
  assert.ok((await idsOf({ search: "多要素認証" })).includes("TEC-12"));
  assert.ok((await idsOf({ search: "phishing administrator" })).includes("TEC-12"));
  assert.deepEqual(await idsOf({ search: "nothing speaks of this" }), []);
});

test("paging gives every control once, in the edition's order", async () => {
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await officer(standards.listControls, {
      id: draft.id,
      limit: 37,
      ...(after ? { after } : {}),
    });
    seen.push(...page.rows.map((row) => row.id));
    after = page.next ?? undefined;
  } while (after);
  assert.deepEqual(
    seen,
    builtin.controls.map((control) => control.id),
  );
});

test("a control is read in the reader's language with the words as first written beside it", async () => {
  const english = await officer(standards.getControl, { id: draft.id, controlId: "TEC-12" });
  assert.equal(english.requirement.lang, "en");
  assert.equal(english.original, null);
  await officer(standards.getControl, { id: draft.id, controlId: "TEC-12" });
  const server = await app.server();
  const reader = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
  const reply = await server.inject({
    url: `/api/editions/${draft.id}/controls/TEC-12`,
    cookies: { yagura_session: reader.token },
    headers: { "x-yagura-language": "ja" },
  });
  const japanese = reply.json<{
    title: object;
    original: { title: { text: string } };
    asksCoverage: boolean;
    asksMaturityIn: string[];
    previousId: string;
    nextId: string;
  }>();
  assert.deepEqual(japanese.title, { text: "多要素認証", lang: "ja" });
  assert.equal(japanese.original.title.text, "Multi-factor authentication");
  assert.deepEqual(
    [japanese.asksCoverage, japanese.asksMaturityIn, japanese.previousId, japanese.nextId],
    [true, ["T1", "T2"], "TEC-11", "TEC-13"],
  );
  await assert.rejects(
    officer(standards.getControl, { id: draft.id, controlId: "TEC-99" }),
    code("control.not_found"),
  );
});

test("R-21 coverage: which items are touched by which controls, which by none", async () => {
  const csf = await officer(standards.getCoverage, { id: draft.id, setId: "nist_csf_2_0" });
  assert.deepEqual([csf.items.length, csf.touched], [106, 105]);
  assert.deepEqual(
    csf.items.filter((item) => item.controls.length === 0).map((item) => item.id),
    ["GV.RM-07"],
  );
  const touched = csf.items.find((item) => item.id === "PR.AA-03")?.controls.map((control) => control.id);
  assert.deepEqual(
    touched,
    builtin.controls
      .filter((one) => one.references["nist_csf_2_0"]?.includes("PR.AA-03"))
      .map((one) => one.id),
  );
  for (const [setId, items] of [
    ["iso27001_2022", 93],
    ["scs_2026", 43],
  ] as const) {
    const coverage = await officer(standards.getCoverage, { id: draft.id, setId });
    assert.deepEqual([coverage.items.length, coverage.touched], [items, items], setId);
  }
  await assert.rejects(
    officer(standards.getCoverage, { id: draft.id, setId: "cis" }),
    code("reference_set.not_found"),
  );
});

test("the edition says how many controls stand behind each tag, and how results are computed", async () => {
  const edition = await officer(standards.getEdition, { id: draft.id });
  assert.deepEqual(
    edition.areas.map((area) => [area.id, area.controls]),
    [
      ["ORG", 34],
      ["HUM", 13],
      ["TEC", 43],
      ["PHY", 14],
      ["INC", 16],
    ],
  );
  assert.deepEqual(
    edition.tiers.map((tier) => [tier.id, tier.required]),
    [
      ["T1", 120],
      ["T2", 115],
      ["T3", 101],
      ["T4", 59],
    ],
  );
  assert.deepEqual([edition.scoring.meetsFromPercent, edition.scoring.seriousBelowPercent], [90, 60]);
  assert.deepEqual(edition.languages, ["en", "ja", "zh"]);
  assert.deepEqual(edition.can, { publish: false });
});

test("a new edition begins with the next round or year, and says which round runs on under the one before", async () => {
  const next = await office(standards.draftEdition, {
    from: "edition",
    editionId: draft.id,
    edition: "next",
  });
  const effect = async () => (await office(standards.checkEdition, { id: next.id })).effect;
  const { rows } = await owner.query<{ today: string; year: string }>(
    `select group_today()::text as today, (make_date(extract(year from group_today() - interval '3 months')::int + 1, 4, 1))::text as year`,
  );
  const { today = "", year = "" } = rows[0] ?? {};
  const proposed = (await effect()).proposedOn;
  assert.ok(proposed === year || proposed > "2026-12-01", proposed);
  assert.ok(proposed > today);
  const addRound = (name: string, state: string, opensOn: string) =>
    owner.query(
      `insert into rounds (kind, fiscal_year, name, edition_id, population_rule, opens_on, due_on, review_due_on, confirm_due_on, state)
       values ('inspection', $1, $2, $3, '{}', $4::date, $4::date + 30, $4::date + 40, $4::date + 50, $5)`,
      [state === "open" ? 2040 : 2041, name, draft.id, opensOn, state],
    );
  await addRound("Running", "open", today);
  await addRound("Prepared", "draft", "2090-09-01");
  assert.deepEqual(await effect(), {
    proposedOn: "2090-09-01",
    running: [{ name: "Running", edition: builtin.standard.edition }],
  });
});
