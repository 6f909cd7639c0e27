// What is said of a roster, the same when it begins and when it is changed.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ZoneField } from "#web/forms/places.tsx";
import { TextField, Tick } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Token } from "#web/ui/choices.tsx";
import { organization } from "#modules/organization/contract.ts";
import { nameFor } from "#web/text/names.ts";
import { type Purpose, purposes } from "../rules.ts";

export type Draft = {
  name: string;
  timeZone: string;
  purposes: Purpose[];
  served: { id: string; name: string }[];
  isContinuous: boolean;
};

type Props = { of: Draft; isOfCompany: boolean; onChange: (part: Partial<Draft>) => void };

export function RosterFields({ of, isOfCompany, onChange }: Props) {
  const t = useText();
  return (
    <>
      <TextField
        label={t("onCall.name")}
        hint={t("onCall.nameHint")}
        value={of.name}
        maxLength={80}
        onChange={(name) => onChange({ name })}
      />
      <ZoneField
        label={t("onCall.zone")}
        value={of.timeZone}
        onChange={(timeZone) => onChange({ timeZone })}
      />
      <fieldset className="choices">
        <legend>{t("onCall.purposes")}</legend>
        {purposes.map((purpose) => (
          <Tick
            key={purpose}
            label={t(`onCall.purpose.${purpose}`)}
            isOn={of.purposes.includes(purpose)}
            onChange={(isOn) =>
              onChange({
                purposes: purposes.filter((one) => (one === purpose ? isOn : of.purposes.includes(one))),
              })
            }
          />
        ))}
      </fieldset>
      {isOfCompany ? null : <Served of={of} onChange={onChange} />}
      <Tick
        label={
          <>
            {t("onCall.continuous")}
            <br />
            <span className="hint">{t("onCall.continuousHelp")}</span>
          </>
        }
        isOn={of.isContinuous}
        onChange={(isContinuous) => onChange({ isContinuous })}
      />
    </>
  );
}

function Served({ of, onChange }: Omit<Props, "isOfCompany">) {
  const t = useText();
  const [search, setSearch] = useState("");
  const found = useOperation(
    organization.searchUnits,
    { search: search.trim() || "-", limit: 8 },
    { enabled: search.trim() !== "", keep: true },
  );
  const rest = (found.data?.rows ?? []).filter(
    (unit) =>
      (unit.kind === "company" || unit.kind === "division") && !of.served.some((one) => one.id === unit.id),
  );
  return (
    <fieldset className="choices">
      <legend>{t("onCall.served")}</legend>
      <p className="hint">{t(of.served.length === 0 ? "onCall.servesAll" : "onCall.servesNamed")}</p>
      <div className="on-call-acts">
        {of.served.map((one) => (
          <Token
            key={one.id}
            name=""
            value={one.name}
            removeLabel={t("onCall.servesNot", { name: one.name })}
            onRemove={() => onChange({ served: of.served.filter((other) => other.id !== one.id) })}
          />
        ))}
      </div>
      <TextField
        label={t("onCall.addServed")}
        type="search"
        value={search}
        maxLength={100}
        onChange={setSearch}
      />
      {search.trim()
        ? rest.map((unit) => (
            <button
              key={unit.id}
              type="button"
              className="token add"
              onClick={() => {
                onChange({ served: [...of.served, { id: unit.id, name: nameFor(unit) }] });
                setSearch("");
              }}
            >
              {nameFor(unit)}
            </button>
          ))
        : null}
    </fieldset>
  );
}

export const sentOf = ({ served, ...draft }: Draft) => ({
  ...draft,
  name: draft.name.trim(),
  served: served.map((one) => one.id),
});

/** The field that is still open; null when it may be saved. */
export const lackOf = (draft: Draft): "onCall.name" | "onCall.zone" | "onCall.purposes" | null =>
  !draft.name.trim()
    ? "onCall.name"
    : !draft.timeZone
      ? "onCall.zone"
      : draft.purposes.length === 0
        ? "onCall.purposes"
        : null;
