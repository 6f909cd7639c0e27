// Entries of a ledger, as its companies keep them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asSystem } from "#core/system.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { ledgers } from "./contract.ts";
import { countMarked } from "./counting.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const officerOf = (companyId: string) => signedIn(owner, { companyId, role: "security_officer" });
const own = app.as((await officerOf(group.companies.own)).token);
const sister = app.as((await officerOf(group.companies.sister)).token);
const office = app.as(
  (await signedIn(owner, { companyId: group.companies.parent, role: "group_office", unitId: group.group }))
    .token,
);

const laptop = (name: string, serial: string, more: object = {}) => ({
  ledger: "devices" as const,
  companyId: group.companies.own,
  name,
  values: { form: "laptop" as const, serial, os: "windows" as const, ...more },
});

test("R-31 an entry is taken in, found, changed with its story, and what it said before stays readable", async () => {
  const { id, number } = await own(ledgers.addEntry, laptop("PC-001", "5CG-0011"));
  assert.match(number, /^D-\d{6}$/);
  const listed = await own(ledgers.listEntries, { ledger: "devices", search: "pc-001" });
  assert.deepEqual(
    listed.rows.map((one) => [one.id, one.standing, one.values.os]),
    [[id, "only_here", "windows"]],
  );
  const before = await own(ledgers.getEntry, { ledger: "devices", id });
  assert.deepEqual(before.ownFields.toSorted(), ["form", "name", "os", "serial"]);
  await own(ledgers.changeEntry, {
    ledger: "devices",
    id,
    rowVersion: before.rowVersion,
    values: { encrypted: true },
    class: 3,
  });
  const after = await own(ledgers.getEntry, { ledger: "devices", id });
  assert.equal(after.values.encrypted, true);
  assert.equal(after.class, 3);
  assert.equal(after.versions.length, 2);
});

test("R-25 raising the class adds the measures that the higher one demands", async () => {
  const { id } = await own(ledgers.addEntry, laptop("PC-002", "5CG-0012", { managed: true }));
  const first = await own(ledgers.getEntry, { ledger: "devices", id });
  await own(ledgers.changeEntry, { ledger: "devices", id, rowVersion: first.rowVersion, class: 3 });
  const raised = await own(ledgers.getEntry, { ledger: "devices", id });
  const names = (entry: typeof first) => entry.demanded.map((one) => one.measure);
  assert.ok(names(first).every((one) => names(raised).includes(one)));
  assert.ok(names(raised).length > names(first).length);
  assert.deepEqual(raised.demanded.find((one) => one.measure === "managed")?.holds, true);
  assert.deepEqual(raised.demanded.find((one) => one.measure === "encrypted")?.holds, null);
});

test("S-01 a sister company finds nothing of it: no entry, no count, no export", async () => {
  const { id } = await own(ledgers.addEntry, laptop("PC-SECRET", "5CG-0013"));
  assert.deepEqual((await sister(ledgers.listEntries, { ledger: "devices" })).rows, []);
  assert.equal((await sister(ledgers.countEntries, { ledger: "devices" })).count, 0);
  await assert.rejects(sister(ledgers.getEntry, { ledger: "devices", id }), { code: "entry.not_found" });
  const counted = await sister(ledgers.listLedgers, {});
  assert.ok(counted.rows.every((one) => one.entries === 0));
});

test("one serial number is one entry: a second one of the company is refused by the first one's number", async () => {
  await own(ledgers.addEntry, laptop("PC-010", "ABC 123-X"));
  await assert.rejects(own(ledgers.addEntry, laptop("PC-011", "abc123x")), { code: "ledger.held_already" });
});

test("R-32 what no rule covers is a gap, and is none once a rule covers it", async () => {
  const add = {
    ledger: "servers" as const,
    companyId: group.companies.own,
    name: "srv-1",
    values: { hostname: "srv-1" },
  };
  await own(ledgers.addEntry, add);
  const without = async () =>
    (await own(ledgers.listEntries, { ledger: "servers", isWithoutRule: true })).rows.length;
  assert.equal(await without(), 1);
  const rule = {
    companyId: group.companies.own,
    name: "Server rule",
    reference: "IT-12",
    fileId: null,
    ownerId: null,
    from: "2026-01-01",
    reviewDueOn: "2030-01-01",
    covers: [{ ledger: "servers" as const, nature: "" as const, fromRank: 1 }],
  };
  const { id } = await own(ledgers.addRule, rule);
  assert.equal(await without(), 0);
  await own(ledgers.endRule, { id, reason: "replaced" });
  assert.equal(await without(), 1);
  await assert.rejects(own(ledgers.addRule, { ...rule, companyId: null }), {
    code: "ledger.rule_of_the_group",
  });
  await office(ledgers.addRule, { ...rule, companyId: null });
  assert.equal(await without(), 0);
});

