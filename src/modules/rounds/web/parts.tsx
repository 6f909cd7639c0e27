// Lent to the overview: why companies stand at "returned" that nobody returned.
export { SentBack } from "./SentBack.tsx";
