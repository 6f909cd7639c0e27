import { calls as ofCalls } from "./contract/calls.ts";
import { receivers } from "./contract/receivers.ts";

export { permissions } from "./contract/words.ts";

export const calls = { ...receivers, ...ofCalls };
