import { plans } from "./contract/plans.ts";
import { setUp } from "./contract/set-up.ts";

export { permissions } from "./contract/words.ts";

export const onboarding = { ...plans, ...setUp };
