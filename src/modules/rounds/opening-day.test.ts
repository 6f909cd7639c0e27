import assert from "node:assert/strict";
import { test } from "node:test";
import { openDatabase } from "#core/db/pool.ts";
import { asSystem } from "#core/system.ts";
import { testApp } from "#test/app.ts";
import { atTheEnd } from "#test/db.ts";
import { addEdition } from "#test/editions.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { rounds } from "./contract.ts";
import { openingDay } from "./launch.ts";

const app = await testApp();
const { owner, url } = app.database;
const group = await buildSmallGroup(owner); // its day begins in Tokyo, at 15:00 UTC of the day before
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
const asOffice = app.as(office.token);
const editionId = await addEdition(owner);
const opened = openDatabase({ connectionString: url, size: 2 });
atTheEnd(() => opened.close());
app.setNow(new Date("2026-11-24T03:00:00Z"));

const lookAt = (now: string) => asSystem(opened.db, "timed.test", openingDay.run, new Date(now));
const jobsOf = async (id: string) =>
  (await owner.query("select count(*)::int as n from jobs where subject_id = $1", [id])).rows[0].n as number;

async function planned(fiscalYear: number): Promise<string> {
  const { id } = await asOffice(rounds.draftRound, {
    fiscalYear,
    name: `FY${fiscalYear}`,
    editionId,
    opensOn: "2026-12-01",
    dueOn: "2027-01-29",
    reviewDueOn: "2027-02-12",
    confirmDueOn: "2027-05-06",
    populationRule: {
      asOf: "2026-11-01",
      relations: ["parent", "consolidated"],
      tiers: ["T1", "T2", "T3", "T4"],
      leaveOut: [],
    },
  });
  await asOffice(rounds.freezeRound, { id, rowVersion: 1 });
  assert.equal((await asOffice(rounds.launchRound, { id, rowVersion: 2 })).jobId, null);
  return id;
}

test("a round launched before its opening day waits for that day in the group's zone", async () => {
  const id = await planned(2026);
  const { round, plannedFor } = await asOffice(rounds.getRound, { id });
  assert.deepEqual([round.state, plannedFor], ["launching", "2026-12-01"]);
  await assert.rejects(asOffice(rounds.launchRound, { id, rowVersion: round.rowVersion }));
  await lookAt("2026-11-30T14:59:00Z");
  assert.equal(await jobsOf(id), 0);
  await lookAt("2026-11-30T15:00:00Z");
  await lookAt("2026-11-30T15:01:00Z");
  assert.equal(await jobsOf(id), 1);
  await assert.rejects(asOffice(rounds.thawRound, { id }));
});

test("a planned launch can be cancelled, and its day then opens nothing", async () => {
  const id = await planned(2027);
  await asOffice(rounds.thawRound, { id });
  assert.equal((await asOffice(rounds.getRound, { id })).round.state, "draft");
  await lookAt("2026-12-01T15:00:00Z");
  assert.equal(await jobsOf(id), 0);
});
