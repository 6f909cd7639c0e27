// A visit planned by hand, or one that moves: a month, or its days once they are known.
import { type FormEvent, useState } from "react";
import { CompanyChoice } from "#modules/organization/web/parts.tsx";
import { useCommand } from "#web/api.ts";
import { DateField, SelectField, TextArea } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { ReasonField } from "#web/forms/ReasonField.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { audits } from "../contract.ts";
import { addMonths, monthOf, type Why, whys } from "../programme/rules.ts";
import { useMonth } from "./words.tsx";

export const refreshedByVisits = [
  audits.getVisit,
  audits.listVisits,
  audits.getProgramme,
  audits.listProgrammes,
  audits.listAuditCoverage,
  audits.countAuditCoverage,
  audits.getCompanyAudits,
];

export type When = { month: string; fromOn: string; toOn: string };

/** Months to choose from: this one and four years ahead, and the one that is chosen. */
export function WhenFields({ value, onChange }: { value: When; onChange: (when: When) => void }) {
  const t = useText();
  const { today } = useSession();
  const month = useMonth();
  const offered = Array.from({ length: 60 }, (_, at) => addMonths(monthOf(today), at));
  const months = offered.includes(value.month) ? offered : [value.month, ...offered];
  return (
    <>
      <SelectField
        label={t("audits.month")}
        value={value.month}
        choices={months.map((one) => ({ value: one, label: month(one) }))}
        onChange={(to) => onChange({ month: to, fromOn: "", toOn: "" })}
      />
      <div className="two">
        <DateField
          label={t("audits.fromOn")}
          isOptional
          value={value.fromOn}
          onChange={(fromOn) =>
            onChange({
              ...value,
              fromOn,
              toOn: value.toOn && value.toOn >= fromOn ? value.toOn : fromOn,
              month: fromOn ? monthOf(fromOn) : value.month,
            })
          }
        />
        <DateField
          label={t("audits.toOn")}
          isOptional
          value={value.toOn}
          onChange={(toOn) => onChange({ ...value, toOn })}
        />
      </div>
    </>
  );
}

/** As the operations take it. */
export const whenOf = ({ month, fromOn, toOn }: When) => ({
  month,
  ...(fromOn && toOn ? { fromOn, toOn } : {}),
});

export function PlanDialog({ companyId = "", onClose }: { companyId?: string; onClose: () => void }) {
  const t = useText();
  const { today } = useSession();
  const [form, setForm] = useState({
    companyId,
    when: { month: addMonths(monthOf(today), 3), fromOn: "", toOn: "" },
    kind: "on_site" as "on_site" | "remote",
    auditorDays: 3 as number | null,
    why: "requested" as Why,
    note: "",
    reason: "",
  });
  const plan = useCommand(audits.planVisit, refreshedByVisits);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    plan.mutate(
      {
        companyId: form.companyId,
        ...whenOf(form.when),
        kind: form.kind,
        auditorDays: form.auditorDays ?? 1,
        why: form.why,
        note: form.note.trim(),
        siteIds: [],
        ...(form.reason.trim() ? { reason: form.reason.trim() } : {}),
      },
      {
        onSuccess: () => {
          toast(t("audits.planned"));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("audits.plan")}>
      <form className="form" onSubmit={submit}>
        {companyId === "" ? (
          <CompanyChoice
            label={t("audits.company")}
            value={form.companyId}
            onChange={(id) => setForm({ ...form, companyId: id })}
          />
        ) : null}
        <WhenFields value={form.when} onChange={(when) => setForm({ ...form, when })} />
        <div className="two">
          <SelectField
            label={t("audits.kind")}
            value={form.kind}
            choices={(["on_site", "remote"] as const).map((value) => ({
              value,
              label: t(`audits.kind.${value}`),
            }))}
            onChange={(kind) => setForm({ ...form, kind })}
          />
          <NumberField
            label={t("audits.auditorDays")}
            value={form.auditorDays}
            onChange={(auditorDays) => setForm({ ...form, auditorDays })}
          />
        </div>
        <SelectField
          label={t("audits.why")}
          value={form.why}
          choices={whys.map((value) => ({ value, label: t(`audits.why.${value}`) }))}
          onChange={(why) => setForm({ ...form, why })}
        />
        <TextArea
          label={t("audits.note")}
          isOptional
          value={form.note}
          maxLength={1000}
          onChange={(note) => setForm({ ...form, note })}
        />
        <ReasonField
          isRequired={false}
          value={form.reason}
          onChange={(reason) => setForm({ ...form, reason })}
        />
        <p className="small soft">{t("audits.reasonRule")}</p>
        <FormEnds
          error={plan.error}
          isBusy={plan.isPending}
          offBecause={form.companyId ? null : t("audits.companyFirst")}
          onClose={onClose}
        >
          {t("audits.plan")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
