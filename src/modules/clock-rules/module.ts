import { module } from "#core/module.ts";
import { adoptClockRule, endClockRule, reviewClockRule, withdrawClockRule } from "./changing.ts";
import { clockRules } from "./contract.ts";
import { exportClockRules } from "./exporting.ts";
import { getCompanyLaws, setCompanyLaw } from "./laws.ts";
import { countClockRules, getClockRule, listClockRules } from "./reading.ts";
import { shippedAtFounding, shippedClock } from "./shipped/shipped.ts";
import { tryClockCase } from "./trying.ts";
import { writeClockRule } from "./writing.ts";

const read = ["clock_rule.read"];

export const clockRulesModule = module({
  name: "clock-rules",
  contract: clockRules,
  service: {
    listClockRules,
    countClockRules,
    exportClockRules,
    getClockRule,
    writeClockRule,
    adoptClockRule,
    withdrawClockRule,
    reviewClockRule,
    endClockRule,
    tryClockCase,
    getCompanyLaws,
    setCompanyLaw,
  },
  timed: [shippedClock],
  subscribers: [shippedAtFounding],
  roles: {
    group_office: [...read, "clock_rule.manage", "clock_rule.adopt", "company_law.keep"],
    division_secretary: [...read, "company_law.keep"],
    security_officer: [...read, "company_law.keep"],
    company_executive: read,
    auditor: read,
    reader: read,
    committee_member: read,
    responder: read,
    product_engineer: read,
  },
});
