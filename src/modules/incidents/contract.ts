import { register } from "./contract/register.ts";
import { reporting } from "./contract/reporting.ts";
import { notices } from "./notices/contract.ts";

export { permissions } from "./contract/words.ts";

export const incidents = { ...reporting, ...register, ...notices };
