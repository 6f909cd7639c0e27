// What the pages of coverage share.
import type { Output } from "#core/contract.ts";
import type { standards } from "../contract.ts";

export type Coverage = Output<typeof standards.getCoverage>;
export type CoverageItem = Coverage["items"][number];
export type CoverageUrl = { set: string; show: "all" | "none" | "one"; item: string };
