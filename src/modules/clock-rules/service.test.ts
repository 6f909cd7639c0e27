// Rules on a real database: brought in, adopted by name, reviewed, written anew; a case tried; what a company is before the law.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Input } from "#core/contract.ts";
import { AppError } from "#core/errors.ts";
import { contentOf } from "#core/files/content.ts";
import { asSystem } from "#core/system.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { gather } from "#test/imports.ts";
import { clockRules } from "./contract.ts";
import { bringShipped, readShipped, shippedClock, shippedRules } from "./shipped/shipped.ts";

const app = await testApp();
const { owner } = app.database;
const { db } = app.door;
const group = await buildSmallGroup(owner);
const { parent, own, sister } = group.companies;
const as = async (
  role: NonNullable<Parameters<typeof signedIn>[1]["role"]>,
  companyId: string,
  unitId = companyId,
) => {
  const who = await signedIn(owner, { companyId, role, unitId });
  return { ...who, ask: app.as(who.token) };
};
const office = await as("group_office", parent, group.group);
const second = await as("group_office", parent, group.group);
const officer = await as("security_officer", own);
const sisterOfficer = await as("security_officer", sister);
const { rows: clock } = await owner.query<{ today: string }>("select group_today()::text as today");
const today = clock[0]?.today ?? "";
const refused = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;

await asSystem(db, "test", (ctx) => bringShipped(ctx));
const ruleOf = async (key: string, version = 1) => {
  const { rows } = await owner.query<{ id: string; row_version: number }>(
    "select id, row_version from clock_rules where key = $1 and version = $2",
    [key, version],
  );
  assert.ok(rows[0], key);
  return { id: rows[0].id, rowVersion: rows[0].row_version };
};
const verbsOf = async (id: string) => {
  const { rows } = await owner.query<{ verb: string }>(
    "select verb from events where subject_id = $1 order by id",
    [id],
  );
  return rows.map((row) => row.verb);
};

type Written = Input<typeof clockRules.writeClockRule>;
const contractOf = (companyId: string | null, more: Partial<Written> = {}): Written => ({
  companyId,
  subject: "company",
  jurisdiction: "CONTRACT",
  stage: "partner",
  status: "in_force",
  anchor: "discovered",
  anchorOf: null,
  amount: 48,
  unit: "hour",
  dayStart: "next",
  calendar: "company",
  softFrom: null,
  extension: null,
  mayPause: false,
  whose: [],
  when: [[{ isNot: false, leaf: { fact: "contract_named", is: true } }]],
  words: {
    en: { name: "Insurer within 48 hours", duty: "Tell the insurer.", recipient: "Insurer", notes: "" },
  },
  effectiveFrom: null,
  effectiveTo: null,
  sourceTitle: "Policy 7",
  sourceAddress: "",
  moreSources: [],
  readOn: today,
  sure: "high",
  ...more,
});

test("T-03 the shipped rules come in once, all of them proposed; a later look brings nothing and changes nothing", async () => {
  const { rows } = await owner.query(
    "select count(*)::int as count, count(adopted_at)::int as adopted from clock_rules where is_shipped",
  );
  assert.deepEqual(rows, [{ count: shippedRules().length, adopted: 0 }]);
  assert.equal(await asSystem(db, "test", (ctx) => bringShipped(ctx)), 0);
  await asSystem(db, "test", (ctx) => shippedClock.run(ctx));
  const told = await owner.query("select data from events where verb = 'clock_rules.shipped'");
  assert.deepEqual(told.rows, [{ data: { rows: shippedRules().length } }]);
});

