// Lent to later modules: choosing units below one's own by rules.
export { AudienceFields } from "./AudienceFields.tsx";
export { saidRules } from "./draft.ts";
