import { changes } from "./contract/changes.ts";
import { continuity } from "./contract/continuity.ts";
import { beginning } from "./contract/beginning.ts";
import { coverage } from "./contract/coverage.ts";
import { entries } from "./contract/entries.ts";
import { gaps } from "./contract/gaps.ts";
import { loads } from "./contract/loads.ts";
import { purposes } from "./contract/purposes.ts";
import { rules } from "./contract/rules.ts";
import { sources } from "./contract/sources.ts";
import { unknown } from "./contract/unknown.ts";
import { transfers } from "./contract/transfers.ts";

export { LedgerBeginning } from "./contract/beginning.ts";
export { permissions } from "./contract/words.ts";

export const ledgers = {
  ...entries,
  ...changes,
  ...rules,
  ...sources,
  ...loads,
  ...coverage,
  ...gaps,
  ...transfers,
  ...continuity,
  ...purposes,
  ...unknown,
  ...beginning,
};
