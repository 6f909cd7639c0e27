/** What is typed means itself: % and _ are no signs of a pattern. */
export const literal = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

/** What is sought anywhere in a text, for `ilike`: full-width letters as their narrow ones. */
export const like = (search: string): string => `%${literal(search.normalize("NFKC").trim())}%`;
