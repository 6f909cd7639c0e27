import { module } from "#core/module.ts";
import { audits, permissions } from "./contract.ts";
import * as changing from "./programme/changing.ts";
import { countAuditCoverage, listAuditCoverage, listAuditYears } from "./programme/coverage.ts";
import { changeAuditCycle, getAuditCycle, setEarlierDay, takeBackEarlierDay } from "./programme/cycle.ts";
import { exportAuditCoverage } from "./programme/exporting.ts";
import { programmeClock, programmeFollows } from "./programme/following.ts";
import {
  addAuditor,
  changeAuditor,
  findPeopleForPool,
  getAuditor,
  listAuditors,
  recordAdvice,
} from "./programme/pool.ts";
import {
  addProgramme,
  approveProgramme,
  closeProgramme,
  getProgramme,
  listProgrammes,
} from "./programme/programmes.ts";
import { proposeVisits, takeProposal } from "./programme/proposing.ts";
import { assignAuditor, listFitting, removeAuditor } from "./programme/team.ts";
import { getCompanyAudits, getVisit, listVisits } from "./programme/visits.ts";
import { getOverclaim } from "./opinions/counting.ts";
import { getOpinions } from "./opinions/reading.ts";
import { setAuditAgenda } from "./report/agenda.ts";
import { beginReport } from "./report/beginning.ts";
import { downloadAuditReport, getReportPhoto } from "./report/downloading.ts";
import { finishReport, signForReport } from "./report/finishing.ts";
import { getAuditPreparation } from "./report/preparation.ts";
import { getAuditReport } from "./report/reading.ts";
import { replyToReport, settleReply } from "./report/replying.ts";
import { answerAuditRequest, askForDocuments, judgeAuditRequest } from "./report/requests.ts";
import { sendReport, writeReport } from "./report/writing.ts";
import { arrangeSheet, finishSheet, reopenSheet } from "./visits/finishing.ts";
import { listOtherControls } from "./visits/others.ts";
import { prepareSheet, proposeSheet } from "./visits/preparing.ts";
import { getAuditSheet } from "./visits/reading.ts";
import { syncSheet } from "./visits/syncing.ts";
import { askCheckouts, decideConflict, returnSheet, revokeCheckout, takeSheet } from "./visits/taking.ts";

export const auditsModule = module({
  name: "audits",
  contract: audits,
  service: {
    ...changing,
    listAuditCoverage,
    countAuditCoverage,
    listAuditYears,
    exportAuditCoverage,
    getCompanyAudits,
    getAuditCycle,
    changeAuditCycle,
    setEarlierDay,
    takeBackEarlierDay,
    listProgrammes,
    getProgramme,
    addProgramme,
    approveProgramme,
    closeProgramme,
    proposeVisits,
    takeProposal,
    listVisits,
    getVisit,
    listAuditors,
    getAuditor,
    findPeopleForPool,
    addAuditor,
    changeAuditor,
    recordAdvice,
    listFitting,
    assignAuditor,
    removeAuditor,
    getOverclaim,
    getOpinions,
    proposeSheet,
    prepareSheet,
    getAuditSheet,
    listOtherControls,
    arrangeSheet,
    finishSheet,
    reopenSheet,
    takeSheet,
    askCheckouts,
    syncSheet,
    returnSheet,
    revokeCheckout,
    decideConflict,
    getAuditPreparation,
    askForDocuments,
    answerAuditRequest,
    judgeAuditRequest,
    setAuditAgenda,
    getAuditReport,
    beginReport,
    writeReport,
    sendReport,
    replyToReport,
    settleReply,
    finishReport,
    signForReport,
    downloadAuditReport,
    getReportPhoto,
  },
  subscribers: [programmeFollows],
  timed: [programmeClock],
  roles: {
    group_office: [
      permissions.read,
      permissions.pool,
      permissions.plan,
      permissions.approve,
      permissions.conduct,
    ],
    auditor: [permissions.read, permissions.pool, permissions.conduct],
    reader: [permissions.read],
    committee_member: [permissions.read],
    division_secretary: [permissions.read],
    security_officer: [permissions.readOwn, permissions.answer],
    company_executive: [permissions.readOwn, permissions.acknowledge],
  },
});
