import type { Output } from "#core/contract.ts";
import type { papers } from "../contract.ts";

export type Papers = Output<typeof papers.listPapers>;
