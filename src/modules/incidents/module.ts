import { module } from "#core/module.ts";
import { addProcedure, endProcedure, listProcedures, tryProcedure } from "./after/procedures.ts";
import {
  addCost,
  addLesson,
  answerProposal,
  getIncidentReview,
  listStandardProposals,
  reviewIncident,
  withdrawCost,
} from "./after/reviewing.ts";
import {
  addIncidentContact,
  changeIncidentContact,
  checkIncidentContact,
  endIncidentContact,
  listIncidentContacts,
} from "./contacts/contacts.ts";
import { getCompanyIncidents } from "./company.ts";
import { incidents } from "./contract.ts";
import { listAlike } from "./duplicates.ts";
import { listIncidentDues } from "./counting/dues.ts";
import { getIncidentFigures } from "./counting/figures.ts";
import { exportIncidents } from "./exporting.ts";
import { getReportForm, listReportCompanies, listReportPeople } from "./form.ts";
import { reachesHead } from "./heading.ts";
import { sayLocked } from "./locks.ts";
import {
  correctDiscovery,
  judgeIncident,
  moveIncident,
  reportToHeadquarters,
  sayWhyLate,
  takeUpIncident,
  weighIncident,
} from "./judging.ts";
import { receivedMail } from "./intake/answer.ts";
import { intakes } from "./intake/dealing.ts";
import {
  askSender,
  assignIntake,
  enterIntake,
  judgeIntakeFiles,
  readSenderWords,
  setIntakeAside,
} from "./intake/judging.ts";
import {
  changeReportLink,
  listReportLinks,
  makeReportLink,
  renewReportLink,
  revokeReportLink,
} from "./intake/links.ts";
import { countIntakes, getIntake, listIntakes } from "./intake/looking.ts";
import { lookedAt } from "./intake/looking-now.ts";
import { getReportPoster } from "./intake/poster.ts";
import { routes } from "./intake/routes.ts";
import {
  addReportPhoto,
  addToSentReport,
  readReportLink,
  readReportStatus,
  sendByLink,
} from "./intake/sending.ts";
import { countIncidents, listIncidents } from "./listing.ts";
import { notedByCall, takeNoteOfIncident } from "./noting.ts";
import { addToReport, findLikeIncidents, getOwnReport, listOwnReports } from "./own.ts";
import { clocksFollow, followsRules } from "./law/following.ts";
import { endClockPause, pauseClock } from "./law/pausing.ts";
import { getIncidentClock, getIncidentClocks } from "./law/reading.ts";
import { answerFact, decideNotToNotify, notifyByClock, secondOmission, setMoment } from "./law/saying.ts";
import { takeBackNotification } from "./law/taking-back.ts";
import { noticesPart } from "./notices/module.ts";
import { downloadAuthorityReport } from "./paper/authority.ts";
import { downloadBrief } from "./paper/brief.ts";
import { downloadNotice } from "./paper/notice.ts";
import { packsOfTheDay } from "./paper/making.ts";
import {
  downloadOfflinePack,
  endOfflinePack,
  countOfflinePacks,
  listOfflinePacks,
  listPackUnits,
  listPackPeople,
  setOfflinePack,
} from "./paper/packs.ts";
import { getIncident } from "./reading.ts";
import { reportIncident } from "./reporting.ts";
import { handoversInTime } from "./room/passing.ts";
import { roomFollows, roomService } from "./room/service.ts";
import { addIndicators, downloadIndicators, withdrawIndicator } from "./spread/indicators.ts";
import { findSpread, getSpread } from "./spread/reading.ts";
import { answerCheckRequest, askToWarn, getCheckRequest } from "./spread/requesting.ts";
import { draftWarning } from "./spread/warning.ts";
import { getIncidentSettings, setIncidentSettings } from "./settings.ts";

export const incidentsModule = module({
  name: "incidents",
  contract: incidents,
  service: {
    getReportForm,
    listReportCompanies,
    listReportPeople,
    findLikeIncidents,
    reportIncident,
    listOwnReports,
    getOwnReport,
    addToReport,
    listIncidents,
    countIncidents,
    exportIncidents,
    getIncident,
    listAlike,
    getCompanyIncidents,
    judgeIncident,
    reportToHeadquarters,
    weighIncident,
    takeUpIncident,
    moveIncident,
    correctDiscovery,
    sayWhyLate,
    takeNoteOfIncident,
    sayLocked,
    getIncidentFigures,
    listIncidentDues,
    getIncidentReview,
    reviewIncident,
    addLesson,
    listStandardProposals,
    answerProposal,
    addCost,
    withdrawCost,
    listProcedures,
    addProcedure,
    tryProcedure,
    endProcedure,
    getSpread,
    findSpread,
    draftWarning,
    askToWarn,
    getCheckRequest,
    answerCheckRequest,
    addIndicators,
    withdrawIndicator,
    downloadIndicators,
    getIncidentSettings,
    setIncidentSettings,
    getIncidentClocks,
    getIncidentClock,
    answerFact,
    setMoment,
    notifyByClock,
    takeBackNotification,
    pauseClock,
    endClockPause,
    decideNotToNotify,
    secondOmission,
    downloadBrief,
    countOfflinePacks,
    listOfflinePacks,
    listPackUnits,
    listPackPeople,
    setOfflinePack,
    endOfflinePack,
    downloadOfflinePack,
    listIncidentContacts,
    addIncidentContact,
    changeIncidentContact,
    checkIncidentContact,
    endIncidentContact,
    downloadAuthorityReport,
    downloadNotice,
    ...roomService,
    ...noticesPart.service,
    listReportLinks,
    makeReportLink,
    changeReportLink,
    renewReportLink,
    revokeReportLink,
    getReportPoster,
    readReportLink,
    sendByLink,
    addReportPhoto,
    readReportStatus,
    addToSentReport,
    listIntakes,
    countIntakes,
    getIntake,
    enterIntake,
    assignIntake,
    setIntakeAside,
    judgeIntakeFiles,
    askSender,
    readSenderWords,
  },
  subscribers: [reachesHead, notedByCall, roomFollows, clocksFollow, lookedAt, ...noticesPart.subscribers],
  timed: [followsRules, intakes, packsOfTheDay, handoversInTime, ...noticesPart.timed],
  mails: [receivedMail, ...noticesPart.mails],
  routes,
  roles: {
    group_office: ["incident.report", "incident.read", "incident.manage", "incident.rule", "incident.pack"],
    reader: ["incident.report", "incident.read"],
    committee_member: ["incident.report", "incident.read"],
    division_secretary: ["incident.report", "incident.read", "incident.manage", "incident.pack"],
    security_officer: ["incident.report", "incident.read", "incident.assess", "incident.pack"],
    company_executive: ["incident.report", "incident.read"],
    auditor: ["incident.report"],
    contributor: ["incident.report"],
    responder: ["incident.report", "incident.read", "incident.assess"],
    product_engineer: ["incident.report", "incident.product"],
    manager: ["incident.report"],
    employee: ["incident.report"],
  },
});
