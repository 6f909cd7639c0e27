import { type FormEvent, type ReactNode, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { SelectField, TextField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Loading } from "#web/ui/states.tsx";
import { engagements } from "../contract.ts";

type Firm = Output<typeof engagements.listOutsideFirms>["rows"][number];
type Keeper = { id: string; name: string };

/** Registers a firm. Whoever answers for a part of the group says which company keeps it. */
export function FirmDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const offer = useOperation(engagements.listCoverableRounds, {});
  return (
    <Dialog isOpen onClose={onClose} title={t("outside.registerFirm")}>
      {offer.data ? <NewFirm keepers={offer.data.keepers} onClose={onClose} /> : <Loading rows={3} />}
    </Dialog>
  );
}

function NewFirm({ keepers, onClose }: { keepers: Keeper[] | null; onClose: () => void }) {
  const t = useText();
  const only = keepers?.length === 1 ? (keepers[0]?.id ?? "") : "";
  const [companyId, setCompanyId] = useState(only);
  const add = useCommand(engagements.addOutsideFirm, [engagements.listOutsideFirms]);
  return (
    <FirmForm
      before={{ name: "", note: null }}
      offBecause={keepers && !companyId ? t("forms.first", { field: t("outside.keptBy") }) : null}
      isBusy={add.isPending}
      error={add.error}
      action={t("outside.registerFirm")}
      onSave={(given) =>
        add.mutate({ ...given, ...(companyId ? { companyId } : {}) }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      {keepers ? (
        <SelectField
          label={t("outside.keptBy")}
          value={companyId}
          choices={keepers.map((one) => ({ value: one.id, label: one.name }))}
          onChange={setCompanyId}
        />
      ) : null}
    </FirmForm>
  );
}

/** Another name or note. Who answers for the firm stays, because its people and engagements do. */
export function ChangeFirmDialog({ firm, onClose }: { firm: Firm; onClose: () => void }) {
  const t = useText();
  const change = useCommand(engagements.changeOutsideFirm, [
    engagements.listOutsideFirms,
    engagements.listEngagements,
    engagements.listOutsidePeople,
  ]);
  return (
    <Dialog isOpen onClose={onClose} title={t("outside.changeFirmTitle", { name: firm.name })}>
      <FirmForm
        before={firm}
        offBecause={null}
        isBusy={change.isPending}
        error={change.error}
        action={t("outside.save")}
        onSave={(given) =>
          change.mutate({ id: firm.id, rowVersion: firm.rowVersion, ...given }, { onSuccess: onClose })
        }
        onClose={onClose}
      />
    </Dialog>
  );
}

type FormProps = {
  before: { name: string; note: string | null };
  /** What has to be chosen first, beside the name. */
  offBecause: string | null;
  isBusy: boolean;
  error: unknown;
  action: string;
  onSave: (given: { name: string; note: string | null }) => void;
  onClose: () => void;
  /** Stands between name and note. */
  children?: ReactNode;
};

function FirmForm({ before, offBecause, isBusy, error, action, onSave, onClose, children }: FormProps) {
  const t = useText();
  const [form, setForm] = useState({ name: before.name, note: before.note ?? "" });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave({ name: form.name.trim(), note: form.note.trim() || null });
  };
  return (
    <form className="form" onSubmit={submit}>
      <TextField
        label={t("outside.firm")}
        value={form.name}
        maxLength={200}
        onChange={(name) => setForm({ ...form, name })}
      />
      {children}
      <TextField
        label={t("outside.note")}
        isOptional
        value={form.note}
        maxLength={500}
        onChange={(note) => setForm({ ...form, note })}
      />
      <FormEnds
        error={error}
        isBusy={isBusy}
        offBecause={form.name.trim() ? offBecause : t("forms.first", { field: t("outside.firm") })}
        onClose={onClose}
      >
        {action}
      </FormEnds>
    </form>
  );
}
