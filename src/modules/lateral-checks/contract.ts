import { asking } from "./contract/asking.ts";
import { reading } from "./contract/reading.ts";

export { permissions } from "./contract/words.ts";

export const lateralChecks = { ...reading, ...asking };
