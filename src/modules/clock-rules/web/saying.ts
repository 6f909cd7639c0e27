// Rules in words: their lengths, starts, places, comparisons and questions, in the reader's language.
import { type Format, useFormat } from "#web/text/format.ts";
import { type T, useAnyText, useText } from "#web/text/i18n.ts";
import type { Leaf, Question } from "../mechanism/conditions.ts";
import type { Unit } from "../mechanism/rules.ts";
import { anchorInWords, type Counted } from "../mechanism/words.ts";

export type Saying = ReturnType<typeof useSaying>;

export function useSaying() {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const place = (code: string) =>
    code === "EU" || code === "EEA" ? t(`clockSay.${code}`) : format.country(code);
  const places = (codes: readonly string[]) => format.list(codes.map(place));
  const question = (one: Question) => {
    if (one.of === "fact") return t(`clockFact.ask.${one.fact}`);
    if (one.of === "law") return t(`companyLaw.ask.${one.law}`);
    if (one.of === "country") return t("clockSay.askCountry");
    if (one.of === "entrusted") return t("clockSay.askEntrusted");
    return one.countries.length === 0
      ? t("clockSay.askPeopleAnywhere")
      : t("clockSay.askPeople", { places: places(one.countries) });
  };
  const span = (unit: Unit, amount: number | null) =>
    amount === null || unit === "none" ? t("clockUnit.none") : t(`clockUnit.${unit}`, { count: amount });
  return {
    place,
    places,
    anchor: (of: Counted) => anchorInWords(any, of),
    length: (unit: Unit, amount: number | null, softFrom: number | null = null) =>
      softFrom === null
        ? span(unit, amount)
        : t("clockUnit.soft", { from: format.number(softFrom), to: span(unit, amount) }),
    jurisdiction: (code: string) =>
      code.length === 2 && code !== "EU" && code !== "UN"
        ? format.country(code)
        : code === "GROUP" || code === "CONTRACT" || code === "EU" || code === "UN"
          ? t(`clockPlace.${code}`)
          : code,
    term: ({ isNot, leaf }: { isNot: boolean; leaf: Leaf }) =>
      termInWords(t, any, format, places, isNot, leaf),
    question,
    /** Rules by name, and how many more there are. */
    rules: ({ rules, moreRules }: { rules: readonly string[]; moreRules: number }) =>
      format.list(moreRules > 0 ? [...rules, t("clockTry.moreRules", { count: moreRules })] : rules),
    /** Whole sentences one after the other: they end by themselves and take no comma. */
    questions: (all: readonly Question[]) => all.map(question).join(format.language === "en" ? " " : ""),
  };
}

type Any = (key: string) => string;

function termInWords(
  t: T,
  any: Any,
  format: Format,
  places: (codes: readonly string[]) => string,
  isNot: boolean,
  leaf: Leaf,
): string {
  const yesNo = (what: string, answer: boolean) =>
    t("clockSay.yesNo", { what, answer: t(answer !== isNot ? "clockFact.yes" : "clockFact.no") });
  const among = (what: string, options: string) =>
    t(isNot ? "clockSay.notIn" : "clockSay.in", { what, options });
  const least = (what: string, count: number) =>
    t(isNot ? "clockSay.below" : "clockSay.atLeast", { what, count: format.number(count) });
  if ("country" in leaf) return among(t("clockSay.country"), places(leaf.country));
  if ("entrusted" in leaf) return yesNo(t("clockSay.entrusted"), leaf.entrusted);
  if ("people" in leaf)
    return least(
      leaf.people.length === 0
        ? t("clockSay.peopleAnywhere")
        : t("clockSay.people", { places: places(leaf.people) }),
      leaf.atLeast,
    );
  const what = "fact" in leaf ? t(`clockFact.is.${leaf.fact}`) : t(`companyLaw.is.${leaf.law}`);
  if ("is" in leaf) return yesNo(what, leaf.is);
  if ("in" in leaf) {
    const prefix = "fact" in leaf ? "clockFact.option" : "companyLaw.value";
    return among(what, format.list(leaf.in.map((one) => any(`${prefix}.${one}`))));
  }
  return least(what, leaf.atLeast);
}
