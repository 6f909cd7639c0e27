// What is read of a draft, and read anew after something was written in it.
import type { Output } from "#core/contract.ts";
import { standards } from "../../contract.ts";

export type Draft = Output<typeof standards.getDraft>;

export const draftReads = [
  standards.getDraft,
  standards.getDraftControl,
  standards.listEditionChanges,
  standards.listDraftErrata,
  standards.checkEdition,
  standards.getEdition,
] as const;
