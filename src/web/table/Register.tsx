// The old address of the table; see DataTable.tsx and RegisterView.tsx.
export type { Column } from "./columns.ts";
export { DataTable as Register } from "./DataTable.tsx";
export { usePages } from "./usePages.ts";
