// Lent to the home page.
export { AskedCalls } from "./AskedCalls.tsx";
