// Lent to later modules.
// What a clock counts from, in words: on pages and in files.
import { type Anchor, determinations, stages } from "./rules.ts";

export type Counted = {
  anchor: Anchor;
  anchorOf: string | null;
  anchorRule: { name: string } | null;
};

/** A stage stands where no rule is named: so rules said it that were written before. */
const wordedOf: ReadonlySet<string> = new Set([...stages, ...determinations]);
export const isWorded = (of: string): boolean => wordedOf.has(of);

export function anchorInWords(
  t: (key: string, values?: Record<string, unknown>) => string,
  { anchor, anchorOf, anchorRule }: Counted,
): string {
  if (anchorRule) return t("clockAnchor.submittedOf", { name: anchorRule.name });
  if (anchorOf === null) return t(`clockAnchor.${anchor}`);
  if (isWorded(anchorOf))
    return t("clockAnchor.withOf", {
      anchor: t(`clockAnchor.${anchor}`),
      of: t(`clockAnchorOf.${anchorOf}`),
    });
  return t("clockAnchor.submittedOther");
}
