// What holds of papers and packs. Pure.

/** A pack is made every day; from this age on it is said to be old: a day, and two hours for making it, also at a second try. */
export const oldAfterHours = 26;
/** One that nobody has taken along for so long helps nobody on the day. */
export const takenWithinDays = 30;
export const packViews = ["all", "old", "not_taken"] as const;
export type PackView = (typeof packViews)[number];

type Words = { texts: readonly { language: string }[]; recipients: readonly unknown[] };
type Notice<V extends Words> = {
  state: string;
  handedN: number | null;
  versions: readonly (V & { n: number })[];
  draft: Words;
};

/** States in which the version that was handed in is the one that holds: it was approved, or needs no approval. */
const holding: readonly string[] = ["approved", "sent", "proven", "undelivered"];

/** Which version of a notice's text is printed: the one that holds, else the last that was written, as a draft. */
export function printedOf<V extends Words>(
  notice: Notice<V>,
): { version: (V & { n: number }) | null; isDraft: boolean } {
  const held = holding.includes(notice.state)
    ? notice.versions.find((one) => one.n === notice.handedN)
    : undefined;
  return { version: held ?? notice.versions[0] ?? null, isDraft: held === undefined };
}
