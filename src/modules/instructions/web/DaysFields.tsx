// By when, when those above hear of what is late, and what counts as proof.
import { NumberField } from "#web/forms/NumberField.tsx";
import { DateField, SelectField, TextField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import type { Draft } from "./draft.ts";

type Props = { draft: Draft; latest: string | null; onChange: (part: Partial<Draft>) => void };

export function DaysFields({ draft, latest, onChange }: Props) {
  const t = useText();
  return (
    <Panel title={t("instruction.byWhen")}>
      <div className="form">
        <div className="two">
          <DateField
            label={t("instruction.acknowledgeBy")}
            value={draft.acknowledgeBy}
            onChange={(acknowledgeBy) => onChange({ acknowledgeBy })}
          />
          <DateField
            label={t("instruction.dueOn")}
            value={draft.dueOn}
            error={latest && draft.dueOn > latest ? t("instruction.notAfterAbove") : null}
            onChange={(dueOn) => onChange({ dueOn })}
          />
        </div>
        <NumberField
          label={t("instruction.riseDays")}
          hint={t("instruction.riseDaysHelp")}
          value={draft.riseDays}
          onChange={(days) => onChange({ riseDays: Math.min(90, days ?? 0) })}
        />
        <SelectField
          label={t("instruction.proof")}
          value={draft.proof}
          choices={(["none", "words", "file"] as const).map((value) => ({
            value,
            label: t(`instruction.proof.${value}`),
          }))}
          onChange={(proof) => onChange({ proof })}
        />
        <TextField
          label={t("instruction.contact")}
          hint={t("instruction.contactHelp")}
          isOptional
          value={draft.contact}
          maxLength={200}
          onChange={(contact) => onChange({ contact })}
        />
      </div>
    </Panel>
  );
}
