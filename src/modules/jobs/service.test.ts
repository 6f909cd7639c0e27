import assert from "node:assert/strict";
import { test } from "node:test";
import { orderJob } from "#core/jobs/order.ts";
import { inTransaction } from "#core/db/transaction.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "#test/factories.ts";
import { jobs } from "./contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", unitId: own });
const neighbour = await signedIn(owner, { companyId: sister, role: "security_officer", unitId: sister });
const office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
const reader = await signedIn(owner, { companyId: parent, role: "reader", unitId: group.group });

const order = (who: SignedIn, companyId: string) =>
  inTransaction(
    app.door.db,
    {
      actor: { ...who, sessionId: null, language: "en", timeZone: null },
      permission: "organization.read",
      reach: "companies",
    },
    (ctx) => orderJob(ctx, { kind: "test.long", permission: "organization.read" }, { companyId, total: 10 }),
  );

const ids = async (who: SignedIn) => (await app.as(who.token)(jobs.listJobs, {})).rows.map((row) => row.id);

test("S-01 one sees one's own jobs, the group office every job, a sister company none", async () => {
  const id = await order(officer, own);
  const mine = await app.as(officer.token)(jobs.getJob, { id });
  assert.deepEqual([mine.state, mine.total, mine.isMine, mine.mayStop], ["queued", 10, true, true]);
  const seen = await app.as(office.token)(jobs.getJob, { id });
  assert.deepEqual(
    [seen.companyName, seen.isMine, seen.orderedBy?.id],
    ["Own Ltd.", false, officer.personId],
  );
  for (const who of [neighbour, reader]) {
    await assert.rejects(app.as(who.token)(jobs.getJob, { id }), { code: "job.not_found" });
    await assert.rejects(app.as(who.token)(jobs.cancelJob, { id }), { code: "job.not_found" });
    assert.ok(!(await ids(who)).includes(id));
  }
});

test("a job that waits is cancelled at once, leaves its event, and cannot be stopped twice", async () => {
  const id = await order(officer, own);
  assert.deepEqual(await app.as(officer.token)(jobs.cancelJob, { id }), { id, state: "cancelled" });
  await assert.rejects(app.as(officer.token)(jobs.cancelJob, { id }), { code: "job.ended_already" });
  const { rows } = await owner.query("select verb, actor_id from events where subject_id = $1 order by id", [
    id,
  ]);
  assert.deepEqual(
    rows.map((row) => row.verb),
    ["job.ordered", "job.stop_asked"],
  );
});

test("the group office stops another's job", async () => {
  const id = await order(officer, own);
  assert.equal((await app.as(office.token)(jobs.cancelJob, { id })).state, "cancelled");
});

test("jobs are read in pages, each once, newest first", async () => {
  const made = [
    await order(neighbour, sister),
    await order(neighbour, sister),
    await order(neighbour, sister),
  ];
  const read = app.as(neighbour.token);
  const first = await read(jobs.listJobs, { limit: 2 });
  const second = await read(jobs.listJobs, { limit: 2, after: first.next ?? "" });
  assert.deepEqual(
    [...first.rows, ...second.rows].map((row) => row.id),
    made.toReversed(),
  );
  assert.equal(second.next, null);
});

test("jobs ordered in one millisecond are all in the pages", async () => {
  const made: string[] = [];
  for (let n = 0; n < 6; n += 1) made.push(await order(officer, own));
  await owner.query(
    "update jobs set created_at = timestamptz '2031-01-01' + (n || ' microseconds')::interval from unnest($1::uuid[]) with ordinality as x(id, n) where jobs.id = x.id",
    [made],
  );
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page: { rows: { id: string }[]; next: string | null } = await app.as(officer.token)(jobs.listJobs, {
      limit: 2,
      ...(after ? { after } : {}),
    });
    seen.push(...page.rows.map((row) => row.id));
    after = page.next;
  } while (after);
  assert.deepEqual(seen.slice(0, 6), made.toReversed());
});
