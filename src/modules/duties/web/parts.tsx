// Lent to the home page and to the records that duties are about.
export { NeedsYou, useNeeds } from "./NeedsYou.tsx";
export { PostponeDialog } from "./PostponeDialog.tsx";
