// Lent to the screens of later modules: clocks of a case as a list and as a picture, answers to their questions, and their words.
export { countriesOf } from "../mechanism/facts.ts";
export { ClockRow } from "./clock-row.tsx";
export { ClocksPicture } from "./ClocksPicture.tsx";
export { FactInput } from "./FactInput.tsx";
export { useSaying } from "./saying.ts";
