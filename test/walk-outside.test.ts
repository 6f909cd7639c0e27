// The walk for somebody from outside: every operation inside the engagement, beside it, before its begin and after its end, with
// each lock alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { modules } from "#app/modules.ts";
import type { Operation } from "#core/contract.ts";
import { signedIn } from "./factories.ts";
import { aims } from "./walk/inputs.ts";
import { addEngagement, addFirm, addOutsider, type OutsidePerson } from "./walk/outside.ts";
import { locksInTurn } from "./walk/locks.ts";
import {
  attempt,
  attemptAt,
  buildWalkWorld,
  leaks,
  type Place,
  places,
  type WalkWorld,
} from "./walk/world.ts";

const operations = modules.flatMap((module) => Object.values(module.contract));
const guarded = operations.filter((one) => one.permission !== "public");
const wanted = (operation: Operation) => [operation.permission].flat() as string[];
const isEngaged = (operation: Operation) => wanted(operation).some((one) => one.startsWith("engaged."));
const isOwn = (operation: Operation) =>
  wanted(operation).some((one) => one === "signed_in" || one === "signing_in");

/** One of a firm of the group's office, engaged over the own company's inspection unless something else is asked for. */
async function outsider(
  walk: WalkWorld,
  part: { from?: number; to?: number; roleId?: "assessor" | "adviser"; at?: Place } = {},
): Promise<OutsidePerson & { engagementId: string }> {
  const { owner } = walk.app.database;
  const target = walk.targets[part.at ?? "own"];
  const firmId = await addFirm(owner, `Walk firm ${crypto.randomUUID()}`, null);
  const who = await addOutsider(owner, firmId);
  const office = await signedIn(owner, { companyId: walk.group.companies.parent, name: "Orders" });
  const engagementId = await addEngagement(owner, {
    ...part,
    firmId,
    personId: who.personId,
    orderedBy: office.personId,
    companyId: null,
    covers: [{ kind: "inspection", id: target.inspectionId, companyId: target.companyId }],
  });
  return { ...who, engagementId };
}

/** Whom and what no answer to somebody from outside holds: other companies, and people of the one that is looked at. */
function shown(walk: WalkWorld, output: unknown, reached: readonly Place[]): string[] {
  const text = JSON.stringify(output);
  const people = places.flatMap((place) => [walk.targets[place].personId, walk.targets[place].freePersonId]);
  return [
    ...leaks(walk, output, reached),
    ...people.filter((id) => text.includes(id)).map((id) => `person ${id}`),
    ...[walk.group.divisions.one, walk.group.divisions.two].filter((id) => text.includes(id)),
  ];
}

/** What is open of all there is, by name and place, and what it shows that it must not. */
async function opened(
  walk: WalkWorld,
  who: OutsidePerson,
  reached: Place[],
  asked: readonly Operation[] = guarded,
) {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const operation of asked) {
    const isAimed = aims[operation.name]?.at === "company";
    for (const [place, outcome] of await attemptAt(walk, operation, who.token, isAimed ? places : ["own"])) {
      if (outcome.kind === "refused") {
        if (isEngaged(operation) && outcome.status !== "not_found" && outcome.code !== "permission.missing")
          wrong.push(`${operation.name} ${place}: ${outcome.code}`);
        continue;
      }
      for (const one of shown(walk, outcome.output, reached))
        wrong.push(`${operation.name} ${place} shows ${one}`);
      if (!isOwn(operation)) open.push(`${operation.name} ${place}`);
    }
  }
  return { open, wrong };
}

/** What may be open to somebody from outside at all; that the rest is refused is walked once a lock. */
const conceivable = guarded.filter((one) => isEngaged(one) || isOwn(one));
const inside = ["getEngagedInspection own", "downloadEngagedEvidence own", "downloadEngagedPaper own"];

for (const [name, locks] of locksInTurn) {
  const walk = await buildWalkWorld(locks);

  test(`inside an engagement its records and nothing else: ${name}`, async () => {
    const { open, wrong } = await opened(walk, await outsider(walk), ["own"]);
    assert.deepEqual(wrong, []);
    assert.deepEqual(open.toSorted(), inside.toSorted());
  });

  test(`who may not open files reads answers alone: ${name}`, async () => {
    const { open, wrong } = await opened(
      walk,
      await outsider(walk, { roleId: "adviser" }),
      ["own"],
      conceivable,
    );
    assert.deepEqual(wrong, []);
    assert.deepEqual(open, ["getEngagedInspection own"]);
  });

  for (const [when, part] of [
    ["after its end", { from: -30, to: 0 }],
    ["before its begin", { from: 1, to: 30 }],
  ] as const)
    test(`${when} nothing: ${name}`, async () => {
      const { open, wrong } = await opened(walk, await outsider(walk, part), [], conceivable);
      assert.deepEqual(wrong, []);
      assert.deepEqual(open, []);
    });

  test(`beside the engagement another inspection of the same company is not there: ${name}`, async () => {
    const { owner } = walk.app.database;
    const who = await outsider(walk);
    const { rows } = await owner.query<{ id: string }>(
      `with r as (insert into rounds (kind, fiscal_year, name, edition_id, population_rule, opens_on, due_on, review_due_on, confirm_due_on, state)
         select kind, 2035, 'Beside', edition_id, population_rule, opens_on, due_on, review_due_on, confirm_due_on, 'open' from rounds where id = $1
         returning id, edition_id)
       insert into inspections (round_id, company_id, edition_id, tier, due_on) select r.id, $2, r.edition_id, 'T3', '2031-01-01' from r returning id`,
      [walk.world.roundId, walk.group.companies.own],
    );
    const operation = guarded.find((one) => one.name === "getEngagedInspection");
    assert.ok(operation);
    const target = { ...walk.targets.own, inspectionId: rows[0]?.id ?? "" };
    const beside = await attempt(
      { ...walk, targets: { ...walk.targets, own: target } },
      operation,
      who.token,
      "own",
    );
    assert.equal(beside.kind === "refused" ? beside.code : "allowed", "inspection.not_found");
  });

  test(`its own engagement is listed with its records, another's is not there: ${name}`, async () => {
    const who = await outsider(walk);
    const records = guarded.find((one) => one.name === "listEngagedRecords");
    assert.ok(records);
    const mine = { ...walk.targets.own, engagementId: who.engagementId };
    const outcome = await attempt(
      { ...walk, targets: { ...walk.targets, own: mine } },
      records,
      who.token,
      "own",
    );
    assert.equal(outcome.kind, "allowed");
    assert.ok(JSON.stringify(outcome).includes(walk.targets.own.inspectionId));
    const others = await attempt(walk, records, who.token, "own");
    assert.equal(others.kind === "refused" ? others.code : "allowed", "engagement.not_found");
  });
}

test("the walk notices somebody from outside who reaches a step further", async () => {
  const walk = await buildWalkWorld({ application: false, rows: false });
  const { open } = await opened(walk, await outsider(walk), ["own"], conceivable);
  assert.notDeepEqual(open.toSorted(), inside.toSorted());
});
