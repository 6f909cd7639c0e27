// What is said of a link, the same when it is made and when it is changed.
import { type FormEvent, useState } from "react";
import { CompanyChoice, useOnlyCompany } from "#modules/organization/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { DateField, SelectField, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { type Language, languageNames, useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { incidents } from "../../contract.ts";
import { intake } from "../contract.ts";
import type { Link } from "./links.ts";

const languages = Object.keys(languageNames) as Language[];
type Given = { label: string; unitId: string; languages: Language[]; phone: string; validTo: string };

const givenOf = (link: Link | null): Given => ({
  label: link?.label ?? "",
  unitId: link?.unitId ?? "",
  languages: link?.languages ?? [...languages],
  phone: link?.phone ?? "",
  validTo: link?.validTo ?? "",
});

export function LinkDialog({ link, onClose }: { link: Link | null; onClose: () => void }) {
  const t = useText();
  const only = useOnlyCompany();
  const [chosen, choose] = useState("");
  const companyId = link?.companyId ?? (chosen || only || "");
  const [given, setGiven] = useState(() => givenOf(link));
  const set = (part: Partial<Given>) => setGiven({ ...given, ...part });
  const make = useCommand(intake.makeReportLink, [intake.listReportLinks]);
  const change = useCommand(intake.changeReportLink, [intake.listReportLinks]);
  const saved = {
    onSuccess: () => {
      toast(t("intake.links.saved"));
      onClose();
    },
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const said = {
      label: given.label.trim(),
      languages: given.languages,
      phone: given.phone.trim(),
      unitId: given.unitId || null,
      validTo: given.validTo || null,
    };
    if (link) change.mutate({ id: link.id, rowVersion: link.rowVersion, ...said }, saved);
    else make.mutate({ companyId, ...said }, saved);
  };
  const missing = !companyId
    ? t("intake.links.company")
    : !given.label.trim()
      ? t("intake.links.label")
      : given.languages.length === 0
        ? t("intake.links.languages")
        : null;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={link ? t("intake.links.changeTitle", { label: link.label }) : t("intake.links.make")}
    >
      <form className="form wide" onSubmit={submit}>
        {link || only ? null : (
          <CompanyChoice
            label={t("intake.links.company")}
            value={chosen}
            onChange={(id) => {
              choose(id);
              set({ unitId: "" });
            }}
          />
        )}
        <TextField
          label={t("intake.links.label")}
          hint={t("intake.links.labelHint")}
          value={given.label}
          maxLength={120}
          onChange={(label) => set({ label })}
        />
        {companyId ? (
          <PlaceField companyId={companyId} value={given.unitId} onChange={(unitId) => set({ unitId })} />
        ) : null}
        <fieldset className="choices">
          <legend>{t("intake.links.languages")}</legend>
          {languages.map((one) => (
            <label key={one} className="tick">
              <input
                type="checkbox"
                checked={given.languages.includes(one)}
                onChange={({ target }) =>
                  set({
                    languages: languages.filter((each) =>
                      each === one ? target.checked : given.languages.includes(each),
                    ),
                  })
                }
              />
              <span lang={one}>{languageNames[one]}</span>
            </label>
          ))}
        </fieldset>
        <TextField
          label={t("intake.links.phone")}
          hint={t("intake.links.phoneHint")}
          isOptional
          type="tel"
          value={given.phone}
          maxLength={60}
          onChange={(phone) => set({ phone })}
        />
        <DateField
          label={t("intake.links.until")}
          hint={t("intake.links.untilHint")}
          isOptional
          value={given.validTo}
          onChange={(validTo) => set({ validTo })}
        />
        <FormEnds
          error={make.error ?? change.error}
          isBusy={make.isPending || change.isPending}
          offBecause={missing ? t("forms.first", { field: missing }) : null}
          onClose={onClose}
        >
          {link ? t("intake.links.change") : t("intake.links.make")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

type PlaceProps = { companyId: string; value: string; onChange: (unitId: string) => void };

function PlaceField({ companyId, value, onChange }: PlaceProps) {
  const t = useText();
  const form = useOperation(incidents.getReportForm, { companyId });
  const places = form.data?.places ?? [];
  if (places.length === 0) return null;
  return (
    <SelectField
      label={t("intake.links.place")}
      isOptional
      value={value}
      emptyLabel={t("intake.links.placeNone")}
      choices={places.map((one) => ({ value: one.id, label: one.name }))}
      onChange={onChange}
    />
  );
}
