// Why somebody is thought to answer for an unknown thing, and how long it has waited, in the reader's words.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import type { UnknownRow } from "./unknown.ts";

export function useWhyLikely(): (thing: Pick<UnknownRow, "likelyBy" | "likelyBecause">) => string {
  const t = useText();
  const format = useFormat();
  return ({ likelyBy, likelyBecause: because }) =>
    likelyBy === null
      ? t("unknown.nobodyLikely")
      : t(`unknown.by.${likelyBy}`, {
          name: because?.name ?? "",
          count: because?.count ?? 0,
          of: format.number(because?.of ?? 0),
          network: because?.network ?? "",
        });
}

/** Whole days since then. */
export function useWaited(): (since: string) => string {
  const t = useText();
  return (since) => {
    const days = Math.floor((Date.now() - Date.parse(since)) / 86_400_000);
    return days < 1 ? t("unknown.ageToday") : t("unknown.age", { count: days });
  };
}
