import { engaged } from "./contract/engaged.ts";
import { engagements as ordered } from "./contract/engagements.ts";
import { firms } from "./contract/firms.ts";

export { permissions } from "./contract/words.ts";

export const engagements = { ...firms, ...ordered, ...engaged };
