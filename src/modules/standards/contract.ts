import { controls } from "./contract/controls.ts";
import { editions } from "./contract/editions.ts";

export { ControlRow } from "./contract/controls.ts";
export { EditionRow } from "./contract/editions.ts";
export { ControlChange, EditionState, permissions, Said } from "./contract/words.ts";

export const standards = { ...editions, ...controls };
