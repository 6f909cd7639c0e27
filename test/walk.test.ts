// The promises that hold for every operation, tried on every operation.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { modules } from "#app/modules.ts";
import type { Locks } from "#core/context.ts";
import { isWrite, type Operation } from "#core/contract.ts";
import { eachLockAlone, thinned } from "./walk/locks.ts";
import {
  attempt,
  attemptAt,
  buildWalkWorld,
  endOf,
  isEmptyPage,
  leaks,
  type Place,
  places,
  type WalkWorld,
} from "./walk/world.ts";
import { aims } from "./walk/inputs.ts";

const operations = modules.flatMap((module) => Object.values(module.contract));
const guarded = operations.filter((operation) => operation.permission !== "public");

const both = await buildWalkWorld({ application: true, rows: true });

const reachOf = (role: string): readonly Place[] => {
  if (["administrator", "group_office", "reader", "committee_member"].includes(role)) return places;
  return role === "division_secretary" ? ["own", "sister"] : ["own"];
};

test("every operation is in the walk", () => {
  const missing = guarded.filter((operation) => !aims[operation.name]).map((operation) => operation.name);
  assert.deepEqual(missing, []);
});

test("without a session every guarded operation answers that one is needed", async () => {
  const answering = guarded.filter((operation) => operation.answersNobody);
  assert.deepEqual(
    answering.map((operation) => operation.name),
    ["getSession", "getSignIn"],
    "who is signed in may be asked by anybody: the answer is nobody",
  );
  for (const operation of guarded.filter((one) => !one.answersNobody)) {
    const outcome = await attempt(both, operation, null, "own");
    assert.deepEqual(
      outcome,
      {
        kind: "refused",
        code: "session.needed",
        status: "unauthenticated",
        isAtDoor: true,
        hasLooked: false,
      },
      operation.name,
    );
  }
});

type Matrix = Map<string, Map<string, string>>;

/** Whether a role has what an operation asks for at all; the door refuses everybody else before any lock is reached. */
const holds = (role: string, { permission }: Operation): boolean =>
  modules.some(({ roles }) =>
    [permission].flat().some((one) => (roles as Record<string, readonly string[]>)?.[role]?.includes(one)),
  );

/** What came out for a role without a lock having had a part in it: it hangs on neither, and is not tried again. */
const lockless = new Map<string, string>();

const ofRights = guarded.filter(
  ({ permission }) => permission !== "signed_in" && permission !== "signing_in",
);

/**
 * Who tries an operation with one lock alone: a part of those whose role holds what it asks for, one at least, and a part of the
 * others; of the next operation the next part (docs/decisions/0090).
 */
function askersOf({ askers }: WalkWorld, operation: Operation, turn: number, locks: Locks | undefined) {
  if (!locks) return askers;
  const isHolding = ({ role, isExpired }: (typeof askers)[number]) => !isExpired && holds(role, operation);
  return [
    ...thinned(askers.filter(isHolding), turn, locks),
    ...thinned(
      askers.filter((one) => !isHolding(one)),
      turn,
      locks,
    ),
  ];
}

/** @param locks where a part of the roles is enough. */
async function walkRoles(walk: WalkWorld, locks?: Locks): Promise<Matrix> {
  const matrix: Matrix = new Map();
  for (const [turn, operation] of ofRights.entries()) {
    const row = new Map<string, string>();
    for (const { role, isExpired, who } of askersOf(walk, operation, turn, locks)) {
      const key = `${operation.name} ${role} ${isExpired}`;
      const before = lockless.get(key);
      // What has ended could only go on where it once held.
      if (before !== undefined || (isExpired && !holds(role, operation))) {
        if (!isExpired) row.set(role, before ?? "");
        continue;
      }
      let hasLooked = false;
      const allowed: string[] = [];
      const isEverywhere = aims[operation.name]?.at === "company" && !isExpired;
      const tried = isEverywhere ? places : (["own"] as const);
      for (const [place, outcome] of await attemptAt(walk, operation, who.token, tried)) {
        hasLooked ||= outcome.hasLooked;
        if (outcome.kind === "refused") {
          assert.ok(isOfRights(outcome), `${operation.name} as ${role} at ${place}: ${outcome.code}`);
          continue;
        }
        assert.ok(!isExpired, `${operation.name}: an expired ${role} was let in`);
        assert.deepEqual(
          leaks(walk, outcome.output, reachOf(role)),
          [],
          `${operation.name} shows ${role} a company outside the scope`,
        );
        assertEvents(operation, outcome.verbs);
        if (!isEmptyPage(outcome.output) || reachOf(role).includes(place)) allowed.push(place);
      }
      const cell =
        aims[operation.name]?.at === "company" ? allowed.join(" ") : allowed.length > 0 ? "yes" : "";
      if (!isExpired) row.set(role, cell);
      if (!hasLooked) lockless.set(key, cell);
    }
    matrix.set(operation.name, row);
  }
  return matrix;
}

