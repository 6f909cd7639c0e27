import assert from "node:assert/strict";
import { test } from "node:test";
import { bindingOf, type CriteriaFacts, mayStandBelow, tierByCriteria, tierProblem } from "./rules.ts";

const small: CriteriaFacts = {
  workers: 30,
  personalDataPeople: 0,
  hasPlant: false,
  runsServers: false,
  developsProducts: false,
  isRegionalHeadquarters: false,
  isFinance: false,
  providesSharedServices: false,
};

const cases: [string, Partial<CriteriaFacts>, "parent" | "consolidated", string, string[]][] = [
  ["a small office on shared services", {}, "consolidated", "T4", ["workers_under_50"]],
  [
    "49 workers with servers of their own",
    { workers: 49, runsServers: true },
    "consolidated",
    "T3",
    ["own_servers"],
  ],
  ["50 workers", { workers: 50 }, "consolidated", "T3", ["workers_50"]],
  ["299 workers", { workers: 299 }, "consolidated", "T3", ["workers_50"]],
  ["300 workers", { workers: 300 }, "consolidated", "T2", ["workers_300"]],
  ["a plant with twelve workers", { workers: 12, hasPlant: true }, "consolidated", "T2", ["plant"]],
  ["9,999 people's data", { personalDataPeople: 9_999, workers: 60 }, "consolidated", "T3", ["workers_50"]],
  ["10,000 people's data", { personalDataPeople: 10_000 }, "consolidated", "T2", ["personal_data_10000"]],
  ["a finance company of five", { workers: 5, isFinance: true }, "consolidated", "T1", ["finance"]],
  [
    "a plant that develops connected products",
    { hasPlant: true, developsProducts: true },
    "consolidated",
    "T1",
    ["connected_products"],
  ],
  ["the parent", {}, "parent", "T1", ["parent"]],
];
for (const [what, facts, relation, tier, because] of cases) {
  test(`tier by criteria: ${what} is ${tier}`, () => {
    assert.deepEqual(tierByCriteria({ ...small, ...facts }, relation), { tier, because });
  });
}

test("T-07 the standard binds the controlled and asks the others", () => {
  assert.deepEqual(
    (["parent", "consolidated", "equity_method", "joint_venture", "dealer"] as const).map(bindingOf),
    ["bound", "bound", "asked", "asked", "asked"],
  );
});

test("raising goes up, lowering goes down", () => {
  assert.equal(tierProblem("raised", "T2", "T3"), null);
  assert.equal(tierProblem("raised", "T3", "T3"), "tier.not_higher");
  assert.equal(tierProblem("lowered", "T4", "T3"), null);
  assert.equal(tierProblem("lowered", "T2", "T3"), "tier.not_lower");
});

test("a company stands below the group, a division or a company, never below a site", () => {
  assert.ok(mayStandBelow("company", "division"));
  assert.ok(!mayStandBelow("company", "site"));
  assert.ok(!mayStandBelow("division", "company"));
});
