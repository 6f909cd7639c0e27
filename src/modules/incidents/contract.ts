import { register } from "./contract/register.ts";
import { intake } from "./intake/contract.ts";
import { reporting } from "./contract/reporting.ts";

export { permissions } from "./contract/words.ts";

export const incidents = { ...reporting, ...register, ...intake };
