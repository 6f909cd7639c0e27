// What a field says, in the reader's language. Not known is said, and never shown as no.
import type { ReactNode } from "react";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { LangText } from "#web/ui/small.tsx";
import type { Countries, Value } from "../contract/words.ts";
import { type FieldName, fieldOf } from "../declared/fields.ts";

export function useFieldName(): (name: string) => string {
  const any = useAnyText();
  return (name) => (name === "name" ? any("entry.name") : any(`field.${name}`));
}

export function useValue(): (name: FieldName, value: Value | undefined) => ReactNode {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return (name, value) => {
    if (value === null || value === undefined || value === "")
      return <span className="mute">{fieldOf(name).type === "flag" ? t("value.unknown") : "–"}</span>;
    switch (fieldOf(name).type) {
      case "flag":
        return value === true ? t("value.yes") : t("value.no");
      case "word":
        return any(`word.${name}.${String(value)}`);
      case "words":
        return (value as string[]).map((one) => any(`word.${name}.${one}`)).join(t("list.comma")) || "–";
      case "day":
        return format.day(String(value));
      case "moment":
        return format.moment(String(value), "short");
      case "number":
        return format.number(Number(value));
      case "countries":
        return (
          (value as Countries)
            .map(({ country, people }) => `${format.country(country)} ${format.number(people)}`)
            .join(t("list.comma")) || "–"
        );
      case "text":
        return <LangText text={String(value)} />;
    }
  };
}
