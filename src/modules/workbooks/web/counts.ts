// What a returned workbook brings, in a line that names only what there is: each kind by the name its page has for it.
import { useText } from "#web/text/i18n.ts";

export function useCounts(): (counts: Readonly<Record<string, number>>) => string {
  const t = useText();
  return (counts) => {
    const parts = [
      ["workbook.report.saved", "saved"],
      ["workbook.returns.new", "new"],
      ["workbook.returns.changed", "changed"],
      ["workbook.returns.confirmed", "confirmed"],
      ["workbook.report.scope", "questions"],
      ["workbook.returns.conflicts", "conflict"],
      ["workbook.returns.unreadable", "error"],
      ["workbook.returns.words", "words"],
    ] as const;
    const said = parts.flatMap(([key, kind]) => {
      const count = counts[kind] ?? 0;
      return count > 0 ? [t(key, { count })] : [];
    });
    return said.length > 0 ? said.join(" · ") : t("workbook.returns.noNews");
  };
}
