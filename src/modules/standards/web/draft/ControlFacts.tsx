// What a control asks of whom: tiers, weight, condition, cadence, tags, and what it refers to.
import { SelectField, TextField, Tick } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { useFormat } from "#web/text/format.ts";
import type { Control, Frame, Texts } from "../../contract.ts";
import { textIn } from "../../rules.ts";

type Props = {
  control: Control;
  frame: Frame;
  isStill: boolean;
  onChange: (part: Partial<Control>) => void;
};

const demands = ["required", "recommended", "none"] as const;

export function ControlFacts({ control, frame, isStill, onChange }: Props) {
  const t = useText();
  const { language } = useFormat();
  const say = (texts: Texts) => textIn(texts, language);
  const named = (list: readonly { id: string; name: Texts }[]) =>
    list.map(({ id, name }) => ({ value: id, label: `${id} · ${say(name)}` }));
  const none = { value: "", label: t("draft.none") };
  const choose = (
    label: string,
    value: string,
    choices: { value: string; label: string }[],
    set: (value: string) => void,
  ) => <SelectField label={label} value={value} choices={choices} isDisabled={isStill} onChange={set} />;
  return (
    <div className="draft-part">
      <h3>{t("draft.asks")}</h3>
      <div className="draft-tiers">
        {frame.tiers.map((tier) => (
          <div key={tier.id}>
            <b title={say(tier.name)}>{tier.id}</b>
            {isStill ? (
              t(`standard.demand.${control.tiers[tier.id] ?? "none"}`)
            ) : (
              <Segmented
                label={`${tier.id} ${say(tier.name)}`}
                value={control.tiers[tier.id] ?? "none"}
                choices={demands.map((value) => ({ value, label: t(`standard.demand.${value}`) }))}
                onChange={(demand) => onChange({ tiers: { ...control.tiers, [tier.id]: demand } })}
              />
            )}
          </div>
        ))}
      </div>
      <div className="draft-facts">
        {choose(t("draft.area"), control.area, named(frame.areas), (area) => onChange({ area }))}
        {choose(t("draft.topic"), control.topic, named(frame.topics), (topic) => onChange({ topic }))}
        {choose(
          t("draft.weight"),
          String(control.weight),
          Array.from({ length: 11 }, (_, weight) => ({ value: String(weight), label: String(weight) })),
          (weight) => onChange({ weight: Number(weight) }),
        )}
        {choose(
          t("draft.condition"),
          control.appliesWhen,
          frame.scopeConditions.map(({ id, question }) => ({ value: id, label: `${id} · ${say(question)}` })),
          (appliesWhen) => onChange({ appliesWhen }),
        )}
        {choose(t("draft.cadence"), control.cadence, named(frame.cadences), (cadence) =>
          onChange({ cadence }),
        )}
        {choose(
          t("draft.service"),
          control.inheritsFrom ?? "",
          [none, ...named(frame.sharedServices)],
          (inheritsFrom) => onChange({ inheritsFrom }),
        )}
      </div>
      <div className="draft-ticks">
        <Tick
          label={t("demand.mandatory")}
          isOn={control.mandatory}
          isDisabled={isStill}
          onChange={(mandatory) => onChange({ mandatory })}
        />
        <Tick
          label={t("draft.coverage")}
          isOn={control.asksCoverage}
          isDisabled={isStill}
          onChange={(asksCoverage) => onChange({ asksCoverage })}
        />
      </div>
      <Tags
        label={t("draft.functions")}
        all={frame.functions}
        chosen={control.functions}
        isStill={isStill}
        onChange={(functions) => onChange({ functions })}
      />
      <Tags
        label={t("draft.harms")}
        all={frame.harms}
        chosen={control.harms}
        isStill={isStill}
        onChange={(harms) => onChange({ harms })}
      />
      <h3>{t("draft.references")}</h3>
      <div className="draft-facts">
        {frame.referenceSets.map((set) => (
          <TextField
            key={set.id}
            label={say(set.name)}
            hint={t("draft.referencesHint")}
            value={(control.references[set.id] ?? []).join(", ")}
            isDisabled={isStill}
            onChange={(typed) => onChange({ references: { ...control.references, [set.id]: idsIn(typed) } })}
          />
        ))}
      </div>
    </div>
  );
}

const idsIn = (typed: string) =>
  typed
    .normalize("NFKC")
    .split(/[,;、\n]/)
    .map((one) => one.trimStart());

type TagsProps = {
  label: string;
  all: readonly { id: string; name: Texts }[];
  chosen: readonly string[];
  isStill: boolean;
  onChange: (chosen: string[]) => void;
};

function Tags({ label, all, chosen, isStill, onChange }: TagsProps) {
  const { language } = useFormat();
  return (
    <fieldset className="draft-ticks">
      <legend>{label}</legend>
      {all.map(({ id, name }) => (
        <Tick
          key={id}
          label={textIn(name, language)}
          isOn={chosen.includes(id)}
          isDisabled={isStill}
          onChange={(isOn) => onChange(isOn ? [...chosen, id] : chosen.filter((one) => one !== id))}
        />
      ))}
    </fieldset>
  );
}
