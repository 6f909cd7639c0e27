// Taking a person into the pool, and what is kept of them there.
import { type FormEvent, useState } from "react";
import { CompanyChoice } from "#modules/organization/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { DateField, SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { PersonChoice } from "#web/forms/PersonChoice.tsx";
import { useSession } from "#web/session.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Chips } from "#web/ui/choices.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { audits } from "../contract.ts";
import { type Competence, competences, regions } from "../programme/rules.ts";

export type Able = {
  homeRegion: (typeof regions)[number];
  daysAYear: number;
  competences: Competence[];
  languages: string[];
};
export const refreshed = [audits.listAuditors, audits.getAuditor, audits.getProgramme, audits.listProgrammes];

export function AbleFields({ value, onChange }: { value: Able; onChange: (able: Able) => void }) {
  const t = useText();
  const any = useAnyText();
  // Kept as it is typed: a comma at the end is on its way to the next language.
  const [typed, setTyped] = useState(value.languages.join(", "));
  const toggle = (one: Competence) =>
    onChange({
      ...value,
      competences: value.competences.includes(one)
        ? value.competences.filter((of) => of !== one)
        : [...value.competences, one],
    });
  return (
    <>
      <Chips
        label={t("audits.competences")}
        values={value.competences}
        choices={competences.map((one) => ({ value: one, label: t(`audits.competence.${one}`) }))}
        onToggle={toggle}
      />
      <TextField
        label={t("audits.languages")}
        hint={t("audits.languagesHint")}
        value={typed}
        maxLength={100}
        onChange={(text) => {
          setTyped(text);
          onChange({ ...value, languages: languagesOf(text) });
        }}
      />
      <div className="two">
        <SelectField
          label={t("audits.homeRegion")}
          value={value.homeRegion}
          choices={regions.map((one) => ({ value: one, label: any(`region.${one}`) }))}
          onChange={(homeRegion) => onChange({ ...value, homeRegion })}
        />
        <NumberField
          label={t("audits.daysAYear")}
          value={value.daysAYear}
          onChange={(days) => onChange({ ...value, daysAYear: days ?? 1 })}
        />
      </div>
    </>
  );
}

const languagesOf = (text: string) => [
  ...new Set(
    text
      .normalize("NFKC")
      .toLowerCase()
      .split(/[\s,、]+/)
      .filter((one) => /^[a-z]{2,3}(-[a-z]{2,4})?$/.test(one)),
  ),
];

export function AddAuditorDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const { today } = useSession();
  const [search, setSearch] = useState("");
  const [personId, setPersonId] = useState("");
  const [from, setFrom] = useState(today);
  const [able, setAble] = useState<Able>({
    homeRegion: "japan",
    daysAYear: 40,
    competences: ["it"],
    languages: ["ja", "en"],
  });
  const found = useOperation(
    audits.findPeopleForPool,
    { search: search.trim() || "-" },
    { keep: true, enabled: search.trim() !== "" },
  );
  const add = useCommand(audits.addAuditor, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ personId, from, ...able }, { onSuccess: onClose });
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("audits.auditors.add")}>
      <form className="form" onSubmit={submit}>
        <PersonChoice
          label={t("audits.auditors.person")}
          findLabel={t("audits.auditors.find")}
          search={search}
          onSearch={setSearch}
          people={(search.trim() ? (found.data?.rows ?? []) : [])
            .filter((one) => !one.isInPool)
            .map((one) => ({ id: one.id, name: one.name, note: one.companyName }))}
          isThere={search.trim() !== "" && found.data !== undefined}
          chosen={personId}
          onChoose={(person) => setPersonId(person.id)}
          nobody={t("audits.auditors.nobody")}
        />
        <AbleFields value={able} onChange={setAble} />
        <DateField label={t("audits.auditors.since")} value={from} onChange={setFrom} />
        <FormEnds
          error={add.error}
          isBusy={add.isPending}
          offBecause={
            personId === ""
              ? t("forms.first", { field: t("audits.auditors.person") })
              : able.languages.length === 0
                ? t("forms.first", { field: t("audits.languages") })
                : null
          }
          onClose={onClose}
        >
          {t("audits.auditors.add")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

export function AdviceDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText();
  const { today } = useSession();
  const [form, setForm] = useState({ companyId: "", fromOn: today, toOn: today, about: "" });
  const save = useCommand(audits.recordAdvice, [...refreshed, audits.listFitting]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ id, ...form, about: form.about.trim() }, { onSuccess: onClose });
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("audits.advice.add")}>
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("audits.advice.help")}</p>
        <CompanyChoice
          label={t("audits.company")}
          value={form.companyId}
          onChange={(companyId) => setForm({ ...form, companyId })}
        />
        <div className="two">
          <DateField
            label={t("audits.fromOn")}
            value={form.fromOn}
            onChange={(fromOn) => setForm({ ...form, fromOn })}
          />
          <DateField
            label={t("audits.toOn")}
            value={form.toOn}
            onChange={(toOn) => setForm({ ...form, toOn })}
          />
        </div>
        <TextArea
          label={t("audits.advice.about")}
          value={form.about}
          maxLength={500}
          onChange={(about) => setForm({ ...form, about })}
        />
        <FormEnds
          error={save.error}
          isBusy={save.isPending}
          offBecause={
            form.companyId === ""
              ? t("audits.companyFirst")
              : form.about.trim()
                ? null
                : t("forms.first", { field: t("audits.advice.about") })
          }
          onClose={onClose}
        >
          {t("audits.advice.add")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
