// Applying long lists of findings and of plans whose worker is killed in the middle.
import assert from "node:assert/strict";
import { test } from "node:test";
import { testApp } from "#test/app.ts";
import { addPerson, buildSmallGroup, signedIn } from "#test/factories.ts";
import { killedAndGoneOn } from "#test/killed-load.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});
await addPerson(owner, { companyId: group.companies.own, familyName: "見本", givenName: "太郎" });
const rows = 2200;
const count = async (sql: string) =>
  Number((await owner.query<{ n: string }>(`select count(*) as n ${sql}`)).rows[0]?.n);
const numbers = Array.from({ length: rows }, (_, n) => n);

test("R-16 a list of findings whose worker is killed goes on elsewhere, each once with its end and its duty, numbers without a gap", async () => {
  await killedAndGoneOn(app, office, {
    kind: "findings",
    name: "findings.csv",
    text: [
      "会社コード,管理番号,件名,重大度,指摘日,状態,完了日",
      ...numbers.map((n) => `C1,監-${n},指摘${n},低,2025-04-01,${n % 2 ? "完了,2025-05-01" : "未対応,"}`),
    ].join("\n"),
    rows,
    heldRow: 1500,
    committed: 1000,
    loaded: () => count("from finding_origins"),
  });
  assert.deepEqual(
    [
      await count("from findings where by_list = 'closed'"),
      await count("from duties where subject_kind = 'finding' and state = 'open'"),
      await count("from (select max(number) as last from findings) x where last = 2200"),
      await count("from events where verb = 'finding.raised'"),
    ],
    [rows / 2, rows / 2, 1, rows],
  );
});

test("R-13 a list of plans whose worker is killed goes on elsewhere, each plan and step once, handed in once though its lines come in two batches", async () => {
  // Plans of 80 steps: the thirteenth lies on both sides of the end of the first batch.
  const each = 80;
  const whole = Math.floor(rows / each) * each;
  await killedAndGoneOn(app, office, {
    kind: "plans",
    name: "plans.csv",
    text: [
      "会社コード,計画番号,計画責任者,計画の状態,施策番号,指摘番号,実施すること,担当者,期限,費用,通貨",
      ...numbers
        .slice(0, whole)
        .map(
          (n) =>
            `C1,計-${Math.floor(n / each)},見本 太郎,提出済,${n},監-${Math.floor(n / each) * 2},施策${n},見本 太郎,2099-04-01,0,JPY`,
        ),
    ].join("\n"),
    rows: whole,
    heldRow: 1500,
    committed: 1000,
    loaded: () => count("from plan_step_origins"),
  });
  const plans = whole / each;
  assert.deepEqual(
    [
      await count("from plans where state = 'submitted'"),
      await count("from plan_steps"),
      await count("from (select max(number) as last from plans) x where last = 27"),
      await count("from duties where kind = 'plan.approve' and state = 'open'"),
      await count("from events where verb = 'plan.submitted'"),
      await count("from plan_findings"),
    ],
    [plans, whole, 1, plans, plans, plans],
  );
});
