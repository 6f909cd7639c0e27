// How long "not found" takes does not tell whether it is there: ids of another company and ids that nothing has, asked in
// turn. A test of medians, with more room than a busy machine needs; the figures are printed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { modules } from "#app/modules.ts";
import { isWrite } from "#core/contract.ts";
import { AppError } from "#core/errors.ts";
import { handlerOf } from "../app.ts";
import { aims, type Target } from "../walk/inputs.ts";
import { buildWalkWorld } from "../walk/world.ts";

const walk = await buildWalkWorld({ application: true, rows: true });
const officer =
  walk.askers.find(({ role, isExpired }) => role === "security_officer" && !isExpired)?.who.token ?? "";
const times = 200;
const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;
const missing = (target: Target): Target =>
  Object.fromEntries(
    Object.entries(target).map(([name, value]) => [
      name,
      isId.test(value) ? crypto.randomUUID() : "ab".repeat(32),
    ]),
  ) as Target;
const median = (all: number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;

const asked = modules
  .flatMap((module) => Object.values(module.contract))
  .filter((one) => one.params?.properties["id"] && !isWrite(one) && aims[one.name]?.at === "company");

/** Asks for both in turn, and compares the middle ones. */
async function isTelling(name: string, ask: (target: Target) => Promise<number | null>): Promise<boolean> {
  const [there, nowhere]: [number[], number[]] = [[], []];
  for (let n = 0; n < times; n += 1) {
    there.push((await ask(walk.targets.other)) ?? 0);
    nowhere.push((await ask(missing(walk.targets.other))) ?? 0);
  }
  const [theirs, nothing] = [median(there), median(nowhere)];
  const difference = Math.abs(theirs - nothing);
  console.log(`${name}: ${theirs.toFixed(2)} ms there, ${nothing.toFixed(2)} ms nowhere`);
  return difference > 0.5 && difference > 0.25 * Math.min(theirs, nothing);
}

test("S-01 an id of another company takes as long as one that nothing has", async () => {
  const telling: string[] = [];
  let tried = 0;
  for (const operation of asked) {
    const aim = aims[operation.name];
    const ask = async (target: Target): Promise<number | null> => {
      const began = performance.now();
      const code = await walk.app.door
        .perform(operation, handlerOf(operation), { token: officer }, aim?.input(target, walk.world) as never)
        .then(
          () => "",
          (error: unknown) => (error instanceof AppError && error.kind === "not_found" ? "not found" : ""),
        );
      return code === "not found" ? performance.now() - began : null;
    };
    if ((await ask(walk.targets.other)) === null || (await ask(missing(walk.targets.other))) === null)
      continue;
    tried += 1;
    // A busy machine may be slow for one side; what tells the two apart does so each time.
    const tells: boolean[] = [];
    while (tells.length < 3 && tells.every(Boolean)) tells.push(await isTelling(operation.name, ask));
    if (tells.every(Boolean)) telling.push(operation.name);
  }
  assert.ok(tried > 10, String(tried));
  assert.deepEqual(telling, []);
});
