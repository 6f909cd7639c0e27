// Saying what a company is in the eyes of a law, from a day on, with where one knows it from.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { DateField, SelectField, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useSession } from "#web/session.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { clockRules } from "../contract.ts";
import { type CompanyLaw, companyLawIds, companyLaws, type FactKind } from "../mechanism/facts.ts";

type Props = {
  companyId: string;
  laws: Output<typeof clockRules.getCompanyLaws>["rows"];
  onClose: () => void;
};

const optionsOf = (law: CompanyLaw): readonly string[] => {
  const of: FactKind = companyLaws[law];
  return "options" in of ? of.options : ["yes", "no"];
};

export function LawDialog({ companyId, laws, onClose }: Props) {
  const t = useText();
  const any = useAnyText();
  const { today } = useSession();
  const set = useCommand(clockRules.setCompanyLaw, [clockRules.getCompanyLaws, clockRules.tryClockCase]);
  const first = companyLawIds.find((law) => !laws.some((one) => one.law === law)) ?? companyLawIds[0];
  const [form, setForm] = useState({
    law: first ?? ("eu_establishment" as CompanyLaw),
    value: "",
    from: today,
    source: "",
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(
      { ...form, id: companyId, value: form.value === "unknown" ? null : form.value },
      {
        onSuccess: () => {
          toast(t("companyLaw.saved"));
          onClose();
        },
      },
    );
  };
  const missing =
    form.value === ""
      ? t("forms.first", { field: t("companyLaw.value") })
      : form.source.trim() === ""
        ? t("forms.first", { field: t("companyLaw.source") })
        : null;
  const isKnown = laws.some((one) => one.law === form.law);
  return (
    <Dialog isOpen onClose={onClose} title={t("companyLaw.enter")}>
      <form className="form" onSubmit={submit}>
        <SelectField
          label={t("companyLaw.law")}
          hint={t(`companyLaw.ask.${form.law}`)}
          value={form.law}
          choices={companyLawIds.map((value) => ({ value, label: t(`companyLaw.is.${value}`) }))}
          onChange={(law) => setForm({ ...form, law, value: "" })}
        />
        <SelectField
          label={t("companyLaw.value")}
          emptyLabel="–"
          value={form.value}
          choices={[
            ...optionsOf(form.law).map((value) => ({ value, label: any(`companyLaw.value.${value}`) })),
            ...(isKnown ? [{ value: "unknown", label: t("companyLaw.unknown") }] : []),
          ]}
          onChange={(value) => setForm({ ...form, value })}
        />
        <DateField
          label={t("companyLaw.from")}
          value={form.from}
          onChange={(from) => setForm({ ...form, from })}
        />
        <TextField
          label={t("companyLaw.source")}
          hint={t("companyLaw.sourceHelp")}
          value={form.source}
          maxLength={500}
          onChange={(source) => setForm({ ...form, source })}
        />
        <FormEnds error={set.error} isBusy={set.isPending} offBecause={missing} onClose={onClose}>
          {t("companyLaw.save")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
