import { collections } from "./contract/collections.ts";

export { permissions } from "./contract/words.ts";

export const mappings = { ...collections };
