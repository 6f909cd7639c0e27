import { cases } from "./contract/cases.ts";
import { keeping } from "./contract/rules.ts";

export { permissions } from "./contract/words.ts";

export const clockRules = { ...keeping, ...cases };
