import { module } from "#core/module.ts";
import * as board from "./board.ts";
import { instructions } from "./contract.ts";
import { changeDraft, draftInstruction } from "./drafting.ts";
import { instructionsFollow, leaversClock } from "./following.ts";
import { addRecipients, issueInstruction } from "./issuing.ts";
import { acceptReport, returnReport } from "./judging.ts";
import { listInstructions, listReceived } from "./listing.ts";
import { findRecipients, listIssuers, previewRecipients } from "./picking.ts";
import { getInstruction, getReceived } from "./reading.ts";
import { acknowledgeInstruction, replyToInstruction } from "./receiving.ts";
import * as running from "./running.ts";

export const instructionsModule = module({
  name: "instructions",
  contract: instructions,
  service: {
    listIssuers,
    findRecipients,
    previewRecipients,
    draftInstruction,
    changeDraft,
    issueInstruction,
    addRecipients,
    ...running,
    acceptReport,
    returnReport,
    listInstructions,
    listReceived,
    getInstruction,
    getBoard: board.getBoard,
    listRecipients: board.listRecipients,
    exportRecipients: board.exportRecipients,
    getReceived,
    acknowledgeInstruction,
    replyToInstruction,
  },
  subscribers: [instructionsFollow],
  timed: [leaversClock],
  // Each instructs at the unit where the right is held; at a department whoever manages it carries out.
  roles: {
    group_office: ["instruction.read", "instruction.issue"],
    reader: ["instruction.read"],
    committee_member: ["instruction.read"],
    division_secretary: ["instruction.read", "instruction.issue", "instruction.carry_out"],
    security_officer: ["instruction.read", "instruction.issue", "instruction.carry_out"],
    company_executive: ["instruction.read"],
    manager: ["instruction.read", "instruction.carry_out"],
    auditor: ["instruction.read"],
  },
});
