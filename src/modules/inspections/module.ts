import { module } from "#core/module.ts";
import { listQuestions, replyToQuestion } from "./asking.ts";
import * as answering from "./answering.ts";
import { askedAgain, countAnswered } from "./asked-again.ts";
import { confirmCorrected, listAskedAgain } from "./corrected.ts";
import { backings } from "./backing.ts";
import { firstResults } from "./beginning.ts";
import { dueDays, leavers, oldSums, standings } from "./clocks.ts";
import { inspections } from "./contract.ts";
import { countInspections } from "./counting.ts";
import { exportInspections } from "./exporting.ts";
import { lockInspections } from "./locking.ts";
import { readingsAnew } from "./measured/renewing.ts";
import { takeMeasured } from "./measured/taking.ts";
import * as moving from "./moving.ts";
import * as onPaper from "./on-paper.ts";
import { listAskedControls } from "./listing.ts";
import { getAskedControl, listWholeControls } from "./one-control.ts";
import { getProvided, providerDuties, providersByDay } from "./providing.ts";
import { correctEvidenceDay } from "./proof-day.ts";
import { addRuleAsProof, listRulesForProof, rulesFollowed } from "./rules-as-proof.ts";
import * as proving from "./proving.ts";
import * as reading from "./reading.ts";
import { answerScope } from "./scoping.ts";
import { takeOverProposals } from "./taking-over.ts";
import * as register from "./register.ts";
import { reviewing } from "./review/contract.ts";
import { forecastReview, listDifferences } from "./review/sheet.ts";
import { listChanges, listStory } from "./review/story.ts";
import * as talking from "./talking.ts";

export const inspectionsModule = module({
  name: "inspections",
  contract: { ...inspections, ...reviewing },
  service: {
    ...reading,
    ...register,
    countInspections,
    exportInspections,
    listDifferences,
    forecastReview,
    listStory,
    listChanges,
    listAskedControls,
    getAskedControl,
    listWholeControls,
    getProvided,
    answerScope,
    ...answering,
    takeOverProposals,
    takeMeasured,
    addEvidence: proving.addEvidence,
    useEvidence: proving.useEvidence,
    listRulesForProof,
    addRuleAsProof,
    dropEvidence: proving.dropEvidence,
    listEvidence: proving.listEvidence,
    correctEvidenceDay,
    ...talking,
    listQuestions,
    replyToQuestion,
    submitInspection: moving.submitInspection,
    reviewAnswers: moving.reviewAnswers,
    finishReview: moving.finishReview,
    confirmInspection: moving.confirmInspection,
    sendBack: moving.sendBack,
    correctInspection: moving.correctInspection,
    confirmOnPaper: onPaper.confirmOnPaper,
    ownConfirmation: onPaper.ownConfirmation,
    compareConfirmation: onPaper.compareConfirmation,
    takeBackConfirmation: onPaper.takeBackConfirmation,
    lockInspections,
    countAnswered,
    listAskedAgain,
    confirmCorrected,
  },
  timed: [dueDays, standings, leavers, oldSums, backings, providersByDay, readingsAnew],
  subscribers: [firstResults, providerDuties, askedAgain, rulesFollowed],
  roles: {
    group_office: [
      "inspection.read",
      "inspection.stand_in",
      "inspection.lock",
      "inspection.correct",
      "inspection.confirm_for",
      "inspection.remind",
    ],
    reader: ["inspection.read"],
    committee_member: ["inspection.read"],
    division_secretary: [
      "inspection.read",
      "inspection.review",
      "inspection.confirm_for",
      "inspection.remind",
    ],
    security_officer: ["inspection.read", "inspection.answer"],
    contributor: ["inspection.contribute"],
    company_executive: ["inspection.read", "inspection.confirm"],
    auditor: ["inspection.read"],
  },
});
