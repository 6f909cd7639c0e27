import { checkSheets } from "./contract/check-sheets.ts";
import { collections } from "./contract/collections.ts";
import { readings } from "./contract/readings.ts";

export { permissions } from "./contract/words.ts";

export const mappings = { ...collections, ...readings, ...checkSheets };
