import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { type TestApp, testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { views } from "./contract.ts";
import { isSearch, readSearch, writeSearch } from "./rules.ts";

const isNotFound = (error: unknown) => error instanceof AppError && error.kind === "not_found";
const refusedAs = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;
const late = writeSearch({ overdue: "yes", sort: "people" }, ["overdue", "sort"]);

async function world(app: TestApp) {
  const { owner } = app.database;
  const group = await buildSmallGroup(owner);
  const at = (
    role: "group_office" | "reader" | "security_officer" | "contributor",
    unitId: string,
    companyId: string,
  ) => signedIn(owner, { companyId, role, unitId });
  const { own, sister, parent } = group.companies;
  return {
    group,
    office: await at("group_office", group.group, parent),
    reader: await at("reader", group.group, parent),
    officer: await at("security_officer", own, own),
    helper: await at("contributor", own, own),
    neighbour: await at("security_officer", sister, sister),
  };
}

test("what a URL says of a list is one text for equal searches, and nothing else gets in", () => {
  assert.equal(
    writeSearch({ sort: "name", result: "below", unit: "x", empty: "", none: undefined }, [
      "result",
      "sort",
      "empty",
    ]),
    '{"result":"below","sort":"name"}',
  );
  assert.deepEqual(readSearch('{"result":"below","gone":"1","late":true}', ["result", "late"]), {
    result: "below",
    late: true,
  });
  for (const bad of ["", "[]", "null", "{", '{"a":{}}', '{"a":null}', '"x"']) {
    assert.equal(isSearch(bad), false, bad);
    assert.deepEqual(readSearch(bad, ["a"]), {});
  }
});

for (const locks of [
  { application: true, rows: true },
  { application: true, rows: false },
  { application: false, rows: true },
]) {
  const kind = !locks.rows
    ? "the application's lock alone"
    : !locks.application
      ? "the database's lock alone"
      : "both locks";
  test(`S-01 views: one's own and those shared at one's own unit, and no other, with ${kind}`, async () => {
    const app = await testApp({ locks });
    const { owner } = app.database;
    const { group, office, reader, officer, helper, neighbour } = await world(app);
    const as = (who: { token: string }) => app.as(who.token);
    const names = async (who: { token: string }) =>
      (await as(who)(views.listViews, { list: "results" })).rows.map(
        (row) => `${row.name}${row.isOwn ? "" : "*"}`,
      );
    const { id } = await as(officer)(views.saveView, { list: "results", name: "Late", search: late });
    assert.deepEqual(await names(officer), ["Late"]);
    for (const other of [office, reader, helper, neighbour]) assert.deepEqual(await names(other), []);
    await as(officer)(views.changeView, { id, sharedAt: group.companies.own, rowVersion: 1 });
    await as(office)(views.saveView, {
      list: "results",
      name: "Office",
      search: late,
      sharedAt: group.group,
    });
    assert.deepEqual(await names(helper), ["Late*"], "who holds a role at the same company");
    assert.deepEqual(await names(neighbour), [], "a sister company sees nothing, not even a name");
    assert.deepEqual(await names(office), ["Office"], "not above");
    assert.deepEqual(await names(reader), ["Office*"]);
    assert.deepEqual(await names(officer), ["Late"], "not below");
    // Whoever sees a view may open lists with it, and not change it.
    await as(helper)(views.chooseDefaultView, { list: "results", viewId: id });
    assert.equal((await as(helper)(views.listViews, { list: "results" })).rows[0]?.isDefault, true);
    for (const other of [helper, neighbour, office]) {
      await assert.rejects(as(other)(views.changeView, { id, name: "Mine", rowVersion: 2 }), isNotFound);
      await assert.rejects(as(other)(views.removeView, { id }), isNotFound);
    }
    await assert.rejects(as(neighbour)(views.chooseDefaultView, { list: "results", viewId: id }), isNotFound);
    // Shared only where one holds a role oneself.
    for (const unit of [group.companies.sister, group.group, crypto.randomUUID()])
      await assert.rejects(as(officer)(views.changeView, { id, sharedAt: unit, rowVersion: 2 }), isNotFound);
    // What somebody shared goes with their role, and the sight of it with one's own.
    await owner.query("update grants set valid_to = group_today() where person_id = $1", [officer.personId]);
    assert.deepEqual(await names(helper), []);
    await owner.query("update grants set valid_to = null where person_id = $1", [officer.personId]);
    assert.deepEqual(await names(helper), ["Late*"]);
    await owner.query("update grants set valid_to = group_today() where person_id = $1", [helper.personId]);
    assert.deepEqual(await names(helper), []);
  });
}

test("a view is renamed, takes what is shown now, and is removed with its events; two windows do not overwrite one another", async () => {
  const app = await testApp();
  const { officer } = await world(app);
  const call = app.as(officer.token);
  const { id } = await call(views.saveView, { list: "trail", name: " Seen ", search: "{}" });
  await assert.rejects(
    call(views.saveView, { list: "trail", name: "Seen", search: late }),
    refusedAs("saved_views_own_name"),
  );
  await call(views.saveView, { list: "people", name: "Seen", search: late });
  await call(views.changeView, { id, name: "Signed in", search: late, rowVersion: 1 });
  await assert.rejects(
    call(views.changeView, { id, name: "Other", rowVersion: 1 }),
    refusedAs("view.changed_meanwhile"),
  );
  await call(views.chooseDefaultView, { list: "trail", viewId: id });
  const { rows } = await call(views.listViews, { list: "trail" });
  assert.deepEqual(
    rows.map(({ name, search, isDefault, rowVersion }) => ({ name, search, isDefault, rowVersion })),
    [{ name: "Signed in", search: late, isDefault: true, rowVersion: 2 }],
  );
  await call(views.removeView, { id });
  assert.deepEqual((await call(views.listViews, { list: "trail" })).rows, []);
  await assert.rejects(call(views.removeView, { id }), isNotFound);
  await assert.rejects(
    call(views.saveView, { list: "trail", name: "Bad", search: "[1]" }),
    refusedAs("view.search_malformed"),
  );
  const { rows: events } = await app.database.owner.query<{ verb: string; data: Record<string, unknown> }>(
    "select verb, data from events where subject_kind = 'view' order by id",
  );
  assert.deepEqual(
    events.map((event) => event.verb),
    ["view.saved", "view.saved", "view.changed", "view.removed"],
  );
  assert.ok(!JSON.stringify(events).includes("Signed in"), "the trail holds ids, no free text");
});

test("a list has a bounded number of views", async () => {
  const app = await testApp();
  const { officer } = await world(app);
  const call = app.as(officer.token);
  for (let n = 0; n < 50; n += 1)
    await call(views.saveView, { list: "jobs", name: `View ${n}`, search: "{}" });
  await assert.rejects(
    call(views.saveView, { list: "jobs", name: "One more", search: "{}" }),
    refusedAs("view.too_many"),
  );
});

for (const locks of [
  { application: true, rows: false },
  { application: false, rows: true },
])
  test(`S-01 a session bound to a company knows no view saved outside of it, with ${locks.rows ? "the database's" : "the application's"} lock alone`, async () => {
    const app = await testApp({ locks });
    const { owner } = app.database;
    const { group, officer } = await world(app);
    const { own } = group.companies;
    const outside = app.as(officer.token);
    const kept = await outside(views.saveView, { list: "results", name: "Elsewhere", search: late });
    await outside(views.chooseDefaultView, { list: "results", viewId: kept.id });
    const bind = (to: string | null) =>
      owner.query("update sessions set bound_to = $2 where account_id = $1", [officer.accountId, to]);
    const seen = async () =>
      (await outside(views.listViews, { list: "results" })).rows.map((row) => [row.name, row.isDefault]);
    await bind(own);
    assert.deepEqual(await seen(), []);
    await assert.rejects(outside(views.changeView, { id: kept.id, name: "Mine", rowVersion: 1 }), isNotFound);
    await assert.rejects(outside(views.removeView, { id: kept.id }), isNotFound);
    const within = await outside(views.saveView, { list: "results", name: "Here", search: late });
    await outside(views.chooseDefaultView, { list: "results", viewId: within.id });
    assert.deepEqual(await seen(), [["Here", true]]);
    await bind(null);
    assert.deepEqual(await seen(), [
      ["Elsewhere", true],
      ["Here", false],
    ]);
  });
