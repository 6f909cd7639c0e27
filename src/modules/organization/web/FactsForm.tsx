// The facts that the tier criteria read, as of a day; the tier that would follow is said while one types.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { CompanySections } from "#web/company-sections.tsx";
import { SelectField, TextField, Tick } from "#web/forms/fields.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { CountryField, TongueField, ZoneField } from "#web/forms/places.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Note } from "#web/ui/states.tsx";
import { organization } from "../contract.ts";
import { tierByCriteria } from "../rules.ts";
import type { Company } from "./company.ts";

export type Facts = Omit<NonNullable<Company["facts"]>, "validFrom">;

const regions = [
  "japan",
  "china",
  "asean",
  "south_asia",
  "europe",
  "north_america",
  "latin_america",
  "other",
] as const;
/** Ticks that the criteria read, then those that only choose which controls apply. */
const ticks = [
  "hasPlant",
  "runsServers",
  "developsProducts",
  "isRegionalHeadquarters",
  "isFinance",
  "providesSharedServices",
  "hasRestrictedRooms",
  "developsSoftware",
  "answersByWorkbook",
] as const;

/** What a company is taken for until somebody says more. */
export function factsOf(company: Company): Facts {
  const { validFrom: _, ...facts } = company.facts ?? { ...unknownFacts, validFrom: "" };
  return facts;
}
export const unknownFacts: Facts = {
  country: "JP",
  region: "japan",
  timeZone: "Asia/Tokyo",
  language: "ja",
  industry: null,
  workers: 0,
  personalDataPeople: 0,
  hasPlant: false,
  runsServers: false,
  hasRestrictedRooms: false,
  developsSoftware: false,
  developsProducts: false,
  isRegionalHeadquarters: false,
  isFinance: false,
  providesSharedServices: false,
  answersByWorkbook: false,
};

export function FactFields({ facts, onChange }: { facts: Facts; onChange: (part: Partial<Facts>) => void }) {
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
        {ticks.map((name) => (
          <Tick
            key={name}
            label={t(`facts.${name}`)}
            isOn={facts[name]}
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
        <SelectField
          label={t("group.by.region")}
          value={facts.region}
          choices={regions.map((value) => ({ value, label: t(`region.${value}`) }))}
          onChange={(region) => onChange({ region })}
        />
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
      <TextField
        label={t("facts.industry")}
        isOptional
        value={facts.industry ?? ""}
        maxLength={60}
        onChange={(industry) => onChange({ industry: industry || null })}
      />
    </>
  );
}

/** Before anything is saved: the tier on that day with these facts, and what a running round holds on to. */
export function TierThatFollows({ company, facts, from }: { company: Company; facts: Facts; from: string }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  // What holds on the day the change begins: the relation and a raised or lowered tier may differ from today's.
  const then = useOperation(organization.getCompany, { id: company.id, asOf: from }, { keep: true });
  const [fallback] = useState(company);
  const { relation, tier } = then.data ?? fallback;
  const next = tierByCriteria(facts, relation?.kind ?? null);
  const because = next.because.map((one) => any(`tierMark.${one}`)).join(t("list.comma"));
  const values = { tier: next.tier, because, now: tier?.tier ?? "–", day: format.day(from, "plain") };
  const isHeld = tier !== null && tier.basis !== "criteria";
  const isSame = tier?.tier === next.tier;
  return (
    <div className="follows">
      <Note {...(isHeld || isSame ? {} : { kind: "warn" as const })}>
        {isHeld
          ? t(`facts.tierHeld.${tier.basis === "raised" ? "raised" : "lowered"}`, values)
          : t(isSame ? "facts.tierStays" : "facts.tierBecomes", values)}
      </Note>
      <p className="small soft">
        {t("facts.tierFrozen")} <CompanySections place="tier" companyId={company.id} />
      </p>
    </div>
  );
}
