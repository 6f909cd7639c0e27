/** What a document is refused for before anything is read of it. */
export const unreadable = [
  "catalogue.other_form",
  "catalogue.not_utf8",
  "catalogue.not_json",
  "catalogue.cut_off",
  "catalogue.no_object",
  "catalogue.broken_text",
  "catalogue.too_large",
] as const;