test("T-03 what the product says of its own rules is corrected by an upgrade; what a rule counts, its adoption and a review stay", async () => {
  const adopted = await ruleOf("eu-nis2-early");
  await office.ask(clockRules.adoptClockRule, { ...adopted, note: "" });
  const reviewed = await ruleOf("th-pdpa-37");
  await office.ask(clockRules.reviewClockRule, {
    ...reviewed,
    reviewedOn: today,
    isUnchanged: true,
    found: "Read.",
  });
  await owner.query(
    `update clock_rules set words = jsonb_set(words, '{en,duty}', '"Old."'), more_sources = '[]', sure = 'low', read_on = '2026-01-01',
       reviewed_on = case when key = 'th-pdpa-37' then reviewed_on else '2026-01-01' end, amount = coalesce(amount, 1) + 1
     where key in ('eu-nis2-early', 'th-pdpa-37', 'uk-gdpr-33') and version = 1`,
  );
  assert.equal(await asSystem(db, "test", (ctx) => bringShipped(ctx)), 0);
  const { rows } = await owner.query(
    `select key, words #>> '{en,duty}' <> 'Old.' as corrected, jsonb_array_length(more_sources) as more, sure, read_on::text, reviewed_on::text, amount,
       adopted_at is not null as adopted from clock_rules where key in ('eu-nis2-early', 'th-pdpa-37', 'uk-gdpr-33') and version = 1 order by key`,
  );
  const read = "2026-11-22";
  assert.deepEqual(
    rows.map((row) => Object.values(row)),
    [
      ["eu-nis2-early", true, 1, "high", read, read, 25, true],
      ["th-pdpa-37", true, 1, "high", read, today, 73, false],
      ["uk-gdpr-33", true, 0, "low", null, null, 73, false],
    ],
  );
  assert.deepEqual(await verbsOf(adopted.id), ["clock_rule.adopted", "clock_rule.corrected"]);
  await owner.query(
    `update clock_rules set amount = amount - 1 where key in ('eu-nis2-early', 'th-pdpa-37', 'uk-gdpr-33') and version = 1`,
  );
  await office.ask(clockRules.withdrawClockRule, { ...(await ruleOf("eu-nis2-early")), reason: "Test." });
});

test("T-03 a rule whose source nobody has read says so, has no day of reading and no reader, until somebody puts their name", async () => {
  const unread = await ruleOf("uk-gdpr-33");
  const read = async () => {
    const { readOn, reviewedOn, reviewedByName, isReviewOld } = await office.ask(clockRules.getClockRule, {
      id: unread.id,
    });
    return [readOn, reviewedOn, reviewedByName, isReviewOld];
  };
  assert.deepEqual(await read(), [null, null, null, true]);
  const { rows } = await office.ask(clockRules.listClockRules, { isReviewOld: true, jurisdiction: "GB" });
  assert.ok(rows.some((row) => row.id === unread.id && row.reviewedOn === null));
  const file = contentOf(await officer.ask(clockRules.exportClockRules, { search: "uk-gdpr-33" }));
  assert.match((await gather((await file?.open()) ?? Buffer.of())).toString("utf8"), /Not read/);
  await office.ask(clockRules.reviewClockRule, {
    ...(await ruleOf("uk-gdpr-33")),
    reviewedOn: today,
    isUnchanged: true,
    found: "Article 33 as before.",
  });
  assert.deepEqual((await read()).slice(1, 2), [today]);
  assert.ok((await read())[2]);
  // Of the group's own a reading is asked.
  await assert.rejects(
    owner.query("update clock_rules set read_on = null, is_shipped = false where id = $1", [unread.id]),
    /clock_rules_read/,
  );
});

test("T-03 every shipped rule has its words in three languages, a source, and no number that the research warns of", () => {
  for (const { key, words, sourceTitle, sourceAddress, moreSources } of shippedRules()) {
    assert.ok(sourceTitle, key);
    // The group's own rule alone has none to open.
    for (const address of [sourceAddress, ...moreSources.map((one) => one.address)])
      assert.ok(key === "group-24h" || URL.canParse(address), `${key} ${address}`);
    for (const language of ["en", "ja", "zh"] as const)
      for (const part of ["name", "duty", "recipient"] as const)
        assert.ok(words[language][part].length > 1, `${key} ${language} ${part}`);
  }
  const split = `readOn: 2026-01-01
rules:
  - { key: a, jurisdiction: EU, stage: first, anchor: aware, unit: none, whose: { all: [] }, when: { all: [] }, sure: low, source: [a, ""], name: [a, b, c, d],
      duty: [a, b, c], recipient: [a, b, c], notes: [a, b, c] }`;
  assert.throws(() => readShipped(split), /has not three texts/);
  const by = (key: string) => shippedRules().find((rule) => rule.key === key);
  assert.deepEqual(by("cn-cii-1h")?.whose, {
    all: [{ country: ["CN"] }, { law: "cn_cii_operator", is: true }],
  });
  assert.equal(by("eu-cra-vulnerability-full")?.amount, 72);
  assert.equal(by("un-r155-yearly")?.unit, "year");
  assert.equal(by("eu-nis2-final")?.anchor, "submitted");
  assert.ok(!shippedRules().some((rule) => rule.words.en.recipient.includes("EUVD")));
});

