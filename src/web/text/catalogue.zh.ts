const files = import.meta.glob<Record<string, string>>(
  ["./text.zh.json", "../../core/text/text.zh.json", "../../modules/*/text.zh.json"],
  {
    eager: true,
    import: "default",
  },
);
export const words: Record<string, string> = Object.assign({}, ...Object.values(files));
