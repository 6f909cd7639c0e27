// What became of an entry: a person's change, a change of many, what a load said; page by page, and nobody else's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { loading } from "#test/loads.ts";
import { ledgers } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
const ask = app.as(officer.token);
const stranger = app.as((await signedIn(owner, { companyId: sister, role: "security_officer" })).token);
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });

const devices = "devices" as const;
const story = (id: string, more: object = {}) =>
  ask(ledgers.listEntryChanges, { ledger: devices, id, ...more });
const list = (rows: string[]) => ["管理番号,ホスト名,製造番号,OS,会社", ...rows].join("\n");

test("R-31 an entry tells who changed what from what to what, with how many others, and what a load of a source said", async () => {
  const { source, load } = await loading(app, office, null);
  const register = await source("plain", "Group register", { records: true });
  const { rows: codes } = await owner.query<{ code: string }>("select code from units where id = $1", [own]);
  const rowsOf = (os: string) =>
    ["1", "2", "3"].map((n) => `A-${n},PC-${n},SN${n}X,${n === "1" ? os : "windows"},${codes[0]?.code}`);
  const first = await load(register, "devices.csv", list(rowsOf("macos")));
  assert.equal(first.state, "applied", JSON.stringify(first.problem));
  const { rows } = await ask(ledgers.listEntries, { ledger: devices });
  const id = rows.find((one) => one.name === "PC-1")?.id ?? "";
  await ask(ledgers.changeEntries, {
    ledger: devices,
    ids: rows.map((one) => one.id),
    change: { class: 2, ownerId: officer.personId },
    expected: 3,
  });
  const { rowVersion } = await ask(ledgers.getEntry, { ledger: devices, id });
  await ask(ledgers.changeEntry, { ledger: devices, id, rowVersion, labels: ["desk"] });
  const again = await load(register, "devices-2.csv", list(rowsOf("linux")));
  assert.equal(again.counts?.merged, 1, JSON.stringify(again));

  const told = await story(id);
  const { rows: names } = await owner.query<{ name: string }>(
    "select trim(given_name || ' ' || family_name) as name from people where id = $1",
    [officer.personId],
  );
  const name = names[0]?.name ?? "";
  assert.deepEqual(
    told.rows.map(({ isFirst, byName, load: by, others, changes }) => [
      isFirst,
      byName ?? by?.sourceName,
      others,
      changes,
    ]),
    [
      [false, "Group register", 0, [{ field: "os", from: "macos", to: "linux" }]],
      [false, name, 0, [{ field: "labels", from: [], to: ["desk"] }]],
      [
        false,
        name,
        2,
        [
          { field: "owner", from: null, to: name },
          { field: "class", from: null, to: 2 },
        ],
      ],
      [true, "Group register", 0, []],
    ],
  );
  assert.equal(told.rows[0]?.load?.id, null, "the group's load is not this officer's to look at");
  const ofOffice = await app.as(office.token)(ledgers.listEntryChanges, { ledger: devices, id });
  assert.equal(ofOffice.rows[0]?.load?.id, again.id);
  await assert.rejects(stranger(ledgers.listEntryChanges, { ledger: devices, id }), {
    code: "entry.not_found",
  });
});

test("an entry with hundreds of versions is told page by page, each change once", async () => {
  const { id } = await ask(ledgers.addEntry, { ledger: devices, companyId: own, name: "PC-0" });
  for (let n = 1; n <= 120; n++)
    await owner.query(
      "update devices set name = 'PC-' || $2, changed_at = now(), row_version = row_version + 1 where id = $1",
      [id, n],
    );
  const seen: unknown[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof story>> = await story(id, {
      limit: 50,
      ...(after ? { after } : {}),
    });
    seen.push(...page.rows.map((one) => (one.isFirst ? "first" : one.changes[0]?.to)));
    after = page.next;
  } while (after);
  assert.deepEqual(seen, [...Array.from({ length: 120 }, (_, n) => `PC-${120 - n}`), "first"]);
});
