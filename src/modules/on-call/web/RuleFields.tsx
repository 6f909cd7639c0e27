// One rule: turns one after the other, or hours on days of the week; and its people in order.
import { useState } from "react";
import { DateField, SelectField, TextField } from "#web/forms/fields.tsx";
import { ZoneField } from "#web/forms/places.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button, IconButton } from "#web/ui/Button.tsx";
import { Chips } from "#web/ui/choices.tsx";
import { CandidateChoice } from "./CandidateChoice.tsx";
import { TimeField } from "./MomentField.tsx";
import { useWeekdays } from "./RuleWords.tsx";
import { nameIn, type Rule } from "./rows.ts";

type Known = { id: string; name: string };
type Props = {
  nth: number;
  rule: Rule;
  unitId: string;
  people: readonly Known[];
  onKnow: (person: Known) => void;
  onChange: (part: Partial<Rule>) => void;
  onRemove: () => void;
};

const weekdays = ["1", "2", "3", "4", "5", "6", "7"] as const;

export function RuleFields({ nth, rule, unitId, people, onKnow, onChange, onRemove }: Props) {
  const t = useText();
  const title = t(rule.kind === "turns" ? "onCall.ruleTurns" : "onCall.ruleHours", { nth: nth + 1 });
  return (
    <fieldset className="on-call-rule" aria-label={title}>
      <div className="head">
        <b>{title}</b>
        <Button size="s" onClick={onRemove}>
          {t("onCall.removeRule")}
        </Button>
      </div>
      <div className="cols">
        <div className="c6 form">
          <When rule={rule} onChange={onChange} />
        </div>
        <div className="c6 form">
          <Order rule={rule} unitId={unitId} people={people} onKnow={onKnow} onChange={onChange} />
        </div>
      </div>
    </fieldset>
  );
}

function When({ rule, onChange }: Pick<Props, "rule" | "onChange">) {
  const t = useText();
  const nameOfDay = useWeekdays();
  const isHours = rule.kind === "hours";
  return (
    <>
      <SelectField
        label={t("onCall.tier")}
        value={String(rule.tier)}
        choices={["1", "2"].map((value) => ({ value, label: t(`onCall.tier.${value}` as "onCall.tier.1") }))}
        onChange={(tier) => onChange({ tier: Number(tier) })}
      />
      {isHours ? (
        <Chips
          label={t("onCall.weekdays")}
          values={rule.weekdays.map((one) => weekdays[one - 1] ?? "1")}
          choices={weekdays.map((value) => ({ value, label: nameOfDay(Number(value)) }))}
          onToggle={(value) => {
            const day = Number(value);
            onChange({
              weekdays: rule.weekdays.includes(day)
                ? rule.weekdays.filter((one) => one !== day)
                : [...rule.weekdays, day].sort(),
            });
          }}
        />
      ) : null}
      <div className="two">
        <TimeField
          label={t(isHours ? "onCall.fromTimeField" : "onCall.changesAt")}
          value={rule.at}
          onChange={(at) => onChange({ at })}
        />
        {isHours ? (
          <TimeField
            label={t("onCall.untilTimeField")}
            value={rule.until ?? ""}
            onChange={(until) => onChange({ until })}
          />
        ) : null}
        <TextField
          label={t(isHours ? "onCall.everySoManyWeeks" : "onCall.everySoManyDays")}
          value={rule.every > 0 ? String(rule.every) : ""}
          maxLength={2}
          onChange={(typed) => {
            const every = Number(typed.normalize("NFKC").replace(/\D/g, ""));
            onChange({ every: Math.min(90, every) });
          }}
        />
      </div>
      <ZoneField
        label={t("onCall.zone")}
        value={rule.timeZone}
        onChange={(timeZone) => onChange({ timeZone })}
      />
      <div className="two">
        <DateField
          label={t("onCall.startsOn")}
          value={rule.startsOn}
          onChange={(startsOn) => onChange({ startsOn })}
        />
        <DateField
          label={t("onCall.endsOn")}
          isOptional
          value={rule.endsOn ?? ""}
          onChange={(day) => onChange({ endsOn: day || null })}
        />
      </div>
    </>
  );
}

function Order({ rule, unitId, people, onKnow, onChange }: Omit<Props, "nth" | "onRemove">) {
  const t = useText();
  const [isAdding, setAdding] = useState(rule.people.length === 0);
  const swapped = (at: number, by: number) => {
    const order = [...rule.people];
    const [one] = order.splice(at, 1);
    order.splice(at + by, 0, one ?? "");
    return order;
  };
  return (
    <>
      <b>{t("onCall.order")}</b>
      <ol className="on-call-people">
        {rule.people.map((id, at) => {
          const name = nameIn(people, id);
          return (
            // oxlint-disable-next-line react/no-array-index-key -- somebody may come twice
            <li key={`${id}${at}`}>
              <span>
                {at + 1}. {name}
              </span>
              {at > 0 ? (
                <IconButton
                  icon="up"
                  label={t("onCall.earlier", { name })}
                  onClick={() => onChange({ people: swapped(at, -1) })}
                />
              ) : null}
              <IconButton
                icon="close"
                label={t("onCall.takeOut", { name })}
                onClick={() => onChange({ people: rule.people.filter((_, place) => place !== at) })}
              />
            </li>
          );
        })}
      </ol>
      {isAdding ? (
        <CandidateChoice
          unitId={unitId}
          label={t("onCall.addPerson")}
          chosen=""
          onChoose={(person) => {
            onKnow(person);
            onChange({ people: [...rule.people, person.id] });
            setAdding(false);
          }}
        />
      ) : (
        <div>
          <Button size="s" icon="plus" onClick={() => setAdding(true)}>
            {t("onCall.addPerson")}
          </Button>
        </div>
      )}
    </>
  );
}
