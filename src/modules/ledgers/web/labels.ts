/** Labels as they are typed: parted by commas of any script, at most twenty. */
export const labelsIn = (text: string): string[] =>
  [
    ...new Set(
      text
        .split(/[,、，]/)
        .map((one) => one.trim())
        .filter(Boolean),
    ),
  ].slice(0, 20);
