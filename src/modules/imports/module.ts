import { module } from "#core/module.ts";
import { applyJobs } from "./applying.ts";
import { checkJobs } from "./checking.ts";
import { imports } from "./contract.ts";
import { addMissingUnits } from "./missing-units.ts";
import { makeImportLinks } from "./links.ts";
import { downloadImportReport } from "./report.ts";
import { decideRows, listImportProblems, listImportRows } from "./rows.ts";
import { downloadImportTemplate } from "./template.ts";
import { applyImport, checkAgain, getImport, listImports, openImport, stopImport } from "./service.ts";

export const importsModule = module({
  name: "imports",
  contract: imports,
  service: {
    openImport,
    listImports,
    getImport,
    checkAgain,
    listImportRows,
    listImportProblems,
    decideRows,
    addMissingUnits,
    applyImport,
    stopImport,
    makeImportLinks,
    downloadImportReport,
    downloadImportTemplate,
  },
  roles: {
    administrator: ["organization.import", "person.import"],
    group_office: ["organization.import", "person.import"],
    division_secretary: ["person.import"],
    security_officer: ["person.import"],
  },
  jobs: [...checkJobs, ...applyJobs],
});
