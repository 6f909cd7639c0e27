import { accounts } from "./contract/accounts.ts";
import { grants } from "./contract/grants.ts";
import { sessions } from "./contract/sessions.ts";

export { permissions } from "./contract/words.ts";

export const access = { ...sessions, ...accounts, ...grants };
