import type { Output } from "#core/contract.ts";
import { imports } from "../contract.ts";

export type Import = Output<typeof imports.getImport>;
/** Read anew after whatever changes rows. */
export const refreshed = [imports.getImport, imports.listImportRows, imports.listImportProblems] as const;
