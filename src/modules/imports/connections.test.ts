// Connections to shared services from a group office's sheet.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "#core/errors.ts";
import { services } from "#modules/services/contract.ts";
import { testApp } from "#test/app.ts";
import { addEdition } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { importing, importingWith } from "#test/imports.ts";
import { imports } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
await addEdition(owner);
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const secretary = await signedIn(owner, {
  companyId: group.companies.own,
  role: "division_secretary",
  unitId: group.divisions.one,
});
const { check, apply, verdicts } = await importing(app, office);
const asOffice = app.as(office.token);
const today = (await owner.query("select group_today()::text as today")).rows[0].today as string;
const connections = async () =>
  (
    await owner.query<{ code: string; share: string; from: string; to: string | null }>(
      `select u.code, c.share_percent::float8::text as share, c.valid_from::text as from, c.valid_to::text as to
       from service_connections c join units u on u.id = c.company_id where c.service = 'group_identity' order by 1, 3`,
    )
  ).rows.map(Object.values);

const sheet = (rows: readonly string[]) =>
  Buffer.from(
    ['"会社\nコード",会社名,共通サービス,利用割合（％）,利用開始日,接続終了日', ...rows].join("\n"),
  );

test("a sheet of connections: every row has its verdict, what is right is connected as on the page", async () => {
  await asOffice(services.setServiceProvider, {
    service: "group_identity",
    companyId: group.companies.parent,
    from: today,
  });
  const { id, shown } = await check(
    "services",
    "接続一覧.csv",
    sheet([
      "Ｃ１,Own Ltd.,group_identity,６０％,2090/4/1,2091/3/31",
      ",Sister Ltd.,GROUP_IDENTITY,,,",
      "P,Parent Inc.,group_identity,100,,",
      "C3,Sister Ltd.,group_identity,100,,",
      "C9,,group_identity,100,,",
      "C3,,group_mail,100,,",
      "C3,,group_identity,0,,",
      "C1,,group_identity,120,2090/4/1,2020/1/1",
    ]),
  );
  assert.deepEqual(Object.keys(shown.mapping).toSorted(), [
    "code",
    "from",
    "name",
    "service",
    "share",
    "until",
  ]);
  assert.deepEqual((await verdicts(id)).slice(1), [
    [2, "error", "import.twice_in_file"],
    [3, "new", ""],
    [4, "error", "import.company_provides"],
    [5, "error", "import.twice_in_file import.other_name"],
    [6, "error", "import.unknown_company"],
    [7, "error", "import.unknown_service"],
    [8, "error", "import.share_nought import.twice_in_file"],
    [9, "error", "import.not_a_number import.ends_before_start import.twice_in_file"],
  ]);
  const last = (await asOffice(imports.listImportRows, { id })).rows;
  for (const number of [8, 9])
    await asOffice(imports.decideRows, { id, rowNumbers: [number], decision: "leave_out" });
  assert.equal(last.length, 9);
  assert.deepEqual(
    (await verdicts(id)).slice(1, 5).map(([row, verdict]) => [row, verdict]),
    [
      [2, "new"],
      [3, "new"],
      [4, "error"],
      [5, "conflict"],
    ],
  );
  const done = await apply(id, { from: today });
  assert.deepEqual([done.counts.added, done.counts.notApplied, done.counts.open], [2, 0, 0]);
  assert.deepEqual(await connections(), [
    ["C1", "60", "2090-04-01", "2091-04-01"],
    ["C2", "100", today, null],
  ]);
  const { rows } = await owner.query(
    "select count(*)::int as n from events where verb = 'service.connected'",
  );
  assert.equal(rows[0].n, 2);
});

test("the same sheet again changes nothing; another share or last day is a change that says before and after", async () => {
  const again = await check(
    "services",
    "again.csv",
    sheet([`C2,,group_identity,100,${today},`, "C1,,group_identity,60,2090/4/1,2091/3/31"]),
  );
  assert.deepEqual(
    (await verdicts(again.id)).slice(1).map(([, verdict]) => verdict),
    ["same", "same"],
  );
  const changed = await check("services", "changed.csv", sheet(["C2,,group_identity,80,,2099/3/31"]));
  const row = (await asOffice(imports.listImportRows, { id: changed.id, verdict: "change" })).rows[0];
  assert.deepEqual(row?.differences, [
    { field: "share", before: "100", after: "80" },
    { field: "until", before: null, after: "2099-03-31" },
  ]);
  await apply(changed.id, { from: today });
  assert.deepEqual((await connections()).at(-1), ["C2", "80", today, "2099-04-01"]);
  const past = await check("services", "past.csv", sheet(["C3,Other Ltd.,group_identity,100,2024/4/1,"]));
  await assert.rejects(
    apply(past.id, { from: today }),
    (error: unknown) => error instanceof AppError && error.code === "change.backdated_needs_reason",
  );
  await apply(past.id, { from: today, reason: "connected long ago" });
  assert.deepEqual((await connections()).at(-1), ["C3", "100", "2024-04-01", null]);
});

test("two periods of one company and service in one list: both are connected, whichever row stands first", async () => {
  const rows = ["C3,,group_identity,40,2096/4/1,2097/3/31", "C3,,group_identity,30,2095/4/1,2096/3/31"];
  await owner.query("delete from service_connections where company_id = $1", [group.companies.other]);
  const { id } = await check("services", "periods.csv", sheet(rows));
  assert.deepEqual((await verdicts(id)).slice(1), [
    [2, "new", ""],
    [3, "new", ""],
  ]);
  await apply(id, { from: today });
  assert.deepEqual((await connections()).slice(-2), [
    ["C3", "30", "2095-04-01", "2096-04-01"],
    ["C3", "40", "2096-04-01", "2097-04-01"],
  ]);
  const again = await check("services", "periods.csv", sheet(rows));
  assert.equal(again.shown.counts.same, 2);
});

test("the desk of a division does not bring in the list of the whole group", async () => {
  await assert.rejects(
    importingWith(app, secretary).open("services", "mine.csv", sheet(["C1,,group_identity,100,,"])),
    (error: unknown) => error instanceof AppError && error.code === "service.needs_whole_group",
  );
});
