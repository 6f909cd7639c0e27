import { cases } from "./contract/cases.ts";
import { keeping } from "./contract/rules.ts";

export { ClockShown, QuestionShown } from "./contract/cases.ts";
export { Anchor, AnchorRule, Fact, FactValue, MomentOf, permissions } from "./contract/words.ts";

export const clockRules = { ...keeping, ...cases };
