// Lent to the home page.
export { OwnReports } from "./report/OwnReports.tsx";
