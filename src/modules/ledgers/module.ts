import { module } from "#core/module.ts";
import { listBeginnings, sayNone, takeBackNone } from "./beginning.ts";
import { changeClass, listClasses } from "./classes.ts";
import { ledgers } from "./contract.ts";
import { countMarked } from "./counting.ts";
import { listCoverage, listFacts, sumCoverage } from "./covering.ts";
import { changeEntries, previewChange } from "./entries/bulk.ts";
import { addEntry, changeEntry, restoreEntry, retireEntry } from "./entries/changing.ts";
import { exportEntries } from "./entries/exporting.ts";
import { countEntries, getEntry, listEntries, listLedgers } from "./entries/record.ts";
import { applyLoadJob } from "./sources/applying.ts";
import { applyLoad, decideLoad, dropLoad, getLoad, listLoads, openLoad } from "./sources/loads.ts";
import { forgetSourceJob } from "./sources/ending.ts";
import { readLoadJob } from "./sources/reading.ts";
import { listLoadRows, listSightings } from "./sources/rows.ts";
import { addSource, changeSource, endSource, listSources } from "./sources/sources.ts";
import { addRule, changeRule, endRule, listRules, reviewRule } from "./ruling.ts";

export const ledgersModule = module({
  name: "ledgers",
  contract: ledgers,
  service: {
    listLedgers,
    listEntries,
    countEntries,
    getEntry,
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
    addRule,
    changeRule,
    reviewRule,
    endRule,
    listSources,
    addSource,
    changeSource,
    endSource,
    openLoad,
    listLoads,
    getLoad,
    listLoadRows,
    decideLoad,
    applyLoad,
    dropLoad,
    listSightings,
    listCoverage,
    sumCoverage,
    listFacts,
    listBeginnings,
    sayNone,
    takeBackNone,
  },
  roles: {
    group_office: ["ledger.read", "ledger.manage", "ledger.rule", "ledger.classify"],
    reader: ["ledger.read"],
    committee_member: ["ledger.read"],
    division_secretary: ["ledger.read"],
    security_officer: ["ledger.read", "ledger.manage", "ledger.rule"],
    company_executive: ["ledger.read"],
    auditor: ["ledger.read"],
    responder: ["ledger.read"],
    product_engineer: ["ledger.read"],
  },
  jobs: [readLoadJob, applyLoadJob, forgetSourceJob],
  timed: [countMarked],
});
