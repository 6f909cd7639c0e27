// How a rule counts: from what, how long, in which days.
import { SelectField, Tick } from "#web/forms/fields.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { anchors, units } from "../mechanism/rules.ts";
import { type Chosen, firstOf, Which } from "./Which.tsx";
import type { RuleDraft } from "./rule-draft.ts";

type Props = { draft: RuleDraft; onChange: (part: Partial<RuleDraft>) => void };

export function CountingFields({ draft, onChange }: Props) {
  const t = useText();
  const choose = (anchor: RuleDraft["anchor"], { of, ofName }: Chosen) =>
    onChange({ anchor, anchorOf: of, anchorName: ofName });
  const isDays = draft.unit === "calendar_day" || draft.unit === "business_day";
  return (
    <Panel title={t("clockForm.counting")}>
      <div className="form wide clock-fields">
        <div className="two">
          <SelectField
            label={t("clockRule.anchor")}
            value={draft.anchor}
            choices={anchors.map((value) => ({ value, label: t(`clockAnchor.${value}`) }))}
            onChange={(anchor) => choose(anchor, firstOf(anchor))}
          />
          <Which
            anchor={draft.anchor}
            chosen={{ of: draft.anchorOf, ofName: draft.anchorName }}
            companyIds={draft.companyId ? [draft.companyId] : []}
            onChange={(chosen) => choose(draft.anchor, chosen)}
          />
          <NumberField
            label={t("clockForm.amount")}
            isDisabled={draft.unit === "none"}
            value={draft.amount}
            onChange={(amount) => onChange({ amount: amount === 0 ? null : amount })}
          />
          <SelectField
            label={t("clockForm.unit")}
            value={draft.unit}
            choices={units.map((value) => ({ value, label: t(`clockUnitName.${value}`) }))}
            onChange={(unit) =>
              onChange(unit === "none" ? { unit, amount: null, softFrom: null, extension: null } : { unit })
            }
          />
          {isDays ? (
            <SelectField
              label={t("clockRule.dayStart")}
              value={draft.dayStart}
              choices={(["same", "next"] as const).map((value) => ({
                value,
                label: t(`clockRule.dayStart.${value}`),
              }))}
              onChange={(dayStart) => onChange({ dayStart })}
            />
          ) : null}
          {draft.unit === "business_day" ? (
            <SelectField
              label={t("clockRule.calendar")}
              value={draft.calendar}
              choices={(["company", "us_federal"] as const).map((value) => ({
                value,
                label: t(`clockRule.calendar.${value}`),
              }))}
              onChange={(calendar) => onChange({ calendar })}
            />
          ) : null}
          {draft.unit === "none" ? null : (
            <NumberField
              label={t("clockForm.softFrom")}
              hint={t("clockForm.softHelp")}
              isOptional
              value={draft.softFrom}
              onChange={(softFrom) => onChange({ softFrom: softFrom === 0 ? null : softFrom })}
            />
          )}
        </div>
        <Tick
          label={t("clockRule.mayPause")}
          isOn={draft.mayPause}
          onChange={(mayPause) => onChange({ mayPause })}
        />
      </div>
    </Panel>
  );
}
