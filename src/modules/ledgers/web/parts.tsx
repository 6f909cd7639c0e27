// Lent to the guided set-up of a company.
export { RuleDialog } from "./RuleDialog.tsx";
export { SaidNone } from "./SaidNone.tsx";
export { SourceDialog } from "./SourceDialog.tsx";
