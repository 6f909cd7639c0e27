// Lent to later modules.
export { default as CompanyInstructions } from "./CompanyInstructions.tsx";
