import { auditors } from "./programme/contract/auditors.ts";
import { coverage } from "./programme/contract/coverage.ts";
import { programme } from "./programme/contract/programme.ts";
import { visits } from "./programme/contract/visits.ts";
import { opinions } from "./opinions/contract.ts";
import { engagement } from "./report/contract/engagement.ts";
import { report } from "./report/contract/report.ts";
import { sheet } from "./visits/contract/sheet.ts";
import { taking } from "./visits/contract/taking.ts";

export { permissions } from "./programme/contract/words.ts";

export const audits = {
  ...coverage,
  ...programme,
  ...visits,
  ...auditors,
  ...sheet,
  ...taking,
  ...engagement,
  ...report,
  ...opinions,
};
