// Which languages stand beside each other: two are legible where three are cramped. Each reader's own choice, kept by the browser.
import { useState } from "react";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import type { TextLanguage } from "../../contract.ts";

const isLanguage = (one: unknown): one is TextLanguage => one === "en" || one === "ja" || one === "zh";

/** At first the one it is written in and the reader's own; where these are one, the next. */
export function useShownLanguages(ordered: readonly TextLanguage[]) {
  const { language: own } = useFormat();
  const { personId } = useSession();
  const key = `standards.languages.${personId}`;
  const [original = "en"] = ordered;
  const other = ordered.find((one) => one !== original && (own === original || one === own));
  const [chosen, choose] = useState<readonly TextLanguage[]>(
    () => readChosen(key) ?? [original, ...(other ? [other] : [])],
  );
  const show = (language: TextLanguage, isOn: boolean) => {
    const next = isOn ? [...chosen, language] : chosen.filter((one) => one !== language);
    localStorage.setItem(key, next.join(","));
    choose(next);
  };
  return { shown: ordered.filter((one) => chosen.includes(one)), show };
}

function readChosen(key: string): TextLanguage[] | null {
  const kept = (localStorage.getItem(key) ?? "").split(",").filter(isLanguage);
  return kept.length > 0 ? kept : null;
}
