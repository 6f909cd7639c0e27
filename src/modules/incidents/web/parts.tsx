// Lent to the home page.
export { OwnReports, OwnReportsRunning } from "./report/OwnReports.tsx";
