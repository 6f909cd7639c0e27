// What is known of a case: its companies, the people concerned by country, and what happened when.
import { organization } from "#modules/organization/contract.ts";
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { Field, SelectField } from "#web/forms/fields.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { CountryField } from "#web/forms/places.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { anchors } from "../mechanism/rules.ts";
import type { CaseDraft, MomentDraft, PeopleDraft } from "./case.ts";
import { YesNo } from "./FactInput.tsx";
import { firstOf, Which } from "./Which.tsx";

type Props = { draft: CaseDraft; onChange: (part: Partial<CaseDraft>) => void };
/** A list with one of its items changed, or taken away. */
const put = <V,>(all: readonly V[], at: number, to: V | null): V[] =>
  all.flatMap((one, nth) => (nth !== at ? [one] : to === null ? [] : [to]));

export function CompaniesField({ draft, onChange }: Props) {
  const t = useText();
  const [search, setSearch] = useState("");
  const found = useOperation(
    organization.searchUnits,
    { search: search.trim() || "-", kind: "company", limit: 8 },
    { keep: true, enabled: search.trim() !== "" },
  );
  const chosen = new Set(draft.companies.map((one) => one.id));
  const hits = search.trim() === "" ? [] : (found.data?.rows ?? []).filter((unit) => !chosen.has(unit.id));
  return (
    <Panel title={t("clockTry.companies")}>
      <div className="stack s">
        {draft.companies.map((one, at) => (
          <div key={one.id} className="clock-item">
            <span className="row">
              <strong>
                <LangText text={one.name} />
              </strong>
              <span className="grow" />
              <Button size="s" onClick={() => onChange({ companies: put(draft.companies, at, null) })}>
                {t("clockTry.remove")}
              </Button>
            </span>
            <span className="small soft">{t("clockTry.entrusted")}</span>
            <YesNo
              label={t("clockTry.entrusted")}
              value={one.isEntrusted}
              onChange={(isEntrusted) =>
                onChange({ companies: put(draft.companies, at, { ...one, isEntrusted }) })
              }
            />
          </div>
        ))}
        <div className="row">
          <FindBox label={t("clockForm.chooseCompany")} value={search} onFind={setSearch} />
        </div>
        {hits.map((unit) => (
          <button
            key={unit.id}
            type="button"
            className="linkish clock-hit"
            onClick={() => {
              onChange({
                companies: [
                  ...draft.companies,
                  { id: unit.id, name: nameFor(unit), isEntrusted: null },
                ].slice(0, 50),
              });
              setSearch("");
            }}
          >
            {nameFor(unit)} <small className="mono">{unit.code}</small>
          </button>
        ))}
      </div>
    </Panel>
  );
}

export function PeopleField({ draft, onChange }: Props) {
  const t = useText();
  const { people } = draft;
  const change = (at: number, to: PeopleDraft | null) => onChange({ people: put(people ?? [], at, to) });
  return (
    <Panel title={t("clockTry.people")}>
      <div className="stack s">
        <Segmented<"unknown" | "known">
          label={t("clockTry.people")}
          value={people === null ? "unknown" : "known"}
          choices={[
            { value: "unknown", label: t("clockTry.peopleUnknown") },
            { value: "known", label: t("clockTry.peopleKnown") },
          ]}
          onChange={(to) => onChange({ people: to === "known" ? [{ country: "JP", count: null }] : null })}
        />
        {people?.map((one, at) => (
          // Rows have no name of their own while they are being entered.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={at} className="clock-people">
            <CountryField
              label={t("clockTry.country")}
              value={one.country}
              onChange={(country) => change(at, { ...one, country })}
            />
            <NumberField
              label={t("clockTry.count")}
              hint={t("clockTry.countHelp")}
              value={one.count}
              onChange={(count) => change(at, { ...one, count })}
            />
            <Button size="s" onClick={() => change(at, null)}>
              {t("clockTry.remove")}
            </Button>
          </div>
        ))}
        {people ? (
          <div className="row">
            <Button size="s" onClick={() => onChange({ people: [...people, { country: "", count: null }] })}>
              {t("clockTry.addCountry")}
            </Button>
          </div>
        ) : null}
      </div>
    </Panel>
  );
}

export function MomentsField({ draft, zone, onChange }: Props & { zone: string }) {
  const t = useText();
  const format = useFormat();
  const { moments } = draft;
  const change = (at: number, to: MomentDraft | null) => onChange({ moments: put(moments, at, to) });
  return (
    <Panel title={t("clockTry.moments")}>
      <div className="stack s">
        {moments.map((one, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- as above
          <div key={at} className="clock-item">
            <div className="clock-moment">
              <SelectField
                label={t("clockRule.anchor")}
                value={one.anchor}
                choices={anchors.map((value) => ({ value, label: t(`clockAnchor.${value}`) }))}
                onChange={(anchor) => change(at, { ...one, anchor, ...firstOf(anchor) })}
              />
              <Which
                anchor={one.anchor}
                chosen={one}
                companyIds={draft.companies.map(({ id }) => id)}
                onChange={(chosen) => change(at, { ...one, ...chosen })}
              />
              <Field label={t("clockTry.at", { zone: format.zone(zone) })}>
                {(link) => (
                  <input
                    {...link}
                    className="input tn"
                    type="datetime-local"
                    max="9999-12-31T23:59"
                    value={one.at}
                    onChange={(event) => change(at, { ...one, at: event.target.value.slice(0, 16) })}
                  />
                )}
              </Field>
              {draft.companies.length > 1 ? (
                <SelectField
                  label={t("clockTry.whom")}
                  value={one.companyId ?? ""}
                  emptyLabel={t("clockTry.allCompanies")}
                  choices={draft.companies.map(({ id, name }) => ({ value: id, label: name }))}
                  onChange={(companyId) => change(at, { ...one, companyId: companyId || null })}
                />
              ) : null}
            </div>
            <Button size="s" onClick={() => change(at, null)}>
              {t("clockTry.remove")}
            </Button>
          </div>
        ))}
        <div className="row">
          <Button
            size="s"
            onClick={() =>
              onChange({
                moments: [
                  ...moments,
                  { anchor: "occurred", ...firstOf("occurred"), companyId: null, at: "" },
                ],
              })
            }
          >
            {t("clockTry.addMoment")}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
