// What is read anew after words in force were proposed, corrected or dropped.
import { duties } from "#modules/duties/contract.ts";
import { standards } from "../../contract.ts";

export const errataReads = [
  standards.getWordsToCorrect,
  standards.getControl,
  standards.listErrata,
  standards.listErrataNotHere,
  standards.getEdition,
  standards.listEditions,
  duties.getMyWork,
] as const;
