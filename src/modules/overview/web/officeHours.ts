/** Monday to Friday, 9 to 18 there. Holidays of a company's own calendar are not known here. */
export function isOfficeOpen(timeZone: string, now: Date): boolean {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short", hour: "2-digit", hourCycle: "h23" })
      .formatToParts(now)
      .map((part) => [part.type, part.value]),
  );
  const hour = Number(parts["hour"]);
  return parts["weekday"] !== "Sat" && parts["weekday"] !== "Sun" && hour >= 9 && hour < 18;
}
