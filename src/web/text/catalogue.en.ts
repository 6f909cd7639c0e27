const files = import.meta.glob<Record<string, string>>(
  ["./text.en.json", "../../core/text/text.en.json", "../../modules/*/text.en.json"],
  {
    eager: true,
    import: "default",
  },
);
export const words: Record<string, string> = Object.assign({}, ...Object.values(files));
