import { accounts } from "./contract/accounts.ts";
import { asking } from "./contract/asking.ts";
import { grants } from "./contract/grants.ts";
import { proposals } from "./contract/proposals.ts";
import { roles } from "./contract/roles.ts";
import { sessions } from "./contract/sessions.ts";

export { permissions } from "./contract/words.ts";

export const access = { ...sessions, ...accounts, ...grants, ...roles, ...proposals, ...asking };
