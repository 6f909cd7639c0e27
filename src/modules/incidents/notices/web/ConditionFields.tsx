// When a line applies.
import { useState } from "react";
import { SelectField, TextField, Tick } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Chips } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { kinds, severities } from "../../rules.ts";
import type { FieldsProps } from "./line-draft.ts";

const codesIn = (typed: string) => [
  ...new Set(
    typed
      .normalize("NFKC")
      .toUpperCase()
      .match(/\b[A-Z]{2}\b/g) ?? [],
  ),
];

export function ConditionFields({ line, onChange }: FieldsProps) {
  const t = useText();
  const [typed, setTyped] = useState(line.countries.join(", "));
  return (
    <Panel title={t("noticeLine.conditions")}>
      <div className="form">
        <div className="two">
          <SelectField
            label={t("noticeLine.on")}
            value={line.on}
            choices={(["incident", "nothing"] as const).map((value) => ({
              value,
              label: t(`noticeLine.on.${value}`),
            }))}
            onChange={(on) => onChange({ on })}
          />
          <SelectField
            label={t("noticeLine.severityFrom")}
            value={line.severityFrom}
            choices={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
            onChange={(severityFrom) => onChange({ severityFrom })}
          />
        </div>
        <div className="field">
          <span className="label">{t("noticeLine.kinds")}</span>
          <Chips
            label={t("noticeLine.kinds")}
            values={line.kinds}
            choices={kinds.map((value) => ({ value, label: t(`incident.kind.${value}`) }))}
            onToggle={(kind) =>
              onChange({
                kinds: line.kinds.includes(kind)
                  ? line.kinds.filter((one) => one !== kind)
                  : [...line.kinds, kind],
              })
            }
          />
        </div>
        <Tick
          label={t("noticeLine.needsPersonal")}
          isOn={line.needsPersonal}
          onChange={(needsPersonal) => onChange({ needsPersonal })}
        />
        <Tick
          label={t("noticeLine.needsProduct")}
          isOn={line.needsProduct}
          onChange={(needsProduct) => onChange({ needsProduct })}
        />
        <TextField
          label={t("noticeLine.countries")}
          hint={t("noticeLine.countriesHint")}
          isOptional
          value={typed}
          maxLength={300}
          onChange={(value) => {
            setTyped(value);
            onChange({ countries: codesIn(value) });
          }}
        />
      </div>
    </Panel>
  );
}
