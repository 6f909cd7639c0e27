import { module } from "#core/module.ts";
import { answerLateralCheck, noteLateralCheck } from "./answering.ts";
import { lateralChecks } from "./contract.ts";
import { lateralFollows, leaversClock } from "./following.ts";
import { listLateralChecks } from "./listing.ts";
import { exportLateralMembers, listLateralMembers } from "./members.ts";
import { addLateralMembers, openLateralCheck } from "./opening.ts";
import { listLateralIssuers, previewLateralCheck } from "./picking.ts";
import { closeLateralCheck, raiseLateralFindings } from "./raising.ts";
import { getLateralCheck, getLateralMember } from "./reading.ts";
import { remindLateralMembers, withdrawLateralCheck } from "./running.ts";

export const lateralChecksModule = module({
  name: "lateral-checks",
  contract: lateralChecks,
  service: {
    listLateralChecks,
    getLateralCheck,
    listLateralMembers,
    exportLateralMembers,
    getLateralMember,
    listLateralIssuers,
    previewLateralCheck,
    openLateralCheck,
    addLateralMembers,
    raiseLateralFindings,
    closeLateralCheck,
    remindLateralMembers,
    withdrawLateralCheck,
    noteLateralCheck,
    answerLateralCheck,
  },
  subscribers: [lateralFollows],
  timed: [leaversClock],
  // Who asks answers for nobody: the answer is the company's own.
  roles: {
    group_office: ["lateral.read", "lateral.open"],
    reader: ["lateral.read"],
    committee_member: ["lateral.read"],
    division_secretary: ["lateral.read", "lateral.open"],
    security_officer: ["lateral.read", "lateral.answer"],
    company_executive: ["lateral.read"],
    auditor: ["lateral.read"],
  },
});
