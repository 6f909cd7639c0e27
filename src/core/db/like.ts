/** What is sought anywhere in a text, for `ilike`: full-width letters as their narrow ones, % and _ as themselves. */
export const like = (search: string): string =>
  `%${search
    .normalize("NFKC")
    .trim()
    .replace(/[\\%_]/g, "\\$&")}%`;
