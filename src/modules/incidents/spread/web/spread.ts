import type { Output } from "#core/contract.ts";
import type { incidents } from "../../contract.ts";

export type Spread = Output<typeof incidents.getSpread>;
export type Alike = Spread["alike"][number];
export type Thing = Pick<Alike, "ledger" | "words">;
export type CheckRequest = Spread["requests"][number];

/** What is sought in several ledgers under one name is named once. */
export const wordsOf = (things: readonly Thing[]): string =>
  [...new Set(things.map((one) => one.words))].join(", ").slice(0, 200);
