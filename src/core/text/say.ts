// Values of messages: numbers are grouped as the language writes them, years are not.
import type { Language } from "./format.ts";
import { formatNumber } from "./format.ts";

/**
 * Prepares the values of a message for i18next. `count` stays a number beside its written form, because it also
 * decides between the forms of a plural.
 */
export function written(values: Record<string, unknown>, language: Language): Record<string, unknown> {
  const replace = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "number" && !/year/i.test(name)
        ? formatNumber(value, language, Number.isInteger(value) ? 0 : 1)
        : value,
    ]),
  );
  return { ...values, replace };
}
