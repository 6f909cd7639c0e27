import { lists } from "./contract/lists.ts";
import { own } from "./contract/own.ts";
import { rosters } from "./contract/rosters.ts";

export { permissions } from "./contract/words.ts";

export const onCall = { ...rosters, ...lists, ...own };
