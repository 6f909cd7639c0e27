export { previewCheckSheet, takeCheckSheet } from "./check-sheet/taking.ts";
export { adoptMapping, previewMapping } from "./adopting.ts";
export { exportMapping, exportReferences } from "./exporting.ts";
export {
  downloadMapping,
  getMapping,
  listMappingLinks,
  listMappings,
  withdrawMapping,
} from "./collections.ts";
export { exportReadiness, exportReading } from "./reading/exporting.ts";
export { getReadiness, listReadyCompanies, listReadyItems } from "./reading/readiness.ts";
export { getItemReading, getReading, listReadItems } from "./reading/readings.ts";
export { getReach, listReachItems, listWays } from "./ways.ts";
