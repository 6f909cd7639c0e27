import { module } from "#core/module.ts";
import { listBeginnings, sayNone, takeBackNone } from "./beginning.ts";
import { changeClass, listClasses } from "./classes.ts";
import { countContinuity, exportContinuity, listContinuity } from "./continuity/listing.ts";
import {
  endContinuity,
  getContinuity,
  recordRestoreTest,
  setContinuity,
  withdrawRestoreTest,
} from "./continuity/targets.ts";
import { ledgers } from "./contract.ts";
import { countMarked } from "./counting.ts";
import { listCoverage, listFacts, sumCoverage } from "./covering.ts";
import { changeEntries, previewChange } from "./entries/bulk.ts";
import { addEntry, changeEntry, restoreEntry, retireEntry } from "./entries/changing.ts";
import { exportEntries } from "./entries/exporting.ts";
import { listLabels } from "./entries/labels.ts";
import { listEntryChanges } from "./entries/changes.ts";
import { countEntries, getEntry, listEntries, listLedgers } from "./entries/record.ts";
import { countGaps, getGap, listGaps } from "./gaps/listing.ts";
import { keepGaps } from "./gaps/settling.ts";
import { approvePurpose, refusePurpose, takeBackPurpose } from "./personal/deciding.ts";
import { getPurpose, listPurposes, proposePurpose, proposePurposeEnd } from "./personal/purposes.ts";
import { reviewEntry } from "./personal/reviewing.ts";
import { changeUse, endUse, listUses, recordUse } from "./personal/uses.ts";
import { changeTransfer, endTransfer, listTransfers, recordTransfer } from "./personal/transfers.ts";
import { applyLoadJob } from "./sources/applying.ts";
import { applyLoad, decideLoad, dropLoad, getLoad, listLoads, openLoad } from "./sources/loads.ts";
import { forgetSourceJob } from "./sources/ending.ts";
import { readLoadJob } from "./sources/reading.ts";
import { foreseeLoad, listLoadRows, listSightings } from "./sources/rows.ts";
import { addSource, changeSource, countSources, endSource, listSources } from "./sources/sources.ts";
import { addRule, changeRule, countRules, endRule, listRules, reviewRule } from "./ruling.ts";
import {
  dismissUnknown,
  mergeUnknown,
  passUnknown,
  switchOffUnknown,
  takeInUnknown,
} from "./unknown/answering.ts";
import { answerUnknowns, previewUnknowns } from "./unknown/bulk.ts";
import { askingLeft } from "./unknown/asking.ts";
import { passingFromLeavers } from "./unknown/leaving.ts";
import { countUnknowns, getUnknownAsk, listUnknowns } from "./unknown/listing.ts";
import { getUnknown } from "./unknown/record.ts";

export const ledgersModule = module({
  name: "ledgers",
  contract: ledgers,
  service: {
    listLedgers,
    listEntries,
    countEntries,
    getEntry,
    listEntryChanges,
    listLabels,
    addEntry,
    changeEntry,
    retireEntry,
    restoreEntry,
    previewChange,
    changeEntries,
    exportEntries,
    listClasses,
    changeClass,
    listRules,
    countRules,
    addRule,
    changeRule,
    reviewRule,
    endRule,
    listSources,
    countSources,
    addSource,
    changeSource,
    endSource,
    openLoad,
    listLoads,
    getLoad,
    listLoadRows,
    foreseeLoad,
    decideLoad,
    applyLoad,
    dropLoad,
    listSightings,
    listCoverage,
    sumCoverage,
    listFacts,
    listGaps,
    countGaps,
    getGap,
    listTransfers,
    recordTransfer,
    changeTransfer,
    endTransfer,
    getContinuity,
    setContinuity,
    endContinuity,
    recordRestoreTest,
    withdrawRestoreTest,
    listContinuity,
    countContinuity,
    exportContinuity,
    listPurposes,
    getPurpose,
    proposePurpose,
    proposePurposeEnd,
    approvePurpose,
    refusePurpose,
    takeBackPurpose,
    listUses,
    recordUse,
    changeUse,
    endUse,
    reviewEntry,
    listUnknowns,
    countUnknowns,
    getUnknownAsk,
    getUnknown,
    takeInUnknown,
    mergeUnknown,
    passUnknown,
    dismissUnknown,
    switchOffUnknown,
    previewUnknowns,
    answerUnknowns,
    listBeginnings,
    sayNone,
    takeBackNone,
  },
  roles: {
    group_office: [
      "ledger.read",
      "ledger.manage",
      "ledger.rule",
      "ledger.classify",
      "ledger.approve_purpose",
      "ledger.identify",
    ],
    reader: ["ledger.read", "ledger.identify"],
    committee_member: ["ledger.read", "ledger.identify"],
    division_secretary: ["ledger.read", "ledger.approve_purpose", "ledger.identify"],
    security_officer: ["ledger.read", "ledger.manage", "ledger.rule", "ledger.identify", "ledger.queue"],
    company_executive: ["ledger.read", "ledger.approve_purpose", "ledger.identify"],
    auditor: ["ledger.read", "ledger.identify"],
    responder: ["ledger.read", "ledger.identify"],
    product_engineer: ["ledger.read", "ledger.identify"],
    contributor: ["ledger.identify"],
    manager: ["ledger.identify"],
    employee: ["ledger.identify"],
  },
  jobs: [readLoadJob, applyLoadJob, forgetSourceJob],
  timed: [countMarked, keepGaps, passingFromLeavers, askingLeft],
});
