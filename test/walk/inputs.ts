// For every operation an input that aims at one company, so that the walks can try it from everywhere.
// An operation without an entry fails the walk.

import { addDays } from "#core/time/fiscal-year.ts";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import { frameOf } from "#modules/standards/edition.ts";
import { clockRuleAims, type ClockRuleTarget } from "./clock-rules.ts";
import { findingAims, type FindingTarget } from "./findings.ts";
import { incidentAims, type IncidentTarget } from "./incidents.ts";
import { intakeAims, type IntakeTarget } from "./intake.ts";
import { instructionAims, type InstructionTarget } from "./instructions.ts";
import { lateralAims, type LateralTarget } from "./lateral.ts";
import { auditAims, type AuditTarget } from "./audits.ts";
import { ledgerAims, type LedgerTarget } from "./ledgers.ts";
import { onCallAims, type OnCallTarget } from "./on-call.ts";
import { planAims, type PlanTarget } from "./plans.ts";
import { onboardingAims, type OnboardingTarget } from "./onboarding.ts";

export type Target = LedgerTarget &
  ClockRuleTarget &
  AuditTarget &
  OnboardingTarget &
  FindingTarget &
  InstructionTarget &
  IncidentTarget &
  IntakeTarget &
  LateralTarget &
  OnCallTarget &
  PlanTarget & {
    companyId: string;
    personId: string;
    freePersonId: string;
    accountId: string;
    /** Comes in by a mailed link. */
    linkAccountId: string;
    signInRuleId: string;
    /** Another one, to be ended. */
    endingRuleId: string;
    grantId: string;
    /** Given by one person alone, who is none of the walk's. */
    singleGrantId: string;
    proposalId: string;
    absenceId: string;
    tokenId: string;
    positionId: string;
    heldPositionId: string;
    siteId: string;
    jobId: string;
    importId: string;
    runningImportId: string;
    inspectionId: string;
    dutyId: string;
    postponementId: string;
    delegationId: string;
    /** What was handed to the walk's contributor, where there is one; else as delegationId. */
    handedId: string;
    evidenceId: string;
    fileId: string;
    confirmationFileId: string;
    workbookFileId: string;
    workbookReturnId: string;
    paperId: string;
    paperSha256: string;
    evidenceFileId: string;
    connectionId: string;
    identityId: string;
    receiverId: string;
    deliveryId: string;
    /** Taken there in an emergency by somebody else: over and not judged yet, and in force. */
    emergencyId: string;
    runningEmergencyId: string;
    /** An outside firm that the company keeps, its person, and its engagement over the company's inspection. */
    firmId: string;
    outsidePersonId: string;
    engagementId: string;
    engagedEvidenceId: string;
  };

export type World = {
  group: string;
  division: string;
  today: string;
  editionId: string;
  standardEditionId: string;
  draftEditionId: string;
  reviewEditionId: string;
  /** Proposed by somebody who is none of the walk's. */
  erratumId: string;
  /** A draft begun before an erratum of the edition that it follows. */
  sinceErratum: { id: string; erratumId: string };
  catalogueId: string;
  checkedCatalogueId: string;
  profileCatalogueId: string;
  tailoredEditionId: string;
  tailoredDraftId: string;
  catalogueFileId: string;
  mappingId: string;
  mappingFileId: string;
  roundId: string;
  draftRoundId: string;
  /** Open, and nobody is asked yet. */
  emptyRoundId: string;
  /** Ordered by the officer of the own company; one workbook is made, one waits. */
  workbookBatchId: string;
  /** Pages to sign, ordered by the same: one is issued, one waits. */
  pagesId: string;
  /** Received by the same: one file is not read yet; one is read and ready. */
  sentDeliveryId: string;
  readDeliveryId: string;
  failedMailId: string;
  /** A notification that one of the walk's mails came back. */
  bounceOfMail: string;
  /** Erasures of the trail that somebody proposed who is none of the walk's: one waits, one is a rule that runs. */
  erasureId: string;
  retentionId: string;
  valuedEventId: number;
};

type Builder = (target: Target, world: World) => Record<string, unknown>;

const facts = {
  country: "JP",
  region: "japan",
  timeZone: "Asia/Tokyo",
  language: "ja",
  industry: null,
  workers: 80,
  personalDataPeople: 0,
  hasPlant: false,
  runsServers: false,
  hasRestrictedRooms: false,
  developsSoftware: false,
  developsProducts: false,
  isRegionalHeadquarters: false,
  isFinance: false,
  providesSharedServices: false,
  answersByWorkbook: false,
};

const noAssertion = {
  id: "AA",
  rawId: "AA",
  type: "public-key",
  response: { clientDataJSON: "AA", authenticatorData: "AA", signature: "AA" },
};
const noAttestation = {
  id: "AA",
  rawId: "AA",
  type: "public-key",
  response: { clientDataJSON: "AA", attestationObject: "AA" },
};

