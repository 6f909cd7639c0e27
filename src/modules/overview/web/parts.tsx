// Lent to screens of other modules.
export { SaveOscal } from "./SaveOscal.tsx";
