import { currentLanguage, useText } from "#web/text/i18n.ts";
import type { Check, Control, Whole } from "./entries.ts";

type Texts = { ja?: string; en?: string; zh?: string };

/** In the reader's language, else in the one it is written in. */
export const textIn = (texts: Texts): string =>
  texts[currentLanguage()] ?? texts.en ?? texts.ja ?? texts.zh ?? "";

export const controlOf = (
  sheet: Pick<Whole, "controls">,
  check: Pick<Check, "controlId">,
): Control | undefined => sheet.controls.find((one) => one.id === check.controlId);

/** What a check is called: the point of the list, else its control. */
export function useTitle(sheet: Pick<Whole, "controls">): (check: Check) => string {
  const t = useText();
  return (check) => {
    if (check.point) return t(`audits.point.${check.point}`);
    const control = controlOf(sheet, check);
    return control ? textIn(control.title) : check.controlId;
  };
}
