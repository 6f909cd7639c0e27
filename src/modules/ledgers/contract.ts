import { beginning } from "./contract/beginning.ts";
import { coverage } from "./contract/coverage.ts";
import { entries } from "./contract/entries.ts";
import { rules } from "./contract/rules.ts";
import { sources } from "./contract/sources.ts";

export { LedgerBeginning } from "./contract/beginning.ts";
export { permissions } from "./contract/words.ts";

export const ledgers = { ...entries, ...rules, ...sources, ...coverage, ...beginning };
