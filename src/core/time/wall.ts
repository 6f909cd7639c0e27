// What a clock on the wall shows in a zone, and the instant that is meant by it. Pure.

const clocks = new Map<string, Intl.DateTimeFormat>();
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  clocks.set(timeZone, made);
  return made;
}

/** `YYYY-MM-DDTHH:mm` as the clocks of the zone show the instant. */
export const wallOf = (at: Date, timeZone: string): string => clockOf(timeZone).format(at).replace(" ", "T");

/**
 * The instant at which the clocks of a zone show that. In the hour that is skipped when they are put forward the one after it; in the
 * hour that comes twice the first.
 *
 * @returns null where it is no moment.
 */
export function instantOf(wall: string, timeZone: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(wall)) return null;
  const meant = Date.parse(`${wall}:00Z`);
  if (Number.isNaN(meant)) return null;
  const offsetAt = (at: number) =>
    Date.parse(`${wallOf(new Date(at), timeZone)}:00Z`) - Math.floor(at / 60_000) * 60_000;
  const day = 86_400_000;
  // Of the offsets of the day before and the day after, the one by which the clocks do show it; the earlier instant first.
  const tried = [offsetAt(meant - day), offsetAt(meant + day)]
    .map((offset) => meant - offset)
    .sort((a, b) => a - b);
  const fits = tried.find((at) => wallOf(new Date(at), timeZone) === wall);
  return new Date(fits ?? tried[1] ?? meant);
}