test("T-03 a rule is due only once somebody adopted it by name; withdrawn with a reason it is proposed again", async () => {
  const { id, rowVersion } = await ruleOf("jp-appi-prompt");
  const before = await office.ask(clockRules.getClockRule, { id });
  assert.deepEqual([before.adoptedAt, before.can.adopt], [null, null]);
  await assert.rejects(
    office.ask(clockRules.adoptClockRule, { id, note: "", rowVersion: rowVersion + 1 }),
    refused("clock_rule.changed_meanwhile"),
  );
  const done = await office.ask(clockRules.adoptClockRule, { id, note: "asked legal", rowVersion });
  await assert.rejects(
    second.ask(clockRules.adoptClockRule, { id, note: "", rowVersion: done.rowVersion }),
    refused("clock_rule.adopted_already"),
  );
  const tried = async () =>
    (
      await officer.ask(clockRules.tryClockCase, {
        facts: [
          { fact: "sensitive_data", value: true },
          { fact: "personal_data", value: true },
          { fact: "unreadable", value: false },
        ],
        people: null,
        companies: [{ companyId: own, isEntrusted: false }],
        moments: [{ anchor: "discovered", at: "2026-10-02T11:30:00.000Z" }],
      })
    ).clocks.find((one) => one.ruleId === id);
  const adopted = await tried();
  assert.deepEqual(
    [adopted?.standing, adopted?.dueAt, adopted?.zone],
    ["due", "2026-10-06T14:59:59.000Z", "Asia/Tokyo"],
  );
  await office.ask(clockRules.withdrawClockRule, { id, reason: "read again", rowVersion: done.rowVersion });
  assert.equal((await tried())?.standing, "proposed");
  const after = await officer.ask(clockRules.getClockRule, { id });
  assert.deepEqual(
    after.adoptions.map((one) => [one.note, one.reason]),
    [["asked legal", "read again"]],
  );
  assert.deepEqual(after.can, {
    adopt: "clock_rule.not_yours",
    withdraw: "clock_rule.not_yours",
    review: "clock_rule.not_yours",
    write: "clock_rule.not_yours",
  });
  assert.deepEqual(await verbsOf(id), ["clock_rule.adopted", "clock_rule.withdrawn"]);
});

test("T-03 what is not in force is adopted by nobody, and nobody adopts what they wrote", async () => {
  const draft = await ruleOf("eu-gdpr-33", 2);
  await assert.rejects(
    office.ask(clockRules.adoptClockRule, { ...draft, note: "" }),
    refused("clock_rule.draft"),
  );
  const { id } = await office.ask(clockRules.writeClockRule, contractOf(own));
  const { rowVersion, can } = await office.ask(clockRules.getClockRule, { id });
  assert.equal(can.adopt, "clock_rule.own_writing");
  await assert.rejects(
    office.ask(clockRules.adoptClockRule, { id, note: "", rowVersion }),
    refused("clock_rule.own_writing"),
  );
  await second.ask(clockRules.adoptClockRule, { id, note: "", rowVersion });
});

test("T-03 a review is a recorded act; one older than twelve months says so in the list, the counts and the record", async () => {
  const { id, rowVersion } = await ruleOf("th-pdpa-37");
  await assert.rejects(
    office.ask(clockRules.reviewClockRule, {
      id,
      reviewedOn: addDays(today, 1),
      isUnchanged: true,
      found: "x",
      rowVersion,
    }),
    refused("clock_rule.read_later"),
  );
  await owner.query(
    "update clock_rules set reviewed_on = group_today() - interval '12 months' - interval '1 day' where id = $1",
    [id],
  );
  const old = await officer.ask(clockRules.listClockRules, { isReviewOld: true });
  assert.deepEqual(
    old.rows.map((row) => row.key),
    ["th-pdpa-37"],
  );
  assert.equal((await officer.ask(clockRules.countClockRules, {})).reviewsOld, 1);
  await office.ask(clockRules.reviewClockRule, {
    id,
    reviewedOn: today,
    isUnchanged: false,
    found: "The guideline was amended.",
    rowVersion,
  });
  const of = await officer.ask(clockRules.getClockRule, { id });
  assert.deepEqual(
    [of.isReviewOld, of.reviewedOn, of.reviews[0]?.found],
    [false, today, "The guideline was amended."],
  );
});

