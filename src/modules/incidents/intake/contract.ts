import { links } from "./contract/links.ts";
import { looking } from "./contract/looking.ts";
import { sending } from "./contract/sending.ts";

export const intake = { ...links, ...sending, ...looking };
