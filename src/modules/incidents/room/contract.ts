import { affected } from "./contract/affected.ts";
import { keeping } from "./contract/keeping.ts";
import { working } from "./contract/working.ts";

export const room = { ...working, ...affected, ...keeping };
