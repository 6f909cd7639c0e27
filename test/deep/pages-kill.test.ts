// Pages to sign of a whole round while the process that issues them is killed: each company has one, issued once.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import pg from "pg";
import { papers } from "#modules/papers/contract.ts";
import { testApp } from "../app.ts";
import { addEdition, addOpenRound } from "../editions.ts";
import { addCompany, buildSmallGroup, signedIn } from "../factories.ts";
import { until } from "../until.ts";
import { endOfJob } from "../work.ts";

const app = await testApp();
const { owner, ownerUrl, url } = app.database;
const group = await buildSmallGroup(owner);
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});

test("T-11 kill -9 while the pages to sign are issued: each company has one, and one event says so", async () => {
  const companies: string[] = [];
  for (let at = 0; at < 35; at += 1)
    companies.push(
      await addCompany(owner, { code: `P${100 + at}`, name: `Company ${at}`, parentId: group.divisions.one }),
    );
  const round = await addOpenRound(owner, { editionId: await addEdition(owner), companies });
  await owner.query(
    "update inspections set state = 'reviewed', submitted_at = now(), reviewed_at = now() where round_id = $1",
    [round.id],
  );
  const { id } = await app.as(office.token)(papers.orderPages, { id: round.id, who: "all" });
  const issued = async () => {
    const { rows } = await owner.query<{ count: number }>(
      "select count(*)::int as count from confirmation_batch_items where batch_id = $1 and state = 'issued'",
      [id],
    );
    return rows[0]?.count ?? 0;
  };
  // The third lot waits for one of its rows, and there the process ends.
  const holder = new pg.Client({ connectionString: ownerUrl });
  await holder.connect();
  await holder.query("begin");
  await holder.query(
    "select from confirmation_batch_items where batch_id = $1 and position = 25 for update",
    [id],
  );
  const child = spawn(process.execPath, ["test/launch-process.ts", url], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  await until("two lots are issued", async () => ((await issued()) === 20 ? true : undefined), 60_000);
  child.kill("SIGKILL");
  await once(child, "exit");
  await holder.query("rollback");
  await holder.end();
  assert.equal(await issued(), 20, "what was committed stays");

  const job = await endOfJob(app.database, id, 60_000);
  assert.deepEqual([job.state, job.done, job.outcome], ["done", 35, { issued: 35, movedOn: 0 }]);
  const { rows } = await owner.query<{ events: number; companies: number }>(
    `select count(e.id)::int as events, count(distinct e.subject_id)::int as companies
     from confirmation_batch_items x join events e on e.subject_id = x.inspection_id and e.verb = 'paper.page_issued'
       and e.data ->> 'contentSha256' = encode(x.content_sha256, 'hex') where x.batch_id = $1`,
    [id],
  );
  assert.deepEqual(rows, [{ events: 35, companies: 35 }]);
});
