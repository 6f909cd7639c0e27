import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { openDatabase } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import { writeEdition } from "#modules/standards/service.ts";
import { testApp } from "#test/app.ts";
import { addCompany, buildSmallGroup, signedIn } from "#test/factories.ts";
import { services } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { parent, own, sister, other } = group.companies;
{
  const { db, close } = openDatabase({ connectionString: app.database.ownerUrl, size: 1 });
  const id = await writeEdition(db, loadBuiltinStandard(), null);
  await db
    .updateTable("editions")
    .set({ state: "published", publishedAt: sql`now()`, effectiveOn: "2024-04-01" })
    .where("id", "=", id)
    .execute();
  await close();
}
const atGroup = { companyId: parent, unitId: group.group };
const office = app.as((await signedIn(owner, { ...atGroup, role: "group_office" })).token);
const desk = app.as(
  (await signedIn(owner, { companyId: parent, role: "division_secretary", unitId: group.divisions.one }))
    .token,
);
const officerOf = async (companyId: string) =>
  app.as((await signedIn(owner, { companyId, role: "security_officer" })).token);
const [ownOfficer, sisterOfficer] = [await officerOf(own), await officerOf(sister)];

const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;
app.setNow(new Date("2026-11-24T03:00:00Z"));
const service = "group_identity";
const from = "2026-12-01";
const rows = async () =>
  (
    await owner.query(
      `select u.code, c.share_percent::float as share, c.valid_from::text as from, c.valid_to::text as to from service_connections c
       join units u on u.id = c.company_id where c.service = $1 order by u.code, c.valid_from`,
      [service],
    )
  ).rows.map((row) => [row.code, row.share, row.from, row.to]);
const listed = async (as: typeof office, asOf: string) =>
  (await as(services.listServices, { asOf })).rows.find((row) => row.service === service);

test("a provider holds from a day on; the one before keeps the days until then", async () => {
  await office(services.setServiceProvider, { service, companyId: own, from: "2026-11-24" });
  await office(services.setServiceProvider, { service, companyId: sister, from: "2027-04-01" });
  const now = await listed(office, "2026-11-24");
  assert.deepEqual(
    [now?.provider?.name, now?.provider?.validTo, now?.next?.name, now?.next?.validFrom, now?.controls],
    ["Own Ltd.", "2027-04-01", "Sister Ltd.", "2027-04-01", 4],
  );
  assert.equal((await listed(office, "2027-04-01"))?.provider?.companyId, sister);
  await owner.query("update unit_names set name_ja = '自社' where unit_id = $1", [own]);
  const reader = await signedIn(owner, { ...atGroup, role: "group_office" });
  await owner.query("update accounts set language = 'ja' where person_id = $1", [reader.personId]);
  assert.equal((await listed(app.as(reader.token), "2026-11-24"))?.provider?.name, "自社");
  await office(services.endServiceProvider, { service, on: "2027-04-01" });
  assert.equal((await listed(office, "2027-04-01"))?.provider, null);
  await assert.rejects(
    office(services.setServiceProvider, { service: "nobody_knows", companyId: own, from }),
    code("service.unknown"),
  );
  await assert.rejects(
    office(services.setServiceProvider, { service, companyId: own, from: "2026-01-01" }),
    code("change.backdated_needs_reason"),
  );
});

test("pasted codes are judged one by one, and exactly what was shown happens", async () => {
  const change = {
    service,
    change: "connect" as const,
    pick: {
      codes: [
        { code: "c2", sharePercent: 60 },
        { code: "C3" },
        { code: "C3" },
        { code: "C1" },
        { code: "NONE" },
      ],
    },
    from,
  };
  const preview = await office(services.previewServiceChange, change);
  assert.deepEqual(
    preview.rows.map((row) => [row.code, row.effect, row.sharePercent]),
    [
      ["C2", "new", 60],
      ["C3", "new", 100],
      ["C3", "twice", 100],
      ["C1", "is_provider", 100],
      ["NONE", "unknown", 100],
    ],
  );
  assert.deepEqual(preview.counts, { new: 2, twice: 1, is_provider: 1, unknown: 1 });
  assert.deepEqual(await rows(), []);
  await assert.rejects(
    office(services.changeServiceCompanies, { ...change, sharePercent: 50, seal: preview.seal }),
    code("service.changed_meanwhile"),
  );
  const done = await office(services.changeServiceCompanies, { ...change, seal: preview.seal });
  assert.equal(done.changed, 2);
  assert.deepEqual(await rows(), [
    ["C2", 60, from, null],
    ["C3", 100, from, null],
  ]);
  await assert.rejects(
    office(services.changeServiceCompanies, { ...change, seal: preview.seal }),
    code("service.changed_meanwhile"),
  );
  const { rows: told } = await owner.query(
    "select subject_id, data from events where verb = 'service.connected' order by id",
  );
  assert.deepEqual(
    told.map((row) => [row.subject_id, row.data.sharePercent, row.data.before]),
    [
      [sister, 60, null],
      [other, 100, null],
    ],
  );
});

