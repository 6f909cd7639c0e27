import assert from "node:assert/strict";
import { test } from "node:test";
import type { Verdict } from "../visits/rules.ts";
import {
  countsOf,
  isReplyAwaited,
  isUnsettled,
  leftOf,
  overClaim,
  proposedSeverity,
  type Settlement,
} from "./rules.ts";
import { claimsOf, methodOf } from "./setting-end.ts";
import { sayIn } from "./words.ts";

const control = (
  verdict: Verdict,
  drawn: "mandatory" | "sample" | "added" = "sample",
  more: { saidVerdict?: string | null; settlement?: Settlement | null } = {},
) => ({ verdict, drawn, saidVerdict: "met", settlement: null, ...more });

test("R-14 the severity of a shortfall is that of findings; what does not fall short has none", () => {
  const of = (verdict: Verdict, isMandatory: boolean, weight: number) =>
    proposedSeverity(verdict, { isMandatory, weight });
  assert.deepEqual(
    [
      of("not_met", true, 3),
      of("partly", true, 3),
      of("not_met", false, 1),
      of("met", true, 3),
      of("unknown", true, 3),
    ],
    ["critical", "high", "low", null, null],
  );
});

test("T-17 what auditors took back counts neither way and is counted apart", () => {
  const counts = countsOf([
    control("met"),
    control("not_met"),
    control("partly", "mandatory", { settlement: "withdrawn" }),
    control("unknown"),
    control("partly", "added", { saidVerdict: "partly" }),
  ]);
  assert.deepEqual(counts, {
    looked: 4,
    met: 1,
    partly: 1,
    notMet: 1,
    unknown: 1,
    overturned: 1,
    withdrawn: 1,
  });
});

test("T-17 the interval of overturned answers stands over the random sample alone, and not over what was not claimed; what nobody could find out stays in it", () => {
  const claims = overClaim([
    ...Array.from({ length: 8 }, () => control("met")),
    control("not_met"),
    control("partly"),
    control("unknown"),
    control("not_met", "sample", { saidVerdict: "partly" }),
    control("not_met", "mandatory"),
    control("partly", "added"),
  ]);
  assert.deepEqual(
    [claims.sample, claims.mandatory, claims.added],
    [
      { overturned: 2, of: 11 },
      { overturned: 1, of: 1 },
      { overturned: 1, of: 1 },
    ],
  );
  // Wilson of 2 in 11 at 95 %: 5.14 % to 47.70 %.
  assert.ok(Math.abs((claims.interval?.low ?? 0) - 0.0514) < 0.001);
  assert.ok(Math.abs((claims.interval?.high ?? 0) - 0.477) < 0.001);
  assert.equal(overClaim([control("met", "mandatory")]).interval, null);
});

test("T-17 what was drawn and not looked at is told with its reason; a report of before tells none", () => {
  const left = { mandatory: 25, sample: 2, added: 0, reason: "The hall was closed." };
  const told = { tier: "T3", sharePercent: 0, seed: "s", seen: { left } };
  assert.equal(leftOf(told).count, 27);
  assert.equal(leftOf({ seen: {} }).count, 0);
  const book = { standard: "GISS", edition: "2026.1" };
  const controls = [control("met", "mandatory"), control("not_met", "sample")];
  const whole = { report: told, controls, book } as never;
  const [drawn = "", out] = methodOf(sayIn("en"), whole, "en");
  assert.match(drawn, /Of the 26 controls that are mandatory in tier T3, 1 were looked at/);
  assert.equal(out, "27 controls that were to be looked at were not: The hall was closed.");
  assert.equal(claimsOf(sayIn("en"), whole, "en")[0]?.[3], "1 of 26 looked at");
});

test("T-17 a reply is waited for until its day is over, and an objection until somebody went through it", () => {
  const today = "2026-11-28";
  assert.ok(isReplyAwaited({ repliedAt: null, replyBy: today }, today));
  assert.ok(!isReplyAwaited({ repliedAt: null, replyBy: "2026-11-27" }, today));
  assert.ok(!isReplyAwaited({ repliedAt: "2026-11-20T00:00:00Z", replyBy: today }, today));
  assert.ok(isUnsettled({ verdict: "partly", agrees: false, settlement: null }));
  assert.ok(!isUnsettled({ verdict: "partly", agrees: false, settlement: "upheld" }));
  assert.ok(!isUnsettled({ verdict: "partly", agrees: null, settlement: null }));
});
