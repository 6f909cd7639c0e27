// The days of the week, from Monday as ISO 8601 counts them.
import { useFormat } from "#web/text/format.ts";

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** Short names of the days; 4 January 2021 was a Monday. */
export function useWeekdayName() {
  const { language } = useFormat();
  const names = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" });
  return (weekday: number) => names.format(new Date(Date.UTC(2021, 0, 3 + weekday)));
}
