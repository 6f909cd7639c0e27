import { OwnerChoice } from "#modules/organization/web/parts.tsx";
import { DateField, TextArea, TextField, Tick } from "#web/forms/fields.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import type { Draft } from "./draft.ts";
import type { Plan } from "./plan.ts";

type Props = {
  plan: Plan;
  step: Draft;
  place: number;
  onChange: (step: Draft) => void;
  onRemove: () => void;
  onUp: (() => void) | null;
};

/** One step: what, who, from when until when, what it costs, and which findings it is about. */
export function StepFields({ plan, step, place, onChange, onRemove, onUp }: Props) {
  const t = useText();
  const set = (part: Partial<Draft>) => onChange({ ...step, ...part });
  const toggle = (id: string, isOn: boolean) =>
    set({ findingIds: isOn ? [...step.findingIds, id] : step.findingIds.filter((one) => one !== id) });
  return (
    <Panel
      title={t("planWrite.step", { place })}
      more={
        <span className="row">
          {onUp ? (
            <Button size="s" look="quiet" onClick={onUp}>
              {t("planWrite.up")}
            </Button>
          ) : null}
          <Button size="s" look="quiet" onClick={onRemove}>
            {t("planWrite.removeStep")}
          </Button>
        </span>
      }
    >
      <div className="form">
        <TextArea
          label={t("planWrite.what")}
          value={step.what}
          maxLength={1000}
          onChange={(what) => set({ what })}
        />
        <div className="four">
          <DateField
            label={t("planWrite.from")}
            isOptional
            value={step.startsOn}
            onChange={(startsOn) => set({ startsOn })}
          />
          <DateField label={t("planWrite.due")} value={step.dueOn} onChange={(dueOn) => set({ dueOn })} />
          <NumberField
            label={t("planWrite.cost")}
            hasFraction
            value={step.cost}
            onChange={(cost) => set({ cost })}
          />
          <TextField
            label={t("planWrite.currency")}
            value={step.currency}
            maxLength={3}
            onChange={(currency) => set({ currency })}
          />
        </div>
        <OwnerChoice
          label={t("planWrite.owner")}
          isLabelled
          companyId={plan.companyId}
          chosen={step.owner}
          onChoose={(owner) => set({ owner })}
        />
        <fieldset className="people" aria-label={t("planWrite.about")}>
          <span className="label">{t("planWrite.about")}</span>
          {plan.findings.map((one) => (
            <Tick
              key={one.id}
              label={`${one.reference} ${one.title}`}
              isOn={step.findingIds.includes(one.id)}
              onChange={(isOn) => toggle(one.id, isOn)}
            />
          ))}
        </fieldset>
      </div>
    </Panel>
  );
}
