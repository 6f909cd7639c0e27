// What is told of files that came back, on the page and in reports alike: pure, in words of the catalogue.
export type Standing = Record<"all" | "kept" | "ready" | "open" | "nothing" | "rest", number>;

export function standingOf(counts: Readonly<Record<string, number>>): Standing {
  const sum = (...states: string[]) => states.reduce((total, state) => total + (counts[state] ?? 0), 0);
  const all = sum(...Object.keys(counts));
  const [kept, ready] = [sum("applied"), sum("ready")];
  const open = sum("conflicts", "shifted", "errors", "rival", "superseded");
  const nothing = sum("same", "twice", "dropped");
  return { all, kept, ready, open, nothing, rest: all - kept - ready - open - nothing };
}

export type Say = (key: string, values?: Record<string, unknown>) => string;

/** First what can be done at once, else what needs a person, else what was done; behind it the others, as far as there are any. */
export function headingOf(counts: Readonly<Record<string, number>>, say: Say): string {
  const standing = standingOf(counts);
  const { all } = standing;
  const lead = (["ready", "open", "kept"] as const).find((one) => standing[one] > 0);
  const text = lead
    ? say(`workbook.delivery.h.${lead}`, { count: standing[lead], all })
    : say("workbook.delivery.h.nothing", { count: all });
  const parts = (["open", "kept", "nothing", "rest"] as const)
    .filter((one) => one !== lead && standing[one] > 0)
    .map((one) => say(`workbook.delivery.h.part.${one}`, { count: standing[one] }));
  return parts.length === 0
    ? text
    : say("workbook.delivery.h.with", { lead: text, parts: parts.join(say("workbook.delivery.h.comma")) });
}

/** @param brings figures, no sentence: they end as one only where sentences stand beside them. */
export function inSentences(
  say: Say,
  { first, brings, others }: { first: string | null; brings: string | null; others: readonly string[] },
): string {
  const isAlone = first === null && others.length === 0;
  const figures = brings === null || isAlone ? brings : say("workbook.delivery.ended", { text: brings });
  const told = [first, figures, ...others].filter((one) => one !== null);
  return told.length === 0
    ? ""
    : told.reduce((before, next) => say("workbook.delivery.then", { before, next }));
}

/** One row whose words are known of another: of which, and the words by which that is told. */
export type ShiftedRow = { controlId: string; fromId: string; words: string };
/** `by` rows down; up where it is less than nothing. */
export type Shift = { by: number; rows: ShiftedRow[] };

/** In a line; the page of the return lists them all. */
const mostIds = 12;
export const named = (ids: readonly string[]): string =>
  ids.length > mostIds ? `${ids.slice(0, mostIds).join(", ")}, …` : ids.join(", ");

/** @returns the key of a text with its values. */
export function toldOf({ by, rows }: Shift): { code: string; values: Record<string, unknown> } {
  const ids = rows.map((row) => row.controlId);
  const code = `workbook.remark.${by > 0 ? "shifted_down" : "shifted_up"}${Math.abs(by) === 1 ? "" : "_by"}`;
  return {
    code,
    values: {
      count: ids.length,
      by: Math.abs(by),
      from: ids[0] ?? "",
      to: ids.at(-1) ?? "",
      ids: named(ids),
    },
  };
}
