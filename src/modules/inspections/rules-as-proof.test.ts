// The rules of the ledgers as proof of what a control asks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asSystem } from "#core/system.ts";
import { ledgers } from "#modules/ledgers/contract.ts";
import { testApp } from "#test/app.ts";
import { buildAnsweringCompany } from "#test/answering-company.ts";
import { inspections } from "./contract.ts";
import { rulesFollowed } from "./rules-as-proof.ts";

const app = await testApp();
const { owner, ownerUrl } = app.database;
const made = await buildAnsweringCompany(owner, ownerUrl, { tier: "T3" });
const officer = app.as(made.officer.token);
const id = made.inspectionId;
const controlId = "ORG-07";
const day = async (days: number) =>
  (await owner.query<{ day: string }>("select (group_today() + $1::int)::text as day", [days])).rows[0]
    ?.day ?? "";
const proof = async () => {
  const { evidence } = await officer(inspections.getAskedControl, { id, controlId });
  return evidence.map((one) => [one.title, one.kind, one.validUntil]);
};
const heard = (ruleId: string) =>
  asSystem(app.door.db, "trail.dispatch", (ctx) =>
    rulesFollowed.handle(ctx, [
      {
        id: 1,
        verb: "asset_rule.reviewed",
        at: "",
        actorId: null,
        subjectKind: "asset_rule",
        subjectId: ruleId,
        companyId: null,
        data: {},
      },
    ]),
  );
const rule = {
  companyId: made.company,
  name: "Handling of devices",
  reference: "SEC-7",
  fileId: null,
  ownerId: null,
  covers: [{ ledger: "devices" as const, nature: "" as const, fromRank: 1 }],
};

test("R-24 a rule is linked to a control as proof, and past its review date it proves nothing until it was looked at", async () => {
  const soon = await day(10);
  const { id: ruleId } = await officer(ledgers.addRule, {
    ...rule,
    from: await day(-400),
    reviewDueOn: soon,
  });
  const offered = await officer(inspections.listRulesForProof, { id });
  assert.deepEqual(
    offered.rows.map((one) => [one.name, one.isOverdue]),
    [["Handling of devices", false]],
  );
  await officer(inspections.addRuleAsProof, { id, ruleId, controlIds: [controlId] });
  await officer(inspections.saveAnswer, { id, controlId, verdict: "met", rowVersion: null });
  const [first] = await proof();
  assert.deepEqual(first?.slice(0, 2), ["Handling of devices", "documented"]);
  assert.ok((first?.[2] ?? "") <= soon, "no longer than to the day of its review");

  await owner.query("update asset_rules set review_due_on = group_today() - 1 where id = $1", [ruleId]);
  await heard(ruleId);
  const lacking = async () =>
    (await officer(inspections.listAskedControls, { id })).rows.find((one) => one.controlId === controlId)
      ?.problems;
  assert.deepEqual(await lacking(), ["answer.evidence_expired"]);

  const next = await day(300);
  await officer(ledgers.reviewRule, { id: ruleId, outcome: "kept", remark: "", nextOn: next });
  await heard(ruleId);
  assert.deepEqual(await lacking(), []);
  assert.deepEqual(await proof(), [["Handling of devices", "documented", next]]);
});

test("R-24 a rule that ended proves nothing any more, and a sister company's rules are none", async () => {
  const { id: ruleId } = await officer(ledgers.addRule, {
    ...rule,
    name: "Old",
    from: await day(-30),
    reviewDueOn: await day(200),
  });
  await officer(inspections.addRuleAsProof, { id, ruleId, controlIds: ["ORG-08"] });
  await officer(ledgers.endRule, { id: ruleId, reason: "replaced" });
  await heard(ruleId);
  const { evidence } = await officer(inspections.getAskedControl, { id, controlId: "ORG-08" });
  assert.ok((evidence.find((one) => one.title === "Old")?.validUntil ?? "9") < (await day(0)));
  const { rows } = await owner.query<{ id: string }>(
    `insert into asset_rules (company_id, name, reference, valid_from, review_due_on) select id, 'Theirs', '', group_today() - 1, group_today() + 90
     from units where code = 'P' returning id`,
  );
  await assert.rejects(
    officer(inspections.addRuleAsProof, { id, ruleId: rows[0]?.id ?? "", controlIds: ["ORG-08"] }),
    { code: "asset_rule.not_found" },
  );
  const offered = await officer(inspections.listRulesForProof, { id });
  assert.ok(!offered.rows.some((one) => one.name === "Theirs"));
});