/**
 * A refusal has to be one of rights: one of the target's state would make the matrix say "nobody" of an operation that
 * somebody may do. The parent company of a group cannot leave it, whoever asks.
 */
const isOfRights = ({ status, code }: { status: string; code: string }) =>
  status === "forbidden" || status === "not_found" || code === "company.parent_cannot_leave";

function assertEvents(operation: Operation, verbs: string[]) {
  if (!isWrite(operation)) {
    assert.deepEqual(verbs, [], `${operation.name} only reads and wrote an event`);
    return;
  }
  if (operation.noEventBecause) return;
  assert.ok(verbs.length > 0, `${operation.name} left no event`);
  for (const verb of verbs)
    assert.ok(
      operation.events?.includes(verb),
      `${operation.name} wrote ${verb}, which its contract does not name`,
    );
}

function page(matrix: Matrix): string {
  const roles = [...(matrix.values().next().value?.keys() ?? [])].filter((role) =>
    [...matrix.values()].some((row) => row.get(role)),
  );
  const lines = [
    "# Who may do what",
    "",
    "Written by the walk over all operations (`test/walk.test.ts`); a change of rights is a change of this page. Every role is",
    "held at its usual place: administrator, group office, reader and committee member at the group, the division secretary",
    "at a division, all others at one company. Entries name the companies an operation reaches: `own`, a `sister` in the same",
    "division, the `parent`, one of an`other` division; `yes` where it is not aimed at a company. The contributor has one area of",
    "the own company's inspection handed over. Whoever holds two roles at two places may do at each what the role of that place",
    "allows. Roles without any entry yet: see `src/core/module.ts`.",
    "",
    `| operation | ${roles.join(" | ")} |`,
    `|---|${roles.map(() => "---").join("|")}|`,
    ...[...matrix].map(
      ([name, row]) => `| \`${name}\` | ${roles.map((role) => row.get(role) || "–").join(" | ")} |`,
    ),
    "",
  ];
  return lines.join("\n");
}

const committed = "docs/reference/permissions.md";
/** What came out with both locks. */
let whole: Matrix = new Map();

test("S-01 role × operation × own, sister, parent, other division, expired: exactly the committed matrix", async () => {
  whole = await walkRoles(both);
  const now = page(whole);
  if (process.env["YAGURA_WRITE_REFERENCE"] === "1" || !existsSync(committed)) writeFileSync(committed, now);
  assert.equal(
    now,
    readFileSync(committed, "utf8"),
    "rights changed: look at the difference, then YAGURA_WRITE_REFERENCE=1",
  );
});

test("who holds one role here and another there may do at each place what the role of that place allows", async () => {
  const officer = both.askers.find((one) => one.role === "security_officer" && !one.isExpired)?.who;
  assert.ok(officer);
  const asked = guarded.filter((one) => aims[one.name]?.at === "company");
  const wrong: string[] = [];
  for (const operation of asked)
    for (const [place, model] of [
      ["own", officer],
      ["other", both.helperElsewhere],
    ] as const) {
      const mine = await endOf(both, operation, both.two.token, place);
      const alone = await endOf(both, operation, model.token, place);
      if ((mine === "given") !== (alone === "given")) wrong.push(`${operation.name} at ${place}`);
    }
  assert.deepEqual(wrong, []);
});

for (const [name, locks] of eachLockAlone) {
  test(`S-01 the same matrix with ${name}`, async () => {
    const walk = await buildWalkWorld(locks);
    const alone = await walkRoles(walk, locks);
    const cells = [...alone].flatMap(([operation, row]) =>
      [...row].map(([role, cell]) => [operation, role, cell]),
    );
    assert.ok(cells.length >= whole.size);
    assert.deepEqual(
      cells.filter(([operation = "", role = "", cell]) => whole.get(operation)?.get(role) !== cell),
      [],
    );
  });
}

test("the walk notices when both locks are off", async () => {
  const walk = await buildWalkWorld({ application: false, rows: false });
  await assert.rejects(walkRoles(walk), /outside the scope/);
});

test("another company's id is not found, never forbidden", async () => {
  for (const operation of guarded.filter((one) => aims[one.name]?.at === "company" && one.params)) {
    for (const { role, isExpired, who } of both.askers.filter((one) => !one.isExpired)) {
      if (isExpired || reachOf(role).length === places.length) continue;
      const own = await endOf(both, operation, who.token, "own");
      if (own !== "given" && own !== "empty") continue;
      const other = await endOf(both, operation, who.token, "other");
      assert.equal(other, "not_found", `${operation.name} as ${role}`);
    }
  }
});
