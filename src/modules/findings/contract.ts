import { acts } from "./contract/acts.ts";
import { register } from "./contract/register.ts";

export { permissions } from "./contract/words.ts";

export const findings = { ...register, ...acts };
