import { accounts } from "./contract/accounts.ts";
import { asking } from "./contract/asking.ts";
import { grants } from "./contract/grants.ts";
import { ownDeputies } from "./contract/own-deputies.ts";
import { proposals } from "./contract/proposals.ts";
import { roles } from "./contract/roles.ts";
import { links } from "./contract/links.ts";
import { managing } from "./contract/managing.ts";
import { sessions } from "./contract/sessions.ts";
import { signInRules } from "./contract/sign-in-rules.ts";
import { factors, steps } from "./contract/steps.ts";

export { permissions } from "./contract/words.ts";

export const access = {
  ...sessions,
  ...steps,
  ...factors,
  ...links,
  ...accounts,
  ...managing,
  ...grants,
  ...roles,
  ...proposals,
  ...ownDeputies,
  ...asking,
  ...signInRules,
};
