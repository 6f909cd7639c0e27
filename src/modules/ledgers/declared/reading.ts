// Names as the database writes them, and moments as files write them.

/** `lastCheckIn` is `last_check_in`. */
export const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** An instant in ISO 8601 with a zone, UTC where it names none; null for anything else. */
export function readMoment(value: string): string | null {
  const found = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?$/.exec(
    value.trim(),
  );
  if (!found) return null;
  const zone = found[3] ?? "Z";
  const time = new Date(
    `${found[1]}T${found[2]}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`,
  );
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
