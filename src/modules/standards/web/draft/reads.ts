// What is read of a draft, and read anew after something was written in it.
import type { Output } from "#core/contract.ts";
import { standards } from "../../contract.ts";

export type Draft = Output<typeof standards.getDraft>;

/** Without the controls one by one: what was withdrawn is not read once more. */
export const draftReadsAround = [
  standards.getDraft,
  standards.listEditionChanges,
  standards.listDraftErrata,
  standards.listErrataNotHere,
  standards.checkEdition,
  standards.getEdition,
] as const;

export const draftReads = [...draftReadsAround, standards.getDraftControl] as const;
