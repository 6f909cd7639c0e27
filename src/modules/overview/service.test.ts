import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "#test/app.ts";
import { signedIn } from "#test/factories.ts";
import { buildResultGroup } from "#test/result-group.ts";
import { overview } from "./contract.ts";

const app = await testApp();
const { owner, ownerUrl } = app.database;
const group = await buildResultGroup(owner, ownerUrl);
const office = await signedIn(owner, { companyId: group.parent, role: "group_office", unitId: group.group });
const asOffice = app.as(office.token);
app.setNow(new Date("2026-11-24T03:00:00Z"));

const count = async (where: string) => {
  const { rows } = await owner.query<{ n: number }>(
    `select count(*)::int as n from inspections i join inspection_results v on v.inspection_id = i.id and v.basis = case when i.state = 'locked' then 'standing' else 'live' end
     where i.round_id = '${group.rounds[2]?.id}' and ${where}`,
  );
  return rows[0]?.n ?? 0;
};

test("R-12 the sentence counts every company asked, and its numbers are those of the kept results", async () => {
  const { overview: board, rounds } = await asOffice(overview.getOverview, {});
  assert.ok(board);
  assert.equal(rounds.length, 3);
  assert.equal(board.companies, group.companies.length);
  assert.deepEqual(board.counts, [
    await count("v.result = 'meets'"),
    await count("v.result = 'improve'"),
    await count("v.result = 'serious'"),
    await count("v.result = 'not_known'"),
  ]);
  assert.equal(
    board.counts.reduce((sum, one) => sum + one, 0),
    board.companies,
  );
  for (const groups of [board.tiers, board.regions, board.divisions]) {
    assert.equal(
      groups.flatMap((one) => one.counts).reduce((sum, one) => sum + one, 0),
      board.companies,
    );
  }
  assert.equal(board.lateCount, 3);
  assert.ok(board.gaps.length > 0 && (board.gaps[0]?.companies ?? 0) >= (board.gaps[1]?.companies ?? 0));
});