test("a change of many is done for as many as its preview said, and for no other number", async () => {
  for (const nth of [1, 2, 3]) await own(ledgers.addEntry, laptop(`PC-B${nth}`, `BULK00${nth}`));
  const filter = { search: "PC-B" };
  const change = { class: 2, addLabels: ["floor 3"] };
  const preview = await own(ledgers.previewChange, { ledger: "devices", filter, change });
  assert.deepEqual([preview.entries, preview.changed, preview.companies], [3, 3, 1]);
  await assert.rejects(own(ledgers.changeEntries, { ledger: "devices", filter, change, expected: 2 }), {
    code: "ledger.not_as_previewed",
  });
  assert.equal(
    (await own(ledgers.changeEntries, { ledger: "devices", filter, change, expected: 3 })).changed,
    3,
  );
  const changed = await own(ledgers.listEntries, { ledger: "devices", label: "floor 3", class: "2" });
  assert.equal(changed.rows.length, 3);
  assert.equal((await own(ledgers.previewChange, { ledger: "devices", filter, change })).changed, 0);
});

test("every order that a ledger offers goes through all pages, both ways, without a gap or a double", async () => {
  const { ledgers: declared } = await import("./declared/ledgers.ts");
  const all = new Set(
    (await own(ledgers.listEntries, { ledger: "devices", limit: 500 })).rows.map((one) => one.id),
  );
  const [devices] = declared;
  for (const by of ["name", "seen", "reviewDue", "changed", ...devices.sorts].flatMap((one) => [
    one,
    `-${one}`,
  ])) {
    const met: string[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const page: { rows: { id: string }[]; next: string | null } = await own(ledgers.listEntries, {
        ledger: "devices",
        limit: 2,
        sort: by as "name",
        ...(after ? { after } : {}),
      });
      met.push(...page.rows.map((one) => one.id));
      after = page.next;
    }
    assert.equal(met.length, all.size, by);
    assert.deepEqual(new Set(met), all, by);
  }
});

test("filters are declared: another one is refused by name, and what is not known is no no", async () => {
  await assert.rejects(own(ledgers.listEntries, { ledger: "devices", where: ["model:x"] }), {
    code: "ledger.no_such_filter",
  });
  const yes = await own(ledgers.listEntries, { ledger: "devices", where: ["encrypted:true"] });
  const no = await own(ledgers.listEntries, { ledger: "devices", where: ["encrypted:false"] });
  const none = await own(ledgers.listEntries, {
    ledger: "devices",
    where: ["encrypted:none", "os:windows|macos"],
  });
  assert.equal(no.rows.length, 0);
  assert.ok(yes.rows.length > 0 && none.rows.length > 0);
});

test("counts are kept by day, and the ledgers are counted with the change", async () => {
  const rows = (await own(ledgers.listLedgers, {})).rows;
  const devices = rows.find((one) => one.ledger === "devices");
  const listed = await own(ledgers.listEntries, { ledger: "devices", limit: 500 });
  assert.equal(devices?.entries, listed.rows.length);
  assert.equal(devices?.withoutOwner, listed.rows.filter((one) => one.ownerId === null).length);
});

