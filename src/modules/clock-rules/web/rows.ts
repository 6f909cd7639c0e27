import type { Input, Output } from "#core/contract.ts";
import { clockRules } from "../contract.ts";

export type Listed = Output<typeof clockRules.listClockRules>["rows"][number];
export type RuleOf = Output<typeof clockRules.getClockRule>;
export type Tried = Output<typeof clockRules.tryClockCase>;
export type TriedClock = Tried["clocks"][number];
export type CaseTried = Input<typeof clockRules.tryClockCase>;
export type Blocks = RuleOf["whose"];
export type Term = Blocks[number][number];

/** What a change of a rule makes stale. */
export const refreshed = [clockRules.getClockRule, clockRules.listClockRules, clockRules.countClockRules];
