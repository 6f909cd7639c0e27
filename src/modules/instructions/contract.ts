import { issuing } from "./contract/issuing.ts";
import { reading } from "./contract/reading.ts";

export { permissions } from "./contract/words.ts";

export const instructions = { ...reading, ...issuing };
