// One field of an entry in a form: yes, no or not known for what is told, a number of people by country, or plain text.
import { CountryField } from "#web/forms/places.tsx";
import { DateField, SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Chips } from "#web/ui/choices.tsx";
import type { Countries, Value } from "../contract/words.ts";
import { type FieldName, fieldOf } from "../declared/fields.ts";
import { useFieldName } from "./values.tsx";

type Props = { name: FieldName; value: Value | undefined; onChange: (value: Value) => void };

export function FieldInput({ name, value, onChange }: Props) {
  const t = useText();
  const any = useAnyText();
  const label = useFieldName()(name);
  const field = fieldOf(name);
  const none = { value: "", label: t("value.unknown") };
  const text = typeof value === "string" ? value : "";
  switch (field.type) {
    case "flag":
      return (
        <SelectField
          label={label}
          value={value === true ? "true" : value === false ? "false" : ""}
          choices={[none, { value: "true", label: t("value.yes") }, { value: "false", label: t("value.no") }]}
          onChange={(word) => onChange(word === "" ? null : word === "true")}
        />
      );
    case "word":
      return (
        <SelectField
          label={label}
          value={text}
          choices={[none, ...field.words.map((one) => ({ value: one, label: any(`word.${name}.${one}`) }))]}
          onChange={(word) => onChange(word === "" ? null : word)}
        />
      );
    case "words": {
      const chosen = Array.isArray(value) ? (value as string[]) : [];
      return (
        <div className="field">
          <span className="label">{label}</span>
          <Chips
            label={label}
            values={chosen}
            choices={field.words.map((one) => ({ value: one, label: any(`word.${name}.${one}`) }))}
            onToggle={(one) =>
              onChange(chosen.includes(one) ? chosen.filter((each) => each !== one) : [...chosen, one])
            }
          />
        </div>
      );
    }
    case "countries":
      return (
        <CountriesInput
          label={label}
          value={(value as Countries | null | undefined) ?? []}
          onChange={onChange}
        />
      );
    case "number":
      return (
        <NumberField
          label={label}
          value={typeof value === "number" ? value : null}
          onChange={(number) => onChange(number ?? null)}
        />
      );
    case "day":
      return <DateField label={label} value={text} onChange={(day) => onChange(day === "" ? null : day)} />;
    case "moment":
      return (
        <TextField
          label={label}
          value={text}
          maxLength={40}
          onChange={(at) => onChange(at === "" ? null : at)}
        />
      );
    case "text":
      return field.max > 300 ? (
        <TextArea
          label={label}
          value={text}
          maxLength={field.max}
          onChange={(said) => onChange(said === "" ? null : said)}
        />
      ) : (
        <TextField
          label={label}
          value={text}
          maxLength={field.max}
          onChange={(said) => onChange(said === "" ? null : said)}
        />
      );
  }
}

function CountriesInput({
  label,
  value,
  onChange,
}: {
  label: string;
  value: Countries;
  onChange: (value: Countries) => void;
}) {
  const t = useText();
  const set = (at: number, part: Partial<Countries[number]>) =>
    onChange(value.map((one, each) => (each === at ? { ...one, ...part } : one)));
  return (
    <fieldset className="field" aria-label={label}>
      <span className="label">{label}</span>
      {value.map((one, at) => (
        // The rows have no other name than their place.
        // oxlint-disable-next-line react/no-array-index-key
        <div className="pair" key={at}>
          <CountryField
            label={t("entryForm.country")}
            value={one.country}
            onChange={(country) => set(at, { country })}
          />
          <NumberField
            label={t("entryForm.people")}
            value={one.people}
            onChange={(people) => set(at, { people: people ?? 0 })}
          />
        </div>
      ))}
      <Button size="s" onClick={() => onChange([...value, { country: "", people: 0 }])}>
        {t("entryForm.addCountry")}
      </Button>
    </fieldset>
  );
}
