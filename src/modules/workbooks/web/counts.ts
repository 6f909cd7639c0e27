// What a returned workbook brings, in a line that names only what there is.
import { useText } from "#web/text/i18n.ts";

export function useCounts(): (counts: Readonly<Record<string, number>>) => string {
  const t = useText();
  return (counts) => {
    const of = (...kinds: string[]) => kinds.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
    const parts = [
      ["workbook.returns.toKeep", of("new", "changed")],
      ["workbook.returns.conflicts", of("conflict")],
      ["workbook.returns.unreadable", of("error")],
    ] as const;
    const said = parts.flatMap(([key, count]) => (count > 0 ? [t(key, { count })] : []));
    return said.length > 0 ? said.join(" · ") : t("workbook.returns.noNews");
  };
}
