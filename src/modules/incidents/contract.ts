import { register } from "./contract/register.ts";
import { reporting } from "./contract/reporting.ts";

export { permissions } from "./contract/words.ts";

export const incidents = { ...reporting, ...register };