/** How an operation is aimed: at a company, at the group as a whole, or only at oneself. */
export const aims: Record<string, { at: "company" | "group" | "self"; input: Builder }> = {
  ...ledgerAims,
  ...auditAims,
  ...onboardingAims,
  ...findingAims,
  ...incidentAims,
  ...intakeAims,
  ...instructionAims,
  ...lateralAims,
  ...onCallAims,
  ...clockRuleAims,
  ...planAims,
  listServiceTimeline: { at: "group", input: () => ({ service: "group_identity" }) },
  listTimeline: { at: "company", input: ({ inspectionId }) => ({ kind: "inspection", id: inspectionId }) },
  searchEvents: { at: "company", input: ({ companyId }) => ({ companyId }) },
  getSealState: { at: "group", input: () => ({}) },
  downloadDaySeals: { at: "group", input: () => ({}) },
  listEventKinds: { at: "group", input: () => ({}) },
  findSubjects: { at: "company", input: ({ personId }) => ({ ids: personId, kind: "person" }) },
  orderTrailExport: { at: "company", input: ({ companyId }) => ({ format: "jsonl", companyId }) },
  listTrailExports: { at: "self", input: () => ({}) },
  downloadTrailExport: { at: "self", input: () => ({ id: crypto.randomUUID() }) },
  downloadTrailProof: { at: "self", input: () => ({ id: crypto.randomUUID() }) },
  listErasures: { at: "group", input: () => ({}) },
  previewErasure: {
    at: "group",
    input: (_target, { valuedEventId }) => ({ kind: "event", eventId: valuedEventId }),
  },
  proposeErasure: {
    at: "group",
    input: (_target, { valuedEventId }) => ({
      kind: "event",
      eventId: valuedEventId,
      ground: "request",
      reason: "walk",
    }),
  },
  proposeRetention: { at: "group", input: () => ({ groups: ["people"], years: 9, reason: "walk" }) },
  decideErasure: {
    at: "group",
    input: (_target, { erasureId }) => ({ id: erasureId, decision: "approved" }),
  },
  endRetention: { at: "group", input: (_target, { retentionId }) => ({ id: retentionId }) },
  getSystem: { at: "group", input: () => ({}) },
  getJob: { at: "self", input: ({ jobId }) => ({ id: jobId }) },
  listJobs: { at: "self", input: () => ({}) },
  cancelJob: { at: "self", input: ({ jobId }) => ({ id: jobId }) },
  uploadFile: {
    at: "company",
    input: ({ companyId }) => ({
      companyId,
      purpose: "evidence",
      name: "walk.txt",
      // sha256 of the one content that the walk's world stores
      sha256: "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
      sizeBytes: 1,
      mediaType: "text/plain",
    }),
  },
  downloadFile: { at: "company", input: ({ evidenceFileId }) => ({ id: evidenceFileId }) },
  getSession: { at: "self", input: () => ({}) },
  signOut: { at: "self", input: () => ({}) },
  listMySessions: { at: "self", input: () => ({}) },
  listOutsideFirms: { at: "company", input: ({ companyId }) => ({ search: companyId }) },
  addOutsideFirm: { at: "company", input: ({ companyId }) => ({ name: "Walk firm", companyId }) },
  changeOutsideFirm: {
    at: "company",
    input: ({ firmId }) => ({ id: firmId, name: "Walk changed", rowVersion: 1 }),
  },
  listOutsidePeople: { at: "company", input: ({ firmId }) => ({ firmId }) },
  addOutsidePerson: {
    at: "company",
    input: ({ firmId }) => ({
      id: firmId,
      familyName: "New",
      givenName: "Ann",
      email: `${crypto.randomUUID()}@firm.example`,
      language: "en",
    }),
  },
  renewOutsideAccess: {
    at: "company",
    input: ({ outsidePersonId }) => ({ id: outsidePersonId, reason: "walk" }),
  },
  closeOutsideAccount: {
    at: "company",
    input: ({ outsidePersonId }) => ({ id: outsidePersonId, reason: "walk" }),
  },
  listEngagements: { at: "company", input: ({ companyId }) => ({ companyId }) },
  getEngagement: { at: "company", input: ({ engagementId }) => ({ id: engagementId }) },
  listCovered: { at: "company", input: ({ engagementId }) => ({ id: engagementId }) },
  listCoverable: {
    at: "group",
    input: (_target, { roundId }) => ({ roundId }),
  },
  listCoverableRounds: { at: "group", input: () => ({}) },
  makeEngagement: {
    at: "company",
    input: ({ firmId, inspectionId, outsidePersonId, companyId }, { today }) => ({
      firmId,
      title: "Walk",
      purpose: "Walk",
      roleId: "assessor",
      validFrom: today,
      lastDay: addDays(today, 30),
      inspectionIds: [inspectionId],
      companyIds: [companyId],
      personIds: [outsidePersonId],
    }),
  },
  changeEngagement: {
    at: "company",
    input: ({ engagementId, outsidePersonId }) => ({
      id: engagementId,
      removePersonIds: [outsidePersonId],
      reason: "walk",
      rowVersion: 1,
    }),
  },
  setEngagementEnd: {
    at: "company",
    input: ({ engagementId }, { today }) => ({
      id: engagementId,
      lastDay: addDays(today, 90),
      reason: "walk",
      rowVersion: 1,
    }),
  },
  endEngagement: {
    at: "company",
    input: ({ engagementId }) => ({ id: engagementId, reason: "walk", rowVersion: 1 }),
  },
  listMyEngagements: { at: "self", input: () => ({}) },
  listEngagedRecords: { at: "company", input: ({ engagementId }) => ({ id: engagementId }) },
  getEngagedInspection: { at: "company", input: ({ inspectionId }) => ({ id: inspectionId }) },
  downloadEngagedEvidence: { at: "company", input: ({ engagedEvidenceId }) => ({ id: engagedEvidenceId }) },
  downloadEngagedPaper: { at: "company", input: ({ paperId }) => ({ id: paperId }) },
  getEmergencyOffer: { at: "self", input: () => ({}) },
  listEmergencyUnits: { at: "group", input: () => ({ roleId: "security_officer" }) },
  takeEmergency: {
    at: "company",
    input: ({ companyId }) => ({
      roleId: "security_officer",
      unitId: companyId,
      hours: 1,
      reason: "Nobody could be reached for the walk.",
    }),
  },
  listEmergencies: { at: "group", input: () => ({}) },
  getEmergency: { at: "company", input: ({ emergencyId }) => ({ id: emergencyId }) },
  endEmergency: { at: "company", input: ({ runningEmergencyId }) => ({ id: runningEmergencyId }) },
  reviewEmergency: {
    at: "company",
    input: ({ emergencyId }) => ({ id: emergencyId, verdict: "justified" }),
  },
  listMyViewings: { at: "self", input: () => ({}) },
  listViewings: { at: "group", input: () => ({}) },
  listViewers: { at: "self", input: () => ({}) },
  allowViewing: {
    at: "self",
    input: () => ({ viewerId: crypto.randomUUID(), minutes: 60, reason: "walk" }),
  },
  endViewing: { at: "self", input: () => ({ id: crypto.randomUUID() }) },
  startViewing: { at: "self", input: () => ({ id: crypto.randomUUID() }) },
  leaveViewing: { at: "self", input: () => ({}) },
  listMyTokens: { at: "self", input: () => ({}) },
  getTokenOffer: { at: "self", input: () => ({}) },
  makeToken: {
    at: "self",
    input: () => ({ name: "walk", permissions: ["organization.read"], isReadOnly: true, days: 30 }),
  },
  revokeMyToken: { at: "self", input: () => ({ id: crypto.randomUUID() }) },
  listTokens: { at: "company", input: ({ personId }) => ({ personId }) },
  revokeToken: { at: "company", input: ({ tokenId }) => ({ id: tokenId, reason: "walk" }) },
  getTokenRules: { at: "group", input: () => ({}) },
  changeTokenRules: {
    at: "group",
    input: () => ({ areAllowed: true, mayWrite: true, longestDays: 365, reason: "walk", rowVersion: 1 }),
  },
  endSession: { at: "self", input: () => ({ id: crypto.randomUUID() }) },
  changePassword: {
    at: "self",
    input: () => ({ currentPassword: "x", newPassword: "twelve letters and more" }),
  },
  changeLanguage: { at: "self", input: () => ({ language: "en" }) },
  listConnections: { at: "group", input: () => ({}) },
  getConnection: { at: "company", input: ({ connectionId }) => ({ id: connectionId }) },
  findProvider: { at: "group", input: () => ({ issuer: "https://id.example" }) },
  addConnection: {
    at: "company",
    input: ({ companyId }) => ({ companyId, name: "Walk", issuer: "https://id.example" }),
  },
  changeConnection: {
    at: "company",
    input: ({ connectionId }) => ({
      id: connectionId,
      rowVersion: 1,
      name: "Walk",
      names: {},
      issuer: "https://id.example",
      clientId: "walk",
      secretExpiresOn: null,
      domains: [],
      subjectClaim: "sub",
      factorValues: [],
      requiredClaim: null,
      requiredValue: null,
      signsOut: false,
    }),
  },
  beginTest: { at: "company", input: ({ connectionId }) => ({ id: connectionId }) },
  readTest: {
    at: "company",
    input: ({ connectionId }) => ({ id: connectionId, journeyId: crypto.randomUUID() }),
  },
  adoptTest: {
    at: "company",
    input: ({ connectionId }) => ({ id: connectionId, journeyId: crypto.randomUUID() }),
  },
  turnOnConnection: {
    at: "company",
    input: ({ connectionId }) => ({ id: connectionId, rowVersion: 1, passwordsAllowed: true }),
  },
  turnOffConnection: { at: "company", input: ({ connectionId }) => ({ id: connectionId, rowVersion: 1 }) },
  removeConnection: {
    at: "company",
    input: ({ connectionId }) => ({ id: connectionId, rowVersion: 1, reason: "walk" }),
  },
  listIdentities: { at: "company", input: ({ connectionId }) => ({ id: connectionId }) },
  addIdentities: {
    at: "company",
    input: ({ connectionId }) => ({
      id: connectionId,
      rows: [{ loginName: "nobody@example.test", subject: "walk" }],
    }),
  },
  removeIdentity: { at: "company", input: ({ identityId }) => ({ id: identityId }) },
  listMyIdentities: { at: "self", input: () => ({}) },
  beginLinking: { at: "self", input: ({ connectionId }) => ({ id: connectionId }) },
  removeMyIdentity: { at: "self", input: () => ({ id: crypto.randomUUID() }) },
  beginConfirming: { at: "self", input: () => ({}) },
  getMyWayIn: { at: "self", input: () => ({}) },
  endOtherSessions: { at: "self", input: () => ({}) },
  leaveSignIn: { at: "self", input: () => ({}) },
  getSignIn: { at: "self", input: () => ({}) },
  proveTotp: { at: "self", input: () => ({ code: "123456" }) },
  proveRecoveryCode: { at: "self", input: () => ({ code: "AAAAA-AAAAA" }) },
  askForPasskey: { at: "self", input: () => ({}) },
  provePasskey: { at: "self", input: () => ({ credential: noAssertion }) },
  confirmByPassword: { at: "self", input: () => ({ password: "x" }) },
  listMyFactors: { at: "self", input: () => ({}) },
  beginTotp: { at: "self", input: () => ({ name: "Phone" }) },
  confirmTotp: { at: "self", input: () => ({ id: crypto.randomUUID(), code: "123456" }) },
  beginPasskey: { at: "self", input: () => ({}) },
  addPasskey: { at: "self", input: () => ({ name: "Key", credential: noAttestation }) },
  renameFactor: { at: "self", input: () => ({ id: crypto.randomUUID(), name: "Key" }) },
  removeFactor: { at: "self", input: () => ({ id: crypto.randomUUID() }) },
  makeRecoveryCodes: { at: "self", input: () => ({}) },
  resetFactors: { at: "company", input: ({ accountId }) => ({ id: accountId, reason: "walk" }) },
  makeSignInLink: { at: "company", input: ({ linkAccountId }) => ({ id: linkAccountId }) },
  setSignInWay: { at: "company", input: ({ accountId }) => ({ id: accountId, way: "link", rowVersion: 1 }) },
  unlockAccount: { at: "company", input: ({ accountId }) => ({ id: accountId }) },
  endAccountSessions: { at: "company", input: ({ accountId }) => ({ id: accountId }) },
  listSignInRules: { at: "group", input: () => ({}) },
  previewSignInRule: {
    at: "company",
    input: ({ companyId }) => ({ unitId: companyId, demands: "second_factor" }),
  },
  setSignInRule: {
    at: "company",
    input: ({ companyId }, { today }) => ({
      unitId: companyId,
      roleId: "responder",
      demands: "second_factor",
      fromDay: today,
      graceDays: 30,
      reason: "walk",
    }),
  },
  endSignInRule: {
    at: "company",
    input: ({ endingRuleId }) => ({ id: endingRuleId, reason: "walk", rowVersion: 1 }),
  },
  listNotEnrolled: { at: "company", input: ({ signInRuleId }) => ({ id: signInRuleId }) },
  listAccounts: { at: "company", input: ({ companyId }) => ({ companyId }) },
  getAccount: { at: "company", input: ({ accountId }) => ({ id: accountId }) },
  inviteAccount: {
    at: "company",
    input: ({ freePersonId }) => ({ personId: freePersonId, loginName: "walk@example.test", language: "en" }),
  },
  renewInvitation: { at: "company", input: ({ accountId }) => ({ id: accountId }) },
  closeAccount: {
    at: "company",
    input: ({ accountId }) => ({ id: accountId, reason: "walk", rowVersion: 1 }),
  },
  listRoles: { at: "group", input: () => ({}) },
  listGrants: { at: "company", input: ({ personId }) => ({ personId }) },
  giveGrant: {
    at: "company",
    input: ({ personId, companyId }, { today }) => ({
      personId,
      roleId: "contributor",
      unitId: companyId,
      withSubtree: true,
      validFrom: today,
      reason: "walk",
    }),
  },
  endGrant: {
    at: "company",
    input: ({ grantId }, { today }) => ({ id: grantId, validTo: today, reason: "walk", rowVersion: 1 }),
  },
  confirmGrant: { at: "company", input: ({ singleGrantId }) => ({ id: singleGrantId }) },
  addRole: {
    at: "group",
    input: () => ({ names: { en: "Walk role" }, basedOn: "reader", permissions: ["organization.read"] }),
  },
  previewRole: { at: "group", input: () => ({ id: "own_of_the_walk", permissions: "organization.read" }) },
  changeRole: {
    at: "group",
    input: () => ({
      id: "own_of_the_walk",
      names: { en: "Walk changed" },
      permissions: ["organization.read"],
      reason: "walk",
      rowVersion: 1,
    }),
  },
  endRole: { at: "group", input: () => ({ id: "own_of_the_walk", reason: "walk", rowVersion: 1 }) },
  markRole: { at: "group", input: () => ({ id: "own_of_the_walk", needsTwo: true, reason: "walk" }) },
  listProposals: { at: "group", input: () => ({}) },
  decideProposal: { at: "company", input: ({ proposalId }) => ({ id: proposalId, isAllowed: true }) },
  withdrawProposal: { at: "company", input: ({ proposalId }) => ({ id: proposalId }) },
  getOwnRights: { at: "group", input: () => ({}) },
  askRights: { at: "company", input: ({ personId }) => ({ id: personId }) },
  askWho: { at: "company", input: ({ companyId }) => ({ companyId }) },
  exportWho: { at: "company", input: ({ companyId }) => ({ format: "csv", companyId }) },
  nameDeputy: {
    at: "company",
    input: ({ positionId, freePersonId }, { today }) => ({
      id: positionId,
      personId: freePersonId,
      from: today,
    }),
  },
  endDeputy: {
    at: "company",
    input: ({ heldPositionId }, { today }) => ({ id: heldPositionId, on: today, reason: "walk" }),
  },
  listStandIns: { at: "company", input: ({ companyId }) => ({ id: companyId }) },
  enterAbsence: {
    at: "company",
    input: ({ freePersonId }, { today }) => ({ id: freePersonId, from: today, lastDay: today }),
  },
  endAbsence: { at: "company", input: ({ absenceId }, { today }) => ({ id: absenceId, backOn: today }) },
  nameOwnDeputy: {
    at: "company",
    input: ({ positionId, freePersonId }, { today }) => ({
      id: positionId,
      personId: freePersonId,
      from: today,
    }),
  },
  endOwnDeputy: {
    at: "company",
    input: ({ heldPositionId }, { today }) => ({ id: heldPositionId, on: today }),
  },
  enterOwnAbsence: { at: "group", input: (_, { today }) => ({ from: today, lastDay: today }) },
  endOwnAbsence: { at: "company", input: ({ absenceId }, { today }) => ({ id: absenceId, backOn: today }) },
  getOwnAway: { at: "group", input: () => ({}) },
  listChildren: { at: "group", input: () => ({}) },
  searchUnits: { at: "group", input: () => ({ search: "Ltd" }) },
  listCompanies: { at: "group", input: () => ({}) },
  exportCompanies: { at: "group", input: () => ({ format: "csv" }) },
  countCompanies: { at: "group", input: () => ({}) },
  listOwned: { at: "group", input: () => ({}) },
  getCompany: { at: "company", input: ({ companyId }) => ({ id: companyId }) },
  listCompanyHistory: { at: "company", input: ({ companyId }) => ({ id: companyId }) },
  getCalendar: { at: "company", input: ({ companyId }) => ({ id: companyId }) },
  setCalendar: {
    at: "company",
    input: ({ companyId }) => ({
      id: companyId,
      workDays: [1, 2, 3, 4, 5],
      holidays: [{ day: "2027-01-01", name: "Walk" }],
      rowVersion: 0,
    }),
  },
  addUnit: {
    at: "company",
    input: ({ companyId }, { today }) => ({
      kind: "department",
      code: "WALK",
      name: "Walk",
      parentId: companyId,
      from: today,
    }),
  },
  addCompany: {
    at: "group",
    input: (_, { division, today }) => ({
      code: "WALK",
      name: "Walk Ltd.",
      parentId: division,
      from: today,
      relation: "consolidated",
      facts,
    }),
  },
  listServices: { at: "group", input: () => ({}) },
  listServiceCompanies: { at: "group", input: () => ({ service: "group_soc" }) },
  setServiceProvider: {
    at: "company",
    input: ({ companyId }, { today }) => ({ service: "group_soc", companyId, from: today }),
  },
  endServiceProvider: { at: "group", input: (_, { today }) => ({ service: "group_mail_web", on: today }) },
  previewServiceChange: {
    at: "company",
    input: ({ companyId }, { today }) => ({
      service: "group_soc",
      change: "connect",
      pick: { companyIds: [companyId] },
      from: today,
    }),
  },
  changeServiceCompanies: {
    at: "company",
    input: ({ companyId }, { today }) => ({
      service: "group_soc",
      change: "connect",
      pick: { companyIds: [companyId] },
      sharePercent: 60,
      from: today,
    }),
  },
  listQuestions: { at: "company", input: ({ inspectionId }) => ({ id: inspectionId }) },
  replyToQuestion: {
    at: "company",
    // The question that the walk's state "asked" puts there bears the inspection's id.
    input: ({ inspectionId }) => ({ id: inspectionId, questionId: inspectionId, body: "walk" }),
  },
  openImport: {
    at: "company",
    input: ({ companyId, fileId }) => ({ kind: "people", fileId, companyId }),
  },
  listImports: { at: "group", input: () => ({}) },
  getImport: { at: "company", input: ({ importId }) => ({ id: importId }) },
  checkAgain: { at: "company", input: ({ importId }) => ({ id: importId, headingRow: 2, rowVersion: 1 }) },
  listImportRows: { at: "company", input: ({ importId }) => ({ id: importId }) },
  listImportProblems: { at: "company", input: ({ importId }) => ({ id: importId }) },
  decideRows: {
    at: "company",
    input: ({ importId }) => ({ id: importId, rowNumbers: [2], decision: "leave_out" }),
  },
  addMissingUnits: {
    at: "company",
    input: ({ importId }, { today }) => ({
      id: importId,
      units: [{ name: "Walk division" }],
      from: today,
      rowVersion: 1,
    }),
  },
  applyImport: {
    at: "company",
    input: ({ importId }, { today }) => ({ id: importId, from: today, rowVersion: 1 }),
  },
  makeImportLinks: { at: "company", input: ({ importId }) => ({ id: importId }) },
  stopImport: { at: "company", input: ({ runningImportId }) => ({ id: runningImportId }) },
  downloadImportReport: { at: "company", input: ({ importId }) => ({ id: importId, format: "csv" }) },
  downloadImportTemplate: { at: "group", input: () => ({ kind: "findings", format: "csv" }) },
  renameUnit: {
    at: "company",
    input: ({ companyId }, { today }) => ({ id: companyId, name: "Walk", from: today, rowVersion: 1 }),
  },
  changeRelation: {
    at: "company",
    input: ({ companyId }, { today }) => ({
      id: companyId,
      kind: "dealer",
      ownershipPercent: 10,
      from: today,
      rowVersion: 1,
    }),
  },
  changeFacts: {
    at: "company",
    input: ({ companyId }, { today }) => ({ id: companyId, facts, from: today, rowVersion: 1 }),
  },
  moveUnit: {
    at: "company",
    input: ({ companyId }, { group, today }) => ({
      id: companyId,
      parentId: group,
      from: today,
      rowVersion: 1,
    }),
  },
  setTier: {
    at: "company",
    input: ({ companyId }, { today }) => ({ id: companyId, basis: "criteria", from: today, rowVersion: 1 }),
  },
  endCompany: {
    at: "company",
    input: ({ companyId }, { today }) => ({ id: companyId, on: today, reason: "walk", rowVersion: 1 }),
  },
  listPeople: { at: "company", input: ({ companyId }) => ({ companyId }) },
  exportSeats: { at: "company", input: ({ companyId }) => ({ format: "csv", companyId }) },
  exportPeople: { at: "company", input: ({ companyId }) => ({ format: "csv", companyId }) },
  addPerson: {
    at: "company",
    input: ({ companyId }, { today }) => ({
      companyId,
      familyName: "Walk",
      givenName: "W",
      employment: "regular",
      from: today,
    }),
  },
  getPerson: { at: "company", input: ({ personId }) => ({ id: personId }) },
  changePerson: {
    at: "company",
    input: ({ freePersonId }) => ({
      id: freePersonId,
      code: null,
      familyName: "Walked",
      givenName: "Test",
      familyNameReading: null,
      givenNameReading: null,
      email: null,
      telephone: "03-1234-5678",
      language: "en",
      timeZone: null,
      reason: "walk",
      rowVersion: 1,
    }),
  },
  addEmployment: {
    at: "company",
    input: ({ personId, companyId }, { today }) => ({
      id: personId,
      unitId: companyId,
      kind: "regular",
      from: today,
      rowVersion: 1,
    }),
  },
  endEmployment: {
    at: "company",
    input: ({ freePersonId, companyId }, { today }) => ({
      id: freePersonId,
      unitId: companyId,
      validFrom: "2020-04-01",
      lastDay: today,
      reason: "walk",
      rowVersion: 1,
    }),
  },
  addPosition: {
    at: "company",
    input: ({ companyId }, { today }) => ({ unitId: companyId, name: "Walk", from: today }),
  },
  holdPosition: {
    at: "company",
    input: ({ positionId, personId }, { today }) => ({ id: positionId, personId, from: today }),
  },
  endUnit: {
    at: "company",
    input: ({ siteId }, { today }) => ({ id: siteId, on: today, reason: "walk", rowVersion: 1 }),
  },
  vacatePosition: {
    at: "company",
    input: ({ heldPositionId }, { today }) => ({ id: heldPositionId, on: today, reason: "walk" }),
  },
  endPosition: {
    at: "company",
    input: ({ positionId }, { today }) => ({ id: positionId, on: today, reason: "walk" }),
  },
  previewEmploymentEnds: {
    at: "company",
    input: ({ freePersonId }, { today }) => ({ personIds: [freePersonId], lastDay: today }),
  },
  endEmployments: {
    at: "company",
    input: ({ freePersonId }, { today }) => ({ personIds: [freePersonId], lastDay: today, reason: "walk" }),
  },
  listEditions: { at: "group", input: () => ({}) },
  draftEdition: { at: "group", input: () => ({ from: "built_in" }) },
  exportEdition: { at: "group", input: (_, { editionId }) => ({ id: editionId }) },
  exportEditionAsOscal: { at: "group", input: (_, { editionId }) => ({ id: editionId, language: "ja" }) },
  getEdition: { at: "group", input: (_, { editionId }) => ({ id: editionId }) },
  listControls: { at: "group", input: (_, { editionId }) => ({ id: editionId }) },
  getControl: { at: "group", input: (_, { editionId }) => ({ id: editionId, controlId: "ORG-01" }) },
  getCoverage: {
    at: "group",
    input: (_, { standardEditionId }) => ({ id: standardEditionId, setId: "nist_csf_2_0" }),
  },
  listCatalogues: { at: "group", input: () => ({}) },
  openCatalogue: { at: "group", input: (_, { catalogueFileId }) => ({ fileId: catalogueFileId }) },
  getCatalogue: { at: "group", input: (_, { catalogueId }) => ({ id: catalogueId }) },
  listCatalogueItems: { at: "group", input: (_, { catalogueId }) => ({ id: catalogueId }) },
  getCatalogueItem: { at: "group", input: (_, { catalogueId }) => ({ id: catalogueId, itemId: "a-1" }) },
  applyCatalogue: {
    at: "group",
    input: (_, { checkedCatalogueId }) => ({
      id: checkedCatalogueId,
      setId: "walk",
      headings: [],
      rowVersion: 1,
    }),
  },
  draftFromCatalogue: {
    at: "group",
    input: (_, { catalogueId }) => ({ id: catalogueId, code: "WALK-OSCAL", edition: "1" }),
  },
  dropCatalogue: {
    at: "group",
    input: (_, { checkedCatalogueId }) => ({ id: checkedCatalogueId, rowVersion: 1 }),
  },
  listTailorings: { at: "group", input: (_, { catalogueId }) => ({ id: catalogueId }) },
  bringGuidance: {
    at: "group",
    input: (_, { catalogueId, tailoredDraftId }) => ({ id: catalogueId, editionId: tailoredDraftId }),
  },
  downloadTailored: {
    at: "group",
    input: (_, { catalogueId, tailoredEditionId }) => ({ id: catalogueId, editionId: tailoredEditionId }),
  },
  downloadResolved: { at: "group", input: (_, { profileCatalogueId }) => ({ id: profileCatalogueId }) },
  downloadCatalogue: { at: "group", input: (_, { catalogueId }) => ({ id: catalogueId }) },
  listMappings: { at: "group", input: () => ({}) },
  previewMapping: { at: "group", input: (_, { mappingFileId }) => ({ fileId: mappingFileId }) },
  adoptMapping: {
    at: "group",
    input: (_, { mappingFileId, editionId }) => ({
      fileId: mappingFileId,
      ends: [{ source: `edition:${editionId}`, target: "set:walk_items" }],
      title: "Walk",
      version: "1",
      basis: "walk",
    }),
  },
  getMapping: { at: "group", input: (_, { mappingId }) => ({ id: mappingId }) },
  listMappingLinks: { at: "group", input: (_, { mappingId }) => ({ id: mappingId }) },
  withdrawMapping: {
    at: "group",
    input: (_, { mappingId }) => ({ id: mappingId, reason: "walk", rowVersion: 1 }),
  },
  downloadMapping: { at: "group", input: (_, { mappingId }) => ({ id: mappingId }) },
  exportMapping: { at: "group", input: (_, { mappingId }) => ({ id: mappingId, format: "oscal" }) },
  exportReferences: {
    at: "group",
    input: (_, { standardEditionId }) => ({ id: standardEditionId, format: "csv" }),
  },
  previewCheckSheet: { at: "group", input: (_, { mappingFileId }) => ({ fileId: mappingFileId }) },
  takeCheckSheet: {
    at: "group",
    input: (_, { mappingFileId }) => ({
      fileId: mappingFileId,
      sheet: { mapping: { id: 0, text: 2, level: 3 } },
      setId: "walk_sheet",
      name: "Walk",
      language: "en",
      withoutLevels: [],
      draft: null,
    }),
  },
  getReach: { at: "group", input: (_, { editionId }) => ({ id: editionId, space: "set:walk_items" }) },
  listReachItems: { at: "group", input: (_, { editionId }) => ({ id: editionId, space: "set:walk_items" }) },
  listWays: { at: "group", input: (_, { editionId }) => ({ id: editionId, space: "set:walk_items" }) },
  getReading: {
    at: "company",
    input: ({ companyId }, { roundId }) => ({ id: companyId, roundId, space: "set:walk_items" }),
  },
  listReadItems: {
    at: "company",
    input: ({ companyId }, { roundId }) => ({ id: companyId, roundId, space: "set:walk_items" }),
  },
  getItemReading: {
    at: "company",
    input: ({ companyId }, { roundId }) => ({
      id: companyId,
      roundId,
      space: "set:walk_items",
      itemId: "W-1",
    }),
  },
  exportReading: {
    at: "company",
    input: ({ companyId }, { roundId }) => ({
      id: companyId,
      roundId,
      space: "set:walk_items",
      format: "csv",
    }),
  },
  getReadiness: { at: "group", input: () => ({ space: "set:walk_items" }) },
  listReadyItems: { at: "group", input: () => ({ space: "set:walk_items" }) },
  listReadyCompanies: { at: "group", input: () => ({ space: "set:walk_items" }) },
  exportReadiness: {
    at: "group",
    input: () => ({ space: "set:walk_items", by: "companies", format: "csv" }),
  },
  readEdition: { at: "group", input: (_, { editionId }) => ({ id: editionId }) },
  checkEdition: { at: "group", input: (_, { draftEditionId }) => ({ id: draftEditionId }) },
  listEditionChanges: { at: "group", input: (_, { editionId }) => ({ id: editionId }) },
  getDraft: { at: "group", input: (_, { draftEditionId }) => ({ id: draftEditionId }) },
  getDraftControl: {
    at: "group",
    input: (_, { draftEditionId }) => ({ id: draftEditionId, controlId: "ORG-01" }),
  },
  saveControl: {
    at: "group",
    input: (_, { draftEditionId }) => ({
      id: draftEditionId,
      controlId: "ORG-01",
      control: loadBuiltinStandard().controls[0],
      rowVersion: 1,
    }),
  },
  confirmTranslation: {
    at: "group",
    input: (_, { draftEditionId }) => ({
      id: draftEditionId,
      controlId: "ORG-03",
      language: "ja",
      rowVersion: 1,
    }),
  },
  removeControl: {
    at: "group",
    input: (_, { draftEditionId }) => ({ id: draftEditionId, controlId: "ORG-02", rowVersion: 1 }),
  },
  moveControl: {
    at: "group",
    input: (_, { draftEditionId }) => ({ id: draftEditionId, controlId: "ORG-02", before: "ORG-01" }),
  },
  bringBackControl: {
    at: "group",
    input: (_, { draftEditionId }) => ({
      id: draftEditionId,
      controlId: loadBuiltinStandard().controls.at(-1)?.id,
    }),
  },
  saveFrame: {
    at: "group",
    input: (_, { draftEditionId }) => {
      const frame = frameOf(loadBuiltinStandard());
      return {
        id: draftEditionId,
        frame: { ...frame, standard: { ...frame.standard, edition: "walk-draft" } },
        rowVersion: 1,
      };
    },
  },
  listDraftErrata: { at: "group", input: (_, { draftEditionId }) => ({ id: draftEditionId }) },
  decideDraftErrata: {
    at: "group",
    input: (_, { sinceErratum }) => ({
      id: sinceErratum.id,
      decisions: [{ erratumId: sinceErratum.erratumId, decision: "taken" }],
    }),
  },
  saveCarryOver: {
    at: "group",
    input: (_, { draftEditionId }) => ({
      id: draftEditionId,
      rules: [{ controlId: "ORG-01", fromIds: [], carry: null, reason: null }],
    }),
  },
  discardDraft: { at: "group", input: (_, { draftEditionId }) => ({ id: draftEditionId, reason: "walk" }) },
  getReview: { at: "group", input: (_, { reviewEditionId }) => ({ id: reviewEditionId }) },
  sendToReview: {
    at: "group",
    input: (_, { draftEditionId }) => ({ id: draftEditionId, words: "walk", rowVersion: 1 }),
  },
  giveOpinion: {
    at: "group",
    input: (_, { reviewEditionId }) => ({ id: reviewEditionId, kind: "opinion", words: "walk" }),
  },
  returnToDraft: { at: "group", input: (_, { reviewEditionId }) => ({ id: reviewEditionId, words: "walk" }) },
  listErrataNotHere: { at: "group", input: (_, { standardEditionId }) => ({ id: standardEditionId }) },
  getErratum: { at: "group", input: (_, { erratumId }) => ({ id: erratumId }) },
  listErrata: { at: "group", input: (_, { standardEditionId }) => ({ id: standardEditionId }) },
  getWordsToCorrect: {
    at: "group",
    input: (_, { standardEditionId }) => ({ id: standardEditionId, controlId: "ORG-01" }),
  },
  proposeErratum: {
    at: "group",
    input: (_, { standardEditionId }) => {
      const walk = { en: "Walk.", ja: "歩く。", zh: "走。" };
      const words = { title: walk, requirement: walk, evidence: [walk], auditTest: walk };
      return { id: standardEditionId, controlId: "ORG-02", words, reason: "walk", asksAgain: true };
    },
  },
  issueErratum: { at: "group", input: (_, { erratumId }) => ({ id: erratumId }) },
  dropErratum: { at: "group", input: (_, { erratumId }) => ({ id: erratumId, reason: "walk" }) },
  countAnswered: {
    at: "group",
    input: (_, { standardEditionId }) => ({ id: standardEditionId, controlId: "ORG-02" }),
  },
  listAskedAgain: { at: "group", input: (_, { standardEditionId }) => ({ id: standardEditionId }) },
  confirmCorrected: {
    at: "company",
    // The erratum that the walk's state "corrected" issues.
    input: ({ inspectionId }) => ({ id: inspectionId, controlId: "ORG-02", number: 1 }),
  },
  publishEdition: {
    at: "group",
    input: (_, { reviewEditionId, today }) => ({
      id: reviewEditionId,
      effectiveOn: today,
      reason: "walk",
      rowVersion: 1,
    }),
  },
  getMyWork: { at: "self", input: () => ({}) },
  listMyDuties: { at: "self", input: () => ({}) },
  askPostponement: {
    at: "company",
    input: ({ dutyId }, { today }) => ({ id: dutyId, toDay: addDays(today, 20), reason: "walk" }),
  },
  listPostponements: { at: "group", input: () => ({}) },
  decidePostponement: {
    at: "company",
    input: ({ postponementId }) => ({ id: postponementId, decision: "allow", reason: "walk" }),
  },
  searchAll: { at: "self", input: () => ({ words: "Ltd" }) },
  listRounds: { at: "group", input: () => ({}) },
  proposeRound: { at: "group", input: () => ({ fiscalYear: 2030 }) },
  getRound: { at: "group", input: (_, { roundId }) => ({ id: roundId }) },
  getRoundProgress: { at: "group", input: (_, { roundId }) => ({ id: roundId }) },
  listLate: { at: "group", input: (_, { roundId }) => ({ id: roundId }) },
  draftRound: {
    at: "group",
    input: (_, { editionId, today }) => ({
      fiscalYear: 2030,
      name: "Walk",
      editionId,
      ...dates,
      populationRule: population(today),
    }),
  },
  changeRound: {
    at: "group",
    input: (_, { draftRoundId, editionId, today }) => ({
      id: draftRoundId,
      name: "Walk",
      editionId,
      ...dates,
      populationRule: population(today),
      rowVersion: 1,
    }),
  },
  previewPopulation: { at: "group", input: (_, { today }) => ({ populationRule: population(today) }) },
  discardRound: {
    at: "group",
    input: (_, { draftRoundId }) => ({ id: draftRoundId, rowVersion: 1, reason: "walk" }),
  },
  freezeRound: { at: "group", input: (_, { draftRoundId }) => ({ id: draftRoundId, rowVersion: 1 }) },
  thawRound: { at: "group", input: (_, { draftRoundId }) => ({ id: draftRoundId }) },
  launchRound: { at: "group", input: (_, { draftRoundId }) => ({ id: draftRoundId, rowVersion: 1 }) },
  addMember: {
    at: "company",
    input: ({ companyId }, { emptyRoundId }) => ({
      id: emptyRoundId,
      companyId,
      reason: "walk",
      dueOn: "2030-01-01",
    }),
  },
  markMemberLeft: {
    at: "company",
    input: ({ companyId }, { roundId, today }) => ({ id: roundId, companyId, on: today, reason: "walk" }),
  },
  listMembers: { at: "group", input: (_, { roundId }) => ({ id: roundId }) },
  listPopulationChanges: { at: "group", input: (_, { roundId }) => ({ id: roundId }) },
  closeRound: { at: "group", input: (_, { roundId }) => ({ id: roundId, rowVersion: 1 }) },
  listInspections: { at: "group", input: (_, { roundId }) => ({ roundId }) },
  exportCompanyResults: { at: "group", input: () => ({ format: "csv" }) },
  exportInspections: { at: "group", input: (_, { roundId }) => ({ roundId }) },
  countInspections: { at: "group", input: (_, { roundId }) => ({ roundId }) },
  remindInspections: {
    at: "company",
    input: ({ inspectionId }, { roundId }) => ({ roundId, inspectionIds: [inspectionId] }),
  },
  listDifferences: { at: "company", input: ({ inspectionId }) => ({ id: inspectionId }) },
  listChanges: { at: "group", input: () => ({ since: "2026-01-01T00:00:00Z" }) },
  listStory: { at: "company", input: ({ inspectionId }) => ({ id: inspectionId }) },
  forecastReview: {
    at: "company",
    input: ({ inspectionId }) => ({
      id: inspectionId,
      verdicts: [{ controlId: "ORG-01", verdict: "partly" }],
    }),
  },
  listMyInspections: { at: "group", input: () => ({}) },
  getInspection: { at: "company", input: ({ inspectionId }) => ({ id: inspectionId }) },
  listAskedControls: { at: "company", input: ({ inspectionId }) => ({ id: inspectionId }) },
  getAskedControl: {
    at: "company",
    input: ({ inspectionId }) => ({ id: inspectionId, controlId: "ORG-01" }),
  },
  getProvided: { at: "company", input: ({ inspectionId }) => ({ id: inspectionId }) },
  answerScope: {
    at: "company",
    input: ({ inspectionId }) => ({
      id: inspectionId,
      condition: "has_plant",
      isTrue: true,
      rowVersion: 1,
    }),
  },
  saveAnswer: {
    at: "company",
    input: ({ inspectionId }) => ({ id: inspectionId, controlId: "ORG-01", verdict: "met", rowVersion: 1 }),
  },
  takeOverProposals: {
    at: "company",
    input: ({ inspectionId }) => ({ id: inspectionId, from: "last_year", controlIds: ["ORG-02"] }),
  },
  takeMeasured: {
    at: "company",
    input: ({ inspectionId }) => ({
      id: inspectionId,
      controls: [{ controlId: "ORG-22", rowVersion: null, holds: 0, all: 1 }],
    }),
  },
  addEvidence: {
    at: "company",
    input: ({ inspectionId }, { today }) => ({
      id: inspectionId,
      title: "Walk",
      kind: "declared",
      place: "here",
      validFrom: today,
      controlIds: ["ORG-01"],
    }),
  },
  useEvidence: {
    at: "company",
    input: ({ inspectionId, evidenceId }) => ({ id: inspectionId, controlId: "ORG-02", evidenceId }),
  },
  listRulesForProof: { at: "company", input: ({ inspectionId }) => ({ id: inspectionId }) },
  addRuleAsProof: {
    at: "company",
    input: ({ inspectionId, assetRuleId }) => ({
      id: inspectionId,
      ruleId: assetRuleId,
      controlIds: ["ORG-01"],
    }),
  },
  dropEvidence: {
    at: "company",
    input: ({ inspectionId, evidenceId }) => ({ id: inspectionId, controlId: "ORG-01", evidenceId }),
  },
  correctEvidenceDay: {
    at: "company",
    input: ({ inspectionId, evidenceId }) => ({
      id: inspectionId,
      evidenceId,
      validFrom: "2026-01-05",
      reason: "walk",
      rowVersion: 1,
    }),
  },
  listEvidence: { at: "company", input: ({ companyId }) => ({ companyId }) },
  say: {
    at: "company",
    input: ({ inspectionId }) => ({ id: inspectionId, controlId: "ORG-01", body: "walk" }),
  },
  delegate: {
    at: "company",
    input: ({ inspectionId, personId }) => ({ id: inspectionId, personId, area: "ORG" }),
  },
  endDelegation: { at: "company", input: ({ delegationId }) => ({ id: delegationId }) },
  listWholeControls: { at: "company", input: ({ inspectionId }) => ({ id: inspectionId }) },
  handBack: { at: "company", input: ({ handedId }) => ({ id: handedId }) },
  listHelpers: { at: "company", input: ({ inspectionId }) => ({ id: inspectionId }) },
  getRoundWorkbooks: { at: "group", input: (_, { roundId }) => ({ id: roundId }) },
  orderWorkbooks: { at: "group", input: (_, { roundId }) => ({ id: roundId, who: "all" }) },
  goOnWithWorkbooks: { at: "group", input: (_, { workbookBatchId }) => ({ id: workbookBatchId }) },
  downloadWorkbooks: { at: "group", input: (_, { workbookBatchId }) => ({ id: workbookBatchId }) },
  getRoundReturns: { at: "group", input: (_, { roundId }) => ({ id: roundId }) },
  openDelivery: { at: "group", input: (_, { roundId }) => ({ id: roundId }) },
  addToDelivery: {
    at: "group",
    input: (_, { sentDeliveryId }) => ({
      id: sentDeliveryId,
      files: [
        {
          name: "walk.xlsx",
          sha256: "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
          sizeBytes: 1,
          problem: null,
        },
      ],
    }),
  },
  checkDelivery: { at: "group", input: (_, { sentDeliveryId }) => ({ id: sentDeliveryId }) },
  takeOverDelivery: { at: "group", input: (_, { readDeliveryId }) => ({ id: readDeliveryId }) },
  getDelivery: { at: "group", input: (_, { readDeliveryId }) => ({ id: readDeliveryId }) },
  listDeliveryItems: { at: "group", input: (_, { readDeliveryId }) => ({ id: readDeliveryId }) },
  applyDelivery: { at: "group", input: (_, { readDeliveryId }) => ({ id: readDeliveryId }) },
  downloadDeliveryReport: {
    at: "group",
    input: (_, { readDeliveryId }) => ({ id: readDeliveryId, format: "csv" }),
  },
  getWorkbook: { at: "company", input: ({ inspectionId }) => ({ id: inspectionId }) },
  issueWorkbook: { at: "company", input: ({ inspectionId }) => ({ id: inspectionId, language: "ja" }) },
  returnWorkbook: {
    at: "company",
    input: ({ inspectionId, workbookFileId }) => ({ id: inspectionId, fileId: workbookFileId }),
  },
  getWorkbookReturn: { at: "company", input: ({ workbookReturnId }) => ({ id: workbookReturnId }) },
  downloadUnreadCells: { at: "company", input: ({ workbookReturnId }) => ({ id: workbookReturnId }) },
  applyWorkbookReturn: {
    at: "company",
    input: ({ workbookReturnId }) => ({ id: workbookReturnId, choices: [] }),
  },
  dropWorkbookReturn: { at: "company", input: ({ workbookReturnId }) => ({ id: workbookReturnId }) },
  submitInspection: { at: "company", input: ({ inspectionId }) => ({ id: inspectionId, rowVersion: 1 }) },
  reviewAnswers: {
    at: "company",
    input: ({ inspectionId }) => ({ id: inspectionId, controlIds: ["ORG-01"], decision: "accepted" }),
  },
  finishReview: { at: "company", input: ({ inspectionId }) => ({ id: inspectionId, rowVersion: 1 }) },
  confirmInspection: {
    at: "company",
    input: ({ inspectionId }) => ({ id: inspectionId, rowVersion: 1, statement: true }),
  },
  confirmOnPaper: {
    at: "company",
    input: ({ inspectionId, personId, confirmationFileId: fileId }) => ({
      id: inspectionId,
      rowVersion: 1,
      personId,
      fileId,
      why: "walk",
    }),
  },
  ownConfirmation: { at: "company", input: ({ inspectionId }) => ({ id: inspectionId, rowVersion: 1 }) },
  compareConfirmation: { at: "company", input: ({ inspectionId }) => ({ id: inspectionId, rowVersion: 1 }) },
  takeBackConfirmation: {
    at: "company",
    input: ({ inspectionId }) => ({ id: inspectionId, rowVersion: 1, reason: "walk" }),
  },
  sendBack: {
    at: "company",
    input: ({ inspectionId }) => ({ id: inspectionId, rowVersion: 1, reason: "walk" }),
  },
  lockInspections: { at: "group", input: (_, { roundId }) => ({ roundId }) },
  correctInspection: {
    at: "company",
    input: ({ inspectionId }) => ({ id: inspectionId, rowVersion: 1, reason: "walk" }),
  },
  listPapers: { at: "company", input: ({ inspectionId }) => ({ id: inspectionId }) },
  makePaper: { at: "company", input: ({ inspectionId }) => ({ id: inspectionId, language: "en" }) },
  downloadPaper: { at: "company", input: ({ paperId }) => ({ id: paperId }) },
  downloadSignature: { at: "company", input: ({ paperId }) => ({ id: paperId }) },
  verifyPaper: { at: "company", input: ({ paperSha256 }) => ({ pdfSha256: paperSha256 }) },
  getSigningKey: { at: "self", input: () => ({}) },
  getRoundPages: { at: "group", input: (_, { roundId }) => ({ id: roundId }) },
  orderPages: { at: "group", input: (_, { roundId }) => ({ id: roundId, who: "all" }) },
  goOnWithPages: { at: "group", input: (_, { pagesId }) => ({ id: pagesId }) },
  downloadPages: { at: "group", input: (_, { pagesId }) => ({ id: pagesId, format: "pdf" }) },
  listWaiting: { at: "group", input: (_, { roundId }) => ({ id: roundId }) },
  listToCompare: { at: "group", input: (_, { roundId }) => ({ id: roundId }) },
  listCodes: { at: "group", input: (_, { roundId }) => ({ id: roundId }) },
  confirmManyOnPaper: {
    at: "group",
    input: ({ inspectionId, personId, confirmationFileId }, { roundId }) => ({
      id: roundId,
      pages: [{ inspectionId, rowVersion: 1, personId, fileId: confirmationFileId, why: "walk" }],
    }),
  },
  issueConfirmationPage: { at: "company", input: ({ inspectionId }) => ({ id: inspectionId }) },
  listFigures: { at: "group", input: (_, { roundId }) => ({ roundId }) },
  getOverview: { at: "group", input: (_, { roundId }) => ({ roundId }) },
  listViews: { at: "self", input: () => ({ list: "results" }) },
  saveView: { at: "self", input: () => ({ list: "results", name: crypto.randomUUID(), search: "{}" }) },
  changeView: { at: "self", input: () => ({ id: crypto.randomUUID(), name: "Walk", rowVersion: 1 }) },
  removeView: { at: "self", input: () => ({ id: crypto.randomUUID() }) },
  chooseDefaultView: { at: "self", input: () => ({ list: "results", viewId: null }) },
  listMessages: { at: "self", input: () => ({}) },
  countMessages: { at: "self", input: () => ({}) },
  openMessage: { at: "self", input: () => ({ id: crypto.randomUUID() }) },
  markMessages: { at: "self", input: () => ({ ids: [], isRead: true }) },
  readAllMessages: { at: "self", input: () => ({ upTo: crypto.randomUUID() }) },
  getMessagePreferences: { at: "self", input: () => ({}) },
  saveMessagePreferences: {
    at: "self",
    input: () => ({
      ways: { "duty.reminded": "digest" },
      digestHour: 8,
      quietFrom: null,
      quietTo: null,
      workDaysOnly: false,
      rowVersion: 0,
    }),
  },
  listReceivers: { at: "group", input: () => ({}) },
  addReceiver: {
    at: "company",
    input: ({ companyId }) => ({
      companyId,
      name: "Walk",
      url: "https://receiver.mihon.example/hook",
      kinds: ["clock.hard"],
      language: "en",
      tellsCompany: false,
    }),
  },
  changeReceiver: {
    at: "company",
    input: ({ receiverId }) => ({
      id: receiverId,
      rowVersion: 1,
      name: "Walk",
      url: "https://receiver.mihon.example/hook",
      kinds: ["clock.hard"],
      language: "en",
      tellsCompany: false,
      isOn: true,
    }),
  },
  changeReceiverSecret: {
    at: "company",
    input: ({ receiverId }) => ({ id: receiverId, rowVersion: 1, overlapHours: 24 }),
  },
  removeReceiver: { at: "company", input: ({ receiverId }) => ({ id: receiverId, rowVersion: 1 }) },
  testReceiver: { at: "company", input: ({ receiverId }) => ({ id: receiverId }) },
  listDeliveries: { at: "company", input: ({ receiverId }) => ({ id: receiverId }) },
  retryDelivery: { at: "company", input: ({ deliveryId }) => ({ id: deliveryId }) },
  listCalls: { at: "group", input: () => ({}) },
  countCalls: { at: "group", input: () => ({}) },
  // Both look at whom the call asks: calls.test.ts.
  getCall: { at: "self", input: () => ({ id: crypto.randomUUID() }) },
  acknowledgeCall: { at: "self", input: () => ({ id: crypto.randomUUID() }) },
  acknowledgeByReceiver: {
    at: "self",
    input: () => ({
      id: crypto.randomUUID(),
      payload: "{}",
      webhookId: "walk",
      webhookTimestamp: "0",
      webhookSignature: "v1,walk",
    }),
  },
  listMyFeeds: { at: "self", input: () => ({}) },
  addMyFeed: { at: "self", input: () => ({ name: "Walk" }) },
  endMyFeed: { at: "self", input: () => ({ id: crypto.randomUUID() }) },
  readFeed: { at: "self", input: () => ({ token: "walk-walk-walk-walk-walk" }) },
  askCheckouts: { at: "self", input: ({ sheetCheckoutId }) => ({ ids: [sheetCheckoutId] }) },
  getMailState: { at: "group", input: () => ({}) },
  listMails: { at: "group", input: () => ({}) },
  resendMail: { at: "group", input: (_, { failedMailId }) => ({ id: failedMailId }) },
  sendTestMail: { at: "group", input: () => ({}) },
  listMailTroubles: { at: "company", input: ({ personId }) => ({ personId }) },
  clearMailTrouble: { at: "company", input: ({ personId }) => ({ personId }) },
  recordBounce: { at: "group", input: (_, { bounceOfMail }) => ({ notification: bounceOfMail }) },
  getMaturity: { at: "group", input: (_, { roundId }) => ({ roundId }) },
  getCauses: { at: "group", input: (_, { roundId }) => ({ roundId }) },
  getHeatMap: { at: "group", input: (_, { roundId }) => ({ roundId, show: "all" }) },
  listMandatoryGaps: { at: "group", input: (_, { roundId }) => ({ roundId, controlId: "ORG-01" }) },
  getTrend: { at: "group", input: () => ({}) },
  listEarlierResults: { at: "group", input: () => ({}) },
  listCompanyResults: { at: "group", input: (_, { roundId }) => ({ roundId }) },
  listNotAsked: { at: "group", input: (_, { roundId }) => ({ roundId }) },
  exportResultAsOscal: {
    at: "company",
    input: ({ inspectionId }) => ({ id: inspectionId, document: "results" }),
  },
  exportRoundAsOscal: { at: "group", input: (_, { roundId }) => ({ id: roundId, document: "results" }) },
  getCompanyResult: { at: "company", input: ({ companyId }, { roundId }) => ({ id: companyId, roundId }) },
  getGroupMap: { at: "group", input: (_, { roundId }) => ({ roundId }) },
};

