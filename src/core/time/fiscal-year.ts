// Fiscal years are named after the calendar year in which they begin: FY2026 runs April 2026 to March 2027 when the
// group's year begins in April. Days are YYYY-MM-DD and have no zone.

export function fiscalYearOf(day: string, startMonth: number): number {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return month >= startMonth ? year : year - 1;
}

/** First day of the year and first day of the next. */
export function fiscalYearBounds(year: number, startMonth: number): { from: string; to: string } {
  const month = String(startMonth).padStart(2, "0");
  return { from: `${year}-${month}-01`, to: `${year + 1}-${month}-01` };
}

/** Whole days from one calendar day to another; negative when the second lies before. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** Whole days added to a calendar day. */
export function addDays(day: string, days: number): string {
  const at = Date.parse(`${day}T00:00:00Z`) + days * 86_400_000;
  // Beyond the years of four digits there is no day to write: the last of them stands for all that follow.
  return new Date(Math.min(Math.max(at, firstDay), lastDay)).toISOString().slice(0, 10);
}
const [firstDay, lastDay] = [Date.parse("0001-01-01T00:00:00Z"), Date.parse("9999-12-31T00:00:00Z")];