test("T-03 G11 a new version is a row of its own; an incident before it keeps the clock of its day", async () => {
  const { id } = await ruleOf("uk-gdpr-33");
  const before = await office.ask(clockRules.getClockRule, { id });
  const { whose, when, words, sourceTitle, sourceAddress } = before;
  const next = await office.ask(
    clockRules.writeClockRule,
    contractOf(null, {
      versionOf: id,
      jurisdiction: "GB",
      stage: "first",
      anchor: "aware",
      amount: 96,
      whose,
      when,
      words,
      sourceTitle,
      sourceAddress,
      effectiveFrom: "2026-11-01",
    }),
  );
  assert.equal(next.version, 2);
  const dueFor = async (at: string) => {
    const { clocks } = await office.ask(clockRules.tryClockCase, {
      facts: [{ fact: "risk_to_people", value: "high" }],
      people: [{ country: "GB", count: 10, isEstimate: false }],
      companies: [{ companyId: own, isEntrusted: false }],
      moments: [{ anchor: "aware", at }],
    });
    return clocks
      .filter((one) => one.jurisdiction === "GB" && one.outcome === "applies")
      .map((one) => [one.ruleId, one.dueAt]);
  };
  assert.deepEqual(await dueFor("2026-10-30T10:00:00.000Z"), [[id, "2026-11-02T10:00:00.000Z"]]);
  assert.deepEqual(await dueFor("2026-11-02T10:00:00.000Z"), [[next.id, "2026-11-06T10:00:00.000Z"]]);
  const { versions } = await office.ask(clockRules.getClockRule, { id: next.id });
  assert.deepEqual(
    versions.map((one) => one.version),
    [2, 1],
  );
});

test("T-03 a rule of one company is its own: seen there alone, run there alone; conditions are judged before they are kept", async () => {
  const { id } = await office.ask(clockRules.writeClockRule, contractOf(own));
  assert.equal((await officer.ask(clockRules.getClockRule, { id })).companyId, own);
  await assert.rejects(sisterOfficer.ask(clockRules.getClockRule, { id }), refused("clock_rule.not_found"));
  assert.ok(
    !(await sisterOfficer.ask(clockRules.listClockRules, { limit: 500 })).rows.some(
      (row) => row.companyId !== null,
    ),
  );
  const runs = async (companyId: string) => {
    const { clocks } = await office.ask(clockRules.tryClockCase, {
      facts: [{ fact: "contract_named", value: true }],
      people: [],
      companies: [{ companyId, isEntrusted: false }],
      moments: [{ anchor: "discovered", at: "2026-10-02T11:30:00.000Z" }],
    });
    return clocks.find((one) => one.ruleId === id)?.dueAt;
  };
  assert.deepEqual([await runs(own), await runs(sister)], ["2026-10-04T11:30:00.000Z", undefined]);
  for (const [wrong, code] of [
    [{ amount: null }, "clock_rule.length_and_unit"],
    [{ softFrom: 48 }, "clock_rule.soft_window"],
    [{ anchor: "submitted" }, "clock_rule.anchor_of"],
    [{ anchorOf: "eu-nis2-notification" }, "clock_rule.anchor_of"],
    [{ anchor: "submitted", anchorOf: "full" }, "clock_rule.anchor_rule"],
    [{ words: {} }, "clock_rule.words_missing"],
    [{ effectiveFrom: today, effectiveTo: today }, "clock_rule.ends_before_it_begins"],
    [{ readOn: addDays(today, 1) }, "clock_rule.read_later"],
    [{ sourceAddress: "javascript:alert(1)" }, "clock_rule.address"],
    [{ moreSources: [{ title: "x", address: "javascript:alert(1)" }] }, "clock_rule.address"],
    [{ when: [[{ isNot: false, leaf: { fact: "loss_cny", is: true } }]] }, "clock_rule.condition_unknown"],
  ] as const)
    await assert.rejects(
      office.ask(clockRules.writeClockRule, contractOf(own, wrong as unknown as Partial<Written>)),
      refused(code),
    );
});