test("R-31 whoever has left answers for nothing: counted with what nobody answers for, listed, and not named anew", async () => {
  const { rows } = await owner.query<{ id: string }>(
    `with p as (insert into people (company_id, code, family_name, given_name) values ($1, 'LEAVER', 'Leaver', 'L') returning id)
     insert into employments (person_id, unit_id, company_id, kind, valid_from) select id, $1, $1, 'regular', '2020-04-01' from p returning person_id as id`,
    [group.companies.own],
  );
  const ownerId = rows[0]?.id ?? "";
  const { id } = await own(ledgers.addEntry, { ...laptop("PC-LEAVER", "LEAVER1"), ownerId });
  const nobodys = async () => {
    const listed = await own(ledgers.listEntries, { ledger: "devices", owner: "none", search: "PC-LEAVER" });
    return listed.rows.map((one) => one.ownerHasLeft);
  };
  assert.deepEqual(await nobodys(), []);
  await owner.query("update employments set valid_to = group_today() where person_id = $1", [ownerId]);
  assert.deepEqual(await nobodys(), [true], "from the first day after on");
  const { rowVersion } = await own(ledgers.getEntry, { ledger: "devices", id });
  await own(ledgers.changeEntry, { ledger: "devices", id, name: "PC-LEAVER 2", rowVersion });
  await assert.rejects(own(ledgers.addEntry, { ...laptop("PC-NEW", "LEAVER2"), ownerId }), {
    code: "ledger.owner_has_left",
  });
});

test("T-12 what the clock alone makes overdue is so from the group's midnight: a rule, an entry, a thing not seen, a silent source", async () => {
  const [before, after] = [new Date("2027-03-10T14:59:00Z"), new Date("2027-03-10T15:01:00Z")]; // Tokyo: the 10th and the 11th
  const count = (now: Date) =>
    asSystem(app.door.db, "timed.ledgers.count", (ctx) => countMarked.run(ctx), now);
  const company = group.companies.other;
  const keeper = app.as((await officerOf(company)).token);
  const { id } = await keeper(ledgers.addEntry, {
    ledger: "user_ids",
    companyId: company,
    name: "u-1",
    values: { email: "u-1@example.jp" },
  });
  const rule = await keeper(ledgers.addRule, {
    companyId: company,
    name: "Accounts",
    from: "2026-01-01",
    reference: "",
    fileId: null,
    ownerId: null,
    reviewDueOn: "2027-03-10",
    covers: [{ ledger: "user_ids", nature: "", fromRank: 1 }],
  });
  const source = await keeper(ledgers.addSource, {
    companyId: company,
    kind: "plain",
    name: "Directory",
    rank: 3,
    records: false,
    expectedHours: 24,
    isAutomatic: false,
  });
  await owner.query(
    "update asset_sources set loaded_at = '2027-03-09T15:00Z', created_at = '2027-03-01' where id = $1",
    [source.id],
  );
  await owner.query(
    `update user_ids set review_due_on = '2027-03-10', seen_at = '2027-03-10T15:00Z'::timestamptz - interval '30 days',
      registered_at = '2027-01-31T15:30Z' where id = $1`,
    [id],
  );
  await owner.query("update asset_rules set ended_on = '2027-03-11' where company_id = $1 and id <> $2", [
    company,
    rule.id,
  ]);
  const said = async (now: Date) => {
    app.setNow(now);
    await count(now);
    const entry = await keeper(ledgers.getEntry, { ledger: "user_ids", id });
    const counted = (await keeper(ledgers.listLedgers, {})).rows.find((one) => one.ledger === "user_ids");
    const silent = (await keeper(ledgers.listSources, {})).rows.find((one) => one.id === source.id);
    return {
      rule: (await keeper(ledgers.listRules, {})).rows.find((one) => one.id === rule.id)?.isOverdue,
      ofEntry: entry.rules.map((one) => one.isOverdue),
      standing: entry.standing,
      listed: (await keeper(ledgers.countEntries, { ledger: "user_ids", isReviewOverdue: true })).count,
      stale: counted?.stale,
      reviewOverdue: counted?.reviewOverdue,
      silent: silent?.silentSince !== null,
    };
  };
  assert.deepEqual(await said(before), {
    rule: false,
    ofEntry: [false],
    standing: "matched",
    listed: 0,
    stale: 0,
    reviewOverdue: 0,
    silent: false,
  });
  assert.deepEqual(await said(after), {
    rule: true,
    ofEntry: [true],
    standing: "stale",
    listed: 1,
    stale: 1,
    reviewOverdue: 1,
    silent: true,
  });
  // Taken in half an hour after Tokyo's midnight of the 1st, when it was still the last of January in London.
  const { rowVersion } = await keeper(ledgers.getEntry, { ledger: "user_ids", id });
  await keeper(ledgers.changeEntry, { ledger: "user_ids", id, rowVersion, class: 1 });
  assert.equal((await keeper(ledgers.getEntry, { ledger: "user_ids", id })).reviewDueOn, "2028-02-01");
  app.setNow(null);
});
