import { auditors } from "./programme/contract/auditors.ts";
import { coverage } from "./programme/contract/coverage.ts";
import { programme } from "./programme/contract/programme.ts";

export { permissions } from "./programme/contract/words.ts";

export const audits = { ...coverage, ...programme, ...auditors };
