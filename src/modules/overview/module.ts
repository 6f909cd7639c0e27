import { module } from "#core/module.ts";
import { getOverview } from "./board.ts";
import { getCauses } from "./causes.ts";
import { getCompanyResult } from "./company.ts";
import { overview } from "./contract.ts";
import { exportCompanyResults } from "./exporting.ts";
import { getMaturity } from "./maturity.ts";
import { listNotAsked } from "./not-asked.ts";
import { exportResultAsOscal, exportRoundAsOscal } from "./oscal/exporting.ts";
import { getGroupMap, getHeatMap } from "./pictures.ts";
import { listCompanyResults, listMandatoryGaps } from "./rows.ts";
import { getTrend } from "./trend/trend.ts";

/** Its permission, result.read, is the figures' own. */
export const overviewModule = module({
  name: "overview",
  contract: overview,
  service: {
    getOverview,
    getHeatMap,
    listMandatoryGaps,
    getTrend,
    getMaturity,
    getCauses,
    listCompanyResults,
    exportCompanyResults,
    listNotAsked,
    getCompanyResult,
    getGroupMap,
    exportResultAsOscal,
    exportRoundAsOscal,
  },
  roles: {},
});
