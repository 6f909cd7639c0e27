import { module } from "#core/module.ts";
import { askAcceptance, decideAcceptance, endAcceptance } from "./accepting.ts";
import { changeFinding } from "./changing.ts";
import { acceptances, leavers, proofsOfClosed } from "./clocks.ts";
import { findings } from "./contract.ts";
import { exportFindings } from "./exporting.ts";
import { joinPipeline } from "#modules/imports/lists.ts";
import { namesErased } from "./importing/erasing.ts";
import { findingsList } from "./importing/list.ts";
import { countFindings, listFindings } from "./listing.ts";
import { mergeFinding, reopenFinding } from "./merging.ts";
import { raiseFinding } from "./raising.ts";
import { getFinding } from "./reading.ts";
import { reportRemedied, verifyFinding } from "./remedying.ts";
import { listFindingSeverities, setFindingSeverity } from "./severities.ts";

export const findingsModule = module({
  name: "findings",
  contract: findings,
  service: {
    listFindings,
    countFindings,
    exportFindings,
    getFinding,
    listFindingSeverities,
    setFindingSeverity,
    raiseFinding,
    changeFinding,
    reportRemedied,
    verifyFinding,
    askAcceptance,
    decideAcceptance,
    endAcceptance,
    reopenFinding,
    mergeFinding,
  },
  jobs: joinPipeline(findingsList),
  timed: [acceptances, proofsOfClosed, leavers],
  subscribers: [namesErased],
  roles: {
    group_office: [
      "finding.read",
      "finding.raise",
      "finding.manage",
      "finding.verify_any",
      "finding.accept_grave",
      "finding.rule",
      "finding.import",
    ],
    reader: ["finding.read"],
    committee_member: ["finding.read"],
    division_secretary: [
      "finding.read",
      "finding.raise",
      "finding.manage",
      "finding.verify",
      "finding.accept",
    ],
    security_officer: [
      "finding.read",
      "finding.raise",
      "finding.work",
      "finding.verify_within",
      "finding.import",
    ],
    company_executive: ["finding.read"],
    auditor: ["finding.read", "finding.raise", "finding.verify_any"],
  },
});
