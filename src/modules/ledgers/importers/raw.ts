// The row as it came, kept for whoever doubts what was made of it: bounded, and nothing in it that a database refuses.

const mostBytes = 16_384;
const mostDepth = 12;
const mostOfOne = 2_000;
const mostMembers = 200;

/** PostgreSQL keeps neither U+0000 nor half a surrogate pair, in texts as in JSON. */
export const keepable = (text: string) =>
  (text.includes("\u0000") ? text.replaceAll("\u0000", "") : text).toWellFormed();

/** The same, cut to so many letters, never within a character. */
export const cutTo = (text: string, max: number) =>
  text.length <= max ? text : keepable(text.slice(0, max));

/**
 * At most 16 KB as JSON: long texts and lists are cut first, then members are left out from the last on. What was left out
 * is said under `…`.
 */
export function bounded(given: Record<string, unknown>): Record<string, unknown> {
  const whole = copyOf(given, 0) as Record<string, unknown>;
  if (bytesOf(whole) <= mostBytes) return whole;
  const kept: Record<string, unknown> = {};
  let left = mostBytes - 40;
  let omitted = 0;
  for (const [key, value] of Object.entries(whole)) {
    const cost = bytesOf({ [key]: value });
    if (cost > left) omitted += 1;
    else {
      left -= cost;
      kept[key] = value;
    }
  }
  return { ...kept, "…": omitted };
}

/** What a row of a table held, by its labels; two columns of one label are told apart by their place. */
export function rawOfCells(labels: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const raw: Record<string, unknown> = {};
  let letters = 0;
  let isPlain = cells.length <= mostMembers;
  cells.forEach((cell, at) => {
    if (cell === "") return;
    const label = labels[at] || `${at + 1}`;
    const key = Object.hasOwn(raw, label) ? `${label} (${at + 1})` : label;
    letters += cell.length + key.length;
    if (key === "__proto__" || cell.includes("\u0000") || !cell.isWellFormed()) isPlain = false;
    else raw[key] = cell;
  });
  // Six bytes a letter are the most that JSON makes of one.
  if (isPlain && letters * 6 + cells.length * 6 < mostBytes) return raw;
  return bounded(Object.fromEntries(cells.map((cell, at) => [labels[at] || `${at + 1}`, cell])));
}

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

function copyOf(value: unknown, depth: number): unknown {
  if (typeof value === "string") return cutTo(keepable(value), mostOfOne);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= mostDepth) return "…";
  if (Array.isArray(value)) return value.slice(0, mostMembers).map((one) => copyOf(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "__proto__")
      .slice(0, mostMembers)
      .map(([key, one]) => [cutTo(keepable(key), 200), copyOf(one, depth + 1)]),
  );
}