test("T-03 a rule that counts from a report names a rule that holds for the same companies, and none that waits for it", async () => {
  const write = (companyId: string | null, more: Partial<Written>) =>
    office.ask(clockRules.writeClockRule, contractOf(companyId, more));
  const keyOf = async (id: string) => (await office.ask(clockRules.getClockRule, { id })).key;
  const after = (anchorOf: string) => ({ anchor: "submitted" as const, anchorOf });
  const first = await write(own, {});
  const firstKey = await keyOf(first.id);
  const second = await write(own, after(firstKey));
  const third = await write(own, after(await keyOf(second.id)));
  // A rule of one company starts none of another, nor of all.
  for (const companyId of [sister, null])
    await assert.rejects(write(companyId, after(firstKey)), refused("clock_rule.anchor_rule"));
  const again = (versionOf: string, key: string) => write(own, { versionOf, ...after(key) });
  await assert.rejects(again(first.id, firstKey), refused("clock_rule.anchor_circle"));
  await assert.rejects(again(first.id, await keyOf(third.id)), refused("clock_rule.anchor_circle"));
  await again(third.id, firstKey);
  // In every language, with the name of the rule: in the record, the list, a case that is tried, and the file.
  const nis2 = await ruleOf("eu-nis2-final");
  const notification = await ruleOf("eu-nis2-notification");
  const names = {
    en: "Incident notification (NIS2)",
    ja: "インシデント通知（NIS2）",
    zh: "事件通报（NIS2）",
  };
  for (const [language, name] of Object.entries(names)) {
    const reader = await as("security_officer", own);
    await owner.query("update accounts set language = $1 where person_id = $2", [language, reader.personId]);
    const expected = { id: notification.id, name };
    assert.deepEqual((await reader.ask(clockRules.getClockRule, { id: nis2.id })).anchorRule, expected);
    const { rows } = await reader.ask(clockRules.listClockRules, { search: "eu-nis2-final" });
    assert.deepEqual(rows.find((row) => row.id === nis2.id)?.anchorRule, expected);
    const { clocks } = await reader.ask(clockRules.tryClockCase, {
      facts: [{ fact: "significant_incident", value: true }],
      people: [],
      companies: [{ companyId: own, isEntrusted: false }],
      moments: [{ anchor: "submitted", of: "jp-appi-final", at: "2026-10-02T11:30:00.000Z" }],
    });
    const tried = clocks.filter((one) => one.companyId === own && one.anchor === "submitted");
    assert.ok(tried.every((one) => one.state === "waits"));
    for (const one of tried.filter((each) => each.ruleKey === "eu-nis2-final"))
      assert.deepEqual(one.anchorRule, expected);
  }
  assert.equal((await officer.ask(clockRules.getClockRule, { id: second.id })).anchorRule?.id, first.id);
  await assert.rejects(
    owner.query("update clock_rules set anchor_of = null where id = $1", [second.id]),
    /clock_rules_anchor_of/,
  );
});

test("T-03 the file says from which report a clock counts", async () => {
  const file = contentOf(await officer.ask(clockRules.exportClockRules, { search: "eu-nis2-final" }));
  const lines = (await gather((await file?.open()) ?? Buffer.of())).toString("utf8");
  assert.match(lines, /the submission of “Incident notification \(NIS2\)”/);
});

test("T-02 T-03 what a company is before the law is dated and has a source; a clock follows from it, and a question while nobody says", async () => {
  const set = (value: string | null, from: string) =>
    officer.ask(clockRules.setCompanyLaw, {
      id: own,
      law: "type_approval_holder",
      value,
      from,
      source: "Certificate",
    });
  const asked = async () => {
    const { clocks, questions } = await officer.ask(clockRules.tryClockCase, {
      facts: [{ fact: "vehicle_type_concerned", value: true }],
      people: [],
      companies: [{ companyId: own, isEntrusted: false }],
      moments: [{ anchor: "calendar", at: "2026-06-01T03:00:00.000Z" }],
    });
    const yearly = clocks.find((one) => one.jurisdiction === "UN");
    return [
      yearly?.outcome,
      yearly?.dueAt,
      questions.some((one) => one.question.of === "law" && one.question.law === "type_approval_holder"),
    ];
  };
  assert.deepEqual(await asked(), ["possible", "2027-06-01T14:59:59.000Z", true]);
  await set("yes", "2026-01-01");
  assert.deepEqual(await asked(), ["applies", "2027-06-01T14:59:59.000Z", false]);
  await set("no", "2026-03-01");
  assert.deepEqual(await asked(), [undefined, undefined, false]);
  const on = async (asOf: string) =>
    (await officer.ask(clockRules.getCompanyLaws, { id: own, asOf })).rows.map((row) => [
      row.value,
      row.validFrom,
      row.validTo,
    ]);
  assert.deepEqual(
    [await on("2026-02-01"), await on("2026-04-01")],
    [[["yes", "2026-01-01", "2026-03-01"]], [["no", "2026-03-01", null]]],
  );
  await set(null, "2026-05-01");
  assert.deepEqual(await on("2026-06-01"), []);
  await assert.rejects(
    officer.ask(clockRules.setCompanyLaw, {
      id: own,
      law: "nis2_class",
      value: "yes",
      from: today,
      source: "x",
    }),
    refused("clock_rule.fact_value"),
  );
  await assert.rejects(
    sisterOfficer.ask(clockRules.getCompanyLaws, { id: own }),
    refused("company.not_found"),
  );
});