const dates = {
  opensOn: "2030-04-01",
  dueOn: "2030-12-15",
  reviewDueOn: "2030-12-25",
  confirmDueOn: "2031-01-15",
};
const population = (asOf: string) => ({
  asOf,
  relations: ["parent", "consolidated"],
  tiers: ["T1", "T2", "T3", "T4"],
  leaveOut: [],
});

/**
 * The state an inspection must be in for an operation to be allowed at all; the walk puts the target's there first, so
 * that a refusal is one of rights and not of time.
 */
export const needsState: Record<string, string> = {
  submitInspection: "complete",
  reviewAnswers: "submitted",
  finishReview: "reviewable",
  confirmInspection: "reviewed",
  confirmOnPaper: "reviewed",
  ownConfirmation: "entered",
  compareConfirmation: "entered",
  takeBackConfirmation: "entered",
  sendBack: "reviewed",
  makePaper: "confirmed",
  orderPages: "reviewed",
  confirmManyOnPaper: "reviewed",
  issueConfirmationPage: "reviewed",
  lockInspections: "confirmed",
  correctInspection: "locked",
  discardRound: "draft",
  freezeRound: "draft",
  thawRound: "frozen",
  launchRound: "frozen",
  endServiceProvider: "provided",
  replyToQuestion: "asked",
  confirmCorrected: "corrected",
  takeBackPurpose: "own proposal",
};
