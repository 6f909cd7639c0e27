import type { Output } from "#core/contract.ts";
import type { audits } from "../../contract.ts";

export type Overclaim = Output<typeof audits.getOverclaim>;
export type Claims = Overclaim["rows"][number];

/** What is surely high stands first: by the lower end, so that one of two does not outrank ten of thirty. */
export const byCertainty = (a: Claims, b: Claims) =>
  b.sample.low - a.sample.low || b.sample.claims - a.sample.claims;
