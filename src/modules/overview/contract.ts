import { board } from "./contract/board.ts";
import { causesContract } from "./contract/causes.ts";
import { companies } from "./contract/companies.ts";
import { oscal } from "./contract/oscal.ts";
import { pictures } from "./contract/pictures.ts";

export { resultOrder } from "./contract/companies.ts";
export { stateOrder } from "./contract/words.ts";
export { permissions } from "#modules/figures/contract.ts";

export const overview = { ...board, ...pictures, ...companies, ...causesContract, ...oscal };
