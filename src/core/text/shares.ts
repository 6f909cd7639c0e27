// The one rounding rule of shares: down, so that none is rounded across a target or up to "all". What weakens a figure
// (gaps, not known, not applicable) is rounded up, so that none of it hides. Differences are those of the numbers shown.

/** Per cent, rounded down to whole ones or tenths by whole numbers: 94.96 is never shown as 95. Null of nothing. */
export const percentDown = (part: number, whole: number, places: 0 | 1 = 0): number | null =>
  whole === 0
    ? null
    : places === 0
      ? Math.floor((100 * part) / whole)
      : Math.floor((1000 * part) / whole) / 10;

/** Per cent, rounded up to whole ones or tenths. */
export const percentUp = (part: number, whole: number, places: 0 | 1 = 0): number | null =>
  whole === 0 ? null : places === 0 ? Math.ceil((100 * part) / whole) : Math.ceil((1000 * part) / whole) / 10;
