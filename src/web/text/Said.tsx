// A sentence of the catalogue with links in it: "<all>241 of 320</all> companies meet the standard".
import { type ComponentType, createElement, type ReactElement } from "react";
import { Trans, useTranslation } from "react-i18next";
import { written } from "#core/text/say.ts";
import { currentLanguage } from "./i18n.ts";
import type { TextKey } from "./keys.ts";

type SaidProps = {
  of: TextKey;
  values?: Record<string, unknown>;
  /** By the names of the marks in the sentence. */
  parts: Record<string, ReactElement>;
};

// Its own types resolve every key of every catalogue against every other; ours are checked by TextKey.
const Sentence = Trans as ComponentType<Record<string, unknown>>;

export function Said({ of, values = {}, parts }: SaidProps) {
  const { t } = useTranslation();
  const { replace, ...rest } = written(values, currentLanguage());
  return createElement(Sentence, {
    t,
    i18nKey: of,
    values: replace,
    components: parts,
    ...("count" in rest ? { count: rest["count"] } : {}),
  });
}
