// Lent to later modules: the guided set-up of a company, rules that ask what ledgers hold.
import "./ledgers.css";

export { beginHeld, HeldFields, type HeldRule } from "./HeldFields.tsx";
export { RuleDialog } from "./RuleDialog.tsx";
export { SaidNone } from "./SaidNone.tsx";
export { SourceDialog } from "./SourceDialog.tsx";
