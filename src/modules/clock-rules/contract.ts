import { cases } from "./contract/cases.ts";
import { keeping } from "./contract/rules.ts";

export { ClockShown, QuestionShown } from "./contract/cases.ts";
export { Anchor, AnchorOf, Fact, FactValue, permissions } from "./contract/words.ts";

export const clockRules = { ...keeping, ...cases };