test("a share for a while comes back to what it was; ending takes what was entered for later", async () => {
  const pick = { companyIds: [sister] };
  await office(services.changeServiceCompanies, {
    service,
    change: "connect",
    pick,
    sharePercent: 20,
    from: "2027-01-01",
    until: "2027-03-01",
  });
  const sisters = async () => (await rows()).filter(([one]) => one === "C2").map((row) => row.slice(1));
  assert.deepEqual(await sisters(), [
    [60, from, "2027-01-01"],
    [20, "2027-01-01", "2027-03-01"],
    [60, "2027-03-01", null],
  ]);
  await office(services.changeServiceCompanies, { service, change: "end", pick, from: "2027-02-01" });
  assert.deepEqual(await sisters(), [
    [60, from, "2027-01-01"],
    [20, "2027-01-01", "2027-02-01"],
  ]);
  await assert.rejects(
    office(services.changeServiceCompanies, { service, change: "end", pick, from: "2027-02-01" }),
    code("service.nothing_to_change"),
  );
});

test("a desk connects its own companies only, and names no provider", async () => {
  await assert.rejects(
    desk(services.previewServiceChange, { service, change: "end", pick: { companyIds: [other] }, from }),
    code("company.not_found"),
  );
  const pasted = await desk(services.previewServiceChange, {
    service,
    change: "end",
    pick: { codes: [{ code: "C2" }, { code: "C3" }] },
    from,
  });
  assert.deepEqual(
    pasted.rows.map((row) => [row.code, row.effect]),
    [
      ["C2", "ended"],
      ["C3", "unknown"],
    ],
  );
  await assert.rejects(
    desk(services.setServiceProvider, { service, companyId: sister, from }),
    (error: unknown) => error instanceof AppError && error.kind === "forbidden",
  );
});

test("the provider sees its consumers, a consumer its provider's name, a sister nothing", async () => {
  app.setNow(new Date("2026-12-05T03:00:00Z"));
  const seen = async (as: typeof office) =>
    (await as(services.listServiceCompanies, { service })).rows.map((row) => [row.code, row.companyId]);
  assert.deepEqual(await seen(office), [
    ["C2", sister],
    ["C3", other],
  ]);
  // Outside its scope the provider knows code and name, and has no page to open.
  assert.deepEqual(await seen(ownOfficer), [
    ["C2", null],
    ["C3", null],
  ]);
  assert.deepEqual(await seen(sisterOfficer), [["C2", sister]]);
  const provider = (await listed(sisterOfficer, "2026-12-05"))?.provider;
  assert.deepEqual([provider?.name, provider?.companyId], ["Own Ltd.", null]);
  const stranger = await officerOf(
    await addCompany(owner, { code: "C9", name: "Stranger Ltd.", parentId: group.divisions.two }),
  );
  assert.deepEqual([await seen(stranger), (await listed(stranger, "2026-12-05"))?.provider], [[], null]);
});

test("everything that fits a filter, a thousand companies in as many statements as one", async () => {
  await owner.query(
    `with made as (insert into units (id, kind, code, company_id, founded_on)
       select x.id, 'company', 'M' || lpad(x.n::text, 4, '0'), x.id, '2020-04-01' from (select n, gen_random_uuid() as id from generate_series(1, 1000) n) x
       returning id, code),
     names as (insert into unit_names (unit_id, company_id, valid_from, name) select id, id, '2020-04-01', code from made),
     tiers as (insert into tiers (company_id, tier, basis, valid_from) select id, 'T2', 'criteria', '2020-04-01' from made)
     insert into supervisions (unit_id, parent_id, company_id, valid_from) select id, $1, id, '2020-04-01' from made`,
    [group.divisions.two],
  );
  const change = {
    service: "group_training",
    change: "connect" as const,
    pick: { filter: { tier: "T2" as const } },
    sharePercent: 75,
    from: "2026-12-05",
  };
  const preview = await office(services.previewServiceChange, change);
  assert.deepEqual(preview.counts, { new: 1000 });
  const done = await office(services.changeServiceCompanies, { ...change, seal: preview.seal });
  assert.equal(done.changed, 1000);
  const row = (await office(services.listServices, {})).rows.find((one) => one.service === "group_training");
  assert.deepEqual([row?.connected, row?.inPart], [1000, 1000]);
  const found = await office(services.listServiceCompanies, { service: "group_training", search: "m0999" });
  assert.deepEqual(
    found.rows.map((one) => [one.code, one.sharePercent]),
    [["M0999", 75]],
  );
});

test("a company that has left the group stands in no list of a service from that day on, as in no count", async () => {
  const leaver = await addCompany(owner, { code: "L1", name: "Leaver Ltd.", parentId: group.divisions.one });
  await office(services.changeServiceCompanies, {
    service: "group_training",
    change: "connect",
    pick: { companyIds: [leaver] },
    from: "2026-12-05",
  });
  await owner.query("update units set ended_on = '2026-12-10', ended_reason = 'sold' where id = $1", [
    leaver,
  ]);
  const seen = async (asOf: string) =>
    (await office(services.listServiceCompanies, { service: "group_training", search: "L1", asOf })).rows
      .length;
  assert.deepEqual([await seen("2026-12-09"), await seen("2026-12-10")], [1, 0]);
});
