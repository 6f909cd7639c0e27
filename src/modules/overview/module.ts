import { module } from "#core/module.ts";
import * as board from "./board.ts";
import { getCompanyResult } from "./company.ts";
import { overview } from "./contract.ts";
import { getGroupMap, getHeatMap } from "./pictures.ts";

const { getOverview, getTrend, listMandatoryGaps } = board;

/** Its permission, result.read, is the figures' own. */
export const overviewModule = module({
  name: "overview",
  contract: overview,
  service: { getOverview, getHeatMap, listMandatoryGaps, getTrend, getCompanyResult, getGroupMap },
  roles: {},
});
