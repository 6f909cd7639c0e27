const files = import.meta.glob<Record<string, string>>(
  ["./text.ja.json", "../../core/text/text.ja.json", "../../modules/*/text.ja.json"],
  {
    eager: true,
    import: "default",
  },
);
export const words: Record<string, string> = Object.assign({}, ...Object.values(files));
