export { adoptMapping, previewMapping } from "./adopting.ts";
export {
  downloadMapping,
  exportMapping,
  exportReferences,
  getMapping,
  listMappingLinks,
  listMappings,
  withdrawMapping,
} from "./collections.ts";
