// Who stands in at a position from a day on.
import { type FormEvent, useState } from "react";
import { organization } from "#modules/organization/contract.ts";
import { personToChoose } from "#modules/organization/web/parts.tsx";
import { standingIn } from "#modules/organization/standing-in/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { DateField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { PersonChoice } from "#web/forms/PersonChoice.tsx";
import { beginsInThePast, ReasonField } from "#web/forms/ReasonField.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { access } from "../contract.ts";

type Props = {
  seat: { id: string; name: string; holder: { id: string } | null };
  companyId: string;
  onClose: () => void;
};

export function NameDeputy({ seat, companyId, onClose }: Props) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  const [search, setSearch] = useState("");
  const people = useOperation(
    organization.listPeople,
    { companyId, limit: 30, ...(search.trim() ? { search: search.trim() } : {}) },
    { keep: true },
  );
  const name = useCommand(standingIn.nameDeputy, [
    standingIn.listStandIns,
    standingIn.getOwnAway,
    access.listGrants,
  ]);
  const [form, setForm] = useState({ personId: "", from: today, reason: "" });
  const set = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const isBackdated = beginsInThePast(form.from, today);
  const missing = !form.personId
    ? t("forms.first", { field: t("grant.deputy") })
    : isBackdated && !form.reason.trim()
      ? t("dialog.reasonFirst")
      : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { personId, from, reason } = form;
    name.mutate(
      { id: seat.id, personId, from, ...(reason.trim() ? { reason: reason.trim() } : {}) },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("position.deputyTitle", { name: seat.name })}>
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("position.deputyHelp")}</p>
        <PersonChoice
          label={t("grant.deputy")}
          findLabel={t("account.findPerson")}
          search={search}
          onSearch={setSearch}
          people={(people.data?.rows ?? [])
            .filter((one) => one.id !== seat.holder?.id)
            .map((one) => personToChoose(one, format.person(one)))}
          isThere={people.data !== undefined}
          chosen={form.personId}
          onChoose={({ id }) => set({ personId: id })}
          nobody={t("grant.nobodyFound")}
        />
        <DateField label={t("grant.from")} value={form.from} onChange={(from) => set({ from })} />
        {isBackdated ? (
          <ReasonField isBackdated value={form.reason} onChange={(reason) => set({ reason })} />
        ) : null}
        <FormEnds error={name.error} isBusy={name.isPending} offBecause={missing} onClose={onClose}>
          {t("position.nameDeputy")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
