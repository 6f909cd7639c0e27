/** Ids of controls as people type them: apart by commas or spaces, in full width or not, in small letters or not. */
export const idsIn = (typed: string): string[] => [
  ...new Set(
    typed
      .normalize("NFKC")
      .split(/[\s,、;]+/)
      .map((one) => one.trim().toUpperCase())
      .filter((one) => one !== ""),
  ),
];
