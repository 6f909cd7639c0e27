// What a company is, as far as tier and choice of controls read it.
import { SelectField, TextField, Tick } from "#web/forms/fields.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { CountryField, TongueField, ZoneField } from "#web/forms/places.tsx";
import { useText } from "#web/text/i18n.ts";
import { regions } from "../contract/words.ts";
import { factMarks } from "../rules.ts";
import type { Company } from "./company.ts";

type Facts = Omit<NonNullable<Company["facts"]>, "validFrom">;
type Optional = "region" | "industry" | "answersByWorkbook";
type Props = {
  /** Of the optional ones those that stand in it are asked. */
  facts: Omit<Facts, Optional> & Partial<Pick<Facts, Optional>>;
  onChange: (part: Partial<Facts>) => void;
};

export function FactFields({ facts, onChange }: Props) {
  const t = useText();
  return (
    <>
      <div className="two">
        <NumberField
          label={t("facts.workers")}
          value={facts.workers}
          onChange={(workers) => onChange({ workers: workers ?? 0 })}
        />
        <NumberField
          label={t("facts.personalDataPeople")}
          value={facts.personalDataPeople}
          onChange={(personalDataPeople) => onChange({ personalDataPeople: personalDataPeople ?? 0 })}
        />
      </div>
      <fieldset className="ticks" aria-label={t("facts.marks")}>
        {factMarks
          .filter((name) => name in facts)
          .map((name) => (
            <Tick
              key={name}
              label={t(`facts.${name}`)}
              isOn={facts[name] === true}
              onChange={(isOn) => onChange({ [name]: isOn })}
            />
          ))}
      </fieldset>
      <div className="two">
        <CountryField
          label={t("company.country")}
          value={facts.country}
          onChange={(country) => onChange({ country })}
        />
        {facts.region ? (
          <SelectField
            label={t("group.by.region")}
            value={facts.region}
            choices={regions.map((value) => ({ value, label: t(`region.${value}`) }))}
            onChange={(region) => onChange({ region })}
          />
        ) : null}
        <ZoneField
          label={t("facts.timeZone")}
          value={facts.timeZone}
          onChange={(timeZone) => onChange({ timeZone })}
        />
        <TongueField
          label={t("facts.language")}
          value={facts.language}
          onChange={(language) => onChange({ language })}
        />
      </div>
      {facts.industry === undefined ? null : (
        <TextField
          label={t("facts.industry")}
          isOptional
          value={facts.industry ?? ""}
          maxLength={60}
          onChange={(industry) => onChange({ industry: industry || null })}
        />
      )}
    </>
  );
}
