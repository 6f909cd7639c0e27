// The list of packs where hundreds of units keep one: read on page by page, found by name, with what helps nobody any more.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Input, Output } from "#core/contract.ts";
import { testApp } from "#test/app.ts";
import { addCompany, buildSmallGroup, signedIn } from "#test/factories.ts";
import { incidents } from "../contract.ts";
import { mostUnits } from "./pack-contract.ts";
import { oldAfterHours, takenWithinDays } from "./rules.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, parent } = group.companies;
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const as = app.as(office.token);
const now = new Date("2026-06-05T15:00:00Z");
app.setNow(now);
const before = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

const companies: string[] = [];
for (let n = 0; n < 70; n += 1)
  companies.push(
    await addCompany(owner, {
      code: `Z${String(n).padStart(3, "0")}`,
      name: `Works ${n} Ltd.`,
      parentId: group.divisions.one,
    }),
  );
type Asked = Input<typeof incidents.listOfflinePacks>;
type Row = Output<typeof incidents.listOfflinePacks>["rows"][number];
async function allOf(asked: Asked): Promise<Row[]> {
  const { rows, next } = await as(incidents.listOfflinePacks, asked);
  return next === null ? rows : [...rows, ...(await allOf({ ...asked, after: next }))];
}

const at = (n: number) => companies[n] ?? "";
const keep = (unitId: string, companyId: string | null, madeAt: Date) =>
  owner.query(
    `with f as (insert into files (company_id, sha256, size_bytes, media_type, name, purpose)
       values ($2, sha256($1::text::bytea), 1, 'application/pdf', 'pack.pdf', 'offline_pack') returning id)
     insert into offline_packs (unit_id, company_id, language, passphrase, passphrase_set_by, made_at, file_id, kept_since)
     select $1::uuid, $2, 'en', 'x', $3, $4, f.id, $5 from f`,
    [
      unitId,
      companyId,
      office.personId,
      madeAt,
      before(24 * (companies.indexOf(unitId) % 3 === 1 ? 2 : 200)),
    ],
  );
await owner.query("update unit_names set name_ja = '見本工場7' where unit_id = $1", [at(7)]);
await keep(group.group, null, before(1));
for (let n = 0; n < 60; n += 1) await keep(at(n), at(n), n < 2 ? before(oldAfterHours + 1) : before(3));
const taken = (unitId: string, on: Date) =>
  owner.query(
    `insert into events (era, xid, at, verb, subject_kind, subject_id, actor_id, hash)
     values (1, pg_current_xact_id(), $1, 'offline_pack.taken', 'unit', $2, $3, 'x')`,
    [on, unitId, office.personId],
  );

test("S-01 hundreds of packs are read on page by page, the group's first; a name or a code finds its own", async () => {
  const rows = await allOf({ limit: 25 });
  assert.equal(rows.length, 61);
  assert.equal(new Set(rows.map((row) => row.unitId)).size, 61);
  assert.equal(rows[0]?.unitId, group.group);
  assert.deepEqual(
    rows.slice(1).map((row) => row.unitId),
    companies.slice(0, 60),
  );
  for (const search of ["z007", "工場7", "works 7 "])
    assert.ok(
      (await as(incidents.listOfflinePacks, { search })).rows.some((row) => row.unitId === at(7)),
      search,
    );
  const { rows: none } = await as(incidents.listOfflinePacks, { search: "nowhere" });
  const { without: _without, ...counts } = await as(incidents.countOfflinePacks, { search: "nowhere" });
  assert.deepEqual([none, counts], [[], { all: 0, old: 0, not_taken: 0 }]);
  // A code may hold whatever a group writes; what is no place is refused.
  await owner.query("update units set code = $2 where id = $1", [at(24), 'Z024|", 7']);
  assert.equal((await allOf({ limit: 25 })).length, 61);
  await assert.rejects(as(incidents.listOfflinePacks, { after: "3|Z024" }), { code: "cursor.unknown" });
});

test("S-01 a pack that is old, and one that nobody has taken along for a month, are counted and listed", async () => {
  await taken(at(5), before(24));
  await taken(at(6), before((takenWithinDays + 1) * 24));
  const { without: _without, ...counts } = await as(incidents.countOfflinePacks, {});
  assert.deepEqual(counts, { all: 61, old: 2, not_taken: 40 });
  const old = await as(incidents.listOfflinePacks, { view: "old" });
  assert.deepEqual(
    old.rows.map((row) => row.unitId),
    [at(0), at(1)],
  );
  const forgotten = await allOf({ view: "not_taken", limit: 50 });
  assert.equal(forgotten.length, counts.not_taken);
  const names = new Set(forgotten.map((row) => row.unitId));
  assert.ok(names.has(at(6)) && !names.has(at(5)));
});

test("S-01 of a company that has left its pack says so: it is neither old nor missed, and nobody is offered a new one", async () => {
  await owner.query("update units set ended_on = '2026-06-01' where id = any ($1)", [[at(0), at(69)]]);
  const { rows } = await as(incidents.listOfflinePacks, { search: "z000" });
  assert.deepEqual([rows[0]?.isEnded, rows[0]?.isOld], [true, false]);
  const { without, ...counts } = await as(incidents.countOfflinePacks, {});
  assert.deepEqual([counts.old, counts.not_taken], [1, 39]);
  const { rows: units } = await owner.query<{ count: number }>(
    `select count(*)::int as count from units u where kind in ('group', 'division', 'company') and (ended_on is null or ended_on > '2026-06-05')
       and not exists (select from offline_packs p where p.unit_id = u.id)`,
  );
  assert.equal(without, units[0]?.count);
  const offered = await as(incidents.listPackUnits, { search: "Works 6" });
  const ids = offered.units.map((one) => one.id);
  assert.ok(ids.length <= mostUnits && ids.includes(at(60)) && !ids.includes(at(69)) && !ids.includes(at(6)));
  assert.ok((await as(incidents.listPackUnits, {})).units.some((one) => one.id === own));
});
