// A transfer to another country: from where to where, who receives, on what it rests and until when.
import { type FormEvent, useState } from "react";
import type { Input, Output } from "#core/contract.ts";
import { CompanyChoice } from "#modules/organization/web/parts.tsx";
import { useCommand } from "#web/api.ts";
import { DateField, SelectField, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { CountryField } from "#web/forms/places.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { ledgers } from "../../contract.ts";
import { transferBases } from "../../declared/transfers.ts";
import { type Proof, ProofField } from "../ProofField.tsx";

export type Transfer = Output<typeof ledgers.listTransfers>["rows"][number];
type Basis = Input<typeof ledgers.recordTransfer>["basis"];
type Props = {
  entry: { id: string; companyId: string };
  /** What is proposed, or what is there. */
  transfer: Transfer | { fromCountry: string; toCountry: string };
  onClose: () => void;
};

export const transferReads = [ledgers.listTransfers, ledgers.listGaps, ledgers.countGaps];

const isThere = (one: Props["transfer"]): one is Transfer => "id" in one;

function useForm(transfer: Props["transfer"]) {
  const held = isThere(transfer) ? transfer : null;
  const [form, setForm] = useState({
    fromCountry: transfer.fromCountry,
    toCountry: transfer.toCountry,
    recipientCompanyId: held?.recipientCompanyId ?? "",
    recipient: held?.recipient ?? "",
    categories: held?.categories ?? "",
    basis: (held?.basis ?? "") as NonNullable<Basis> | "",
    reference: held?.reference ?? "",
    proof: (held?.fileId ? { id: held.fileId, name: held.fileName ?? "" } : null) as Proof | null,
    validUntil: held?.validUntil ?? "",
  });
  const set = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  return { form, set, held };
}

export function TransferDialog({ entry, transfer, onClose }: Props) {
  const t = useText();
  const { isGroupWide } = useSession();
  const { form, set, held } = useForm(transfer);
  const add = useCommand(ledgers.recordTransfer, transferReads);
  const change = useCommand(ledgers.changeTransfer, transferReads);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { proof, recipientCompanyId, basis, validUntil, ...rest } = form;
    const given = {
      ...rest,
      recipientCompanyId: recipientCompanyId || null,
      basis: basis || null,
      fileId: proof?.id ?? null,
      validUntil: validUntil || null,
    };
    const done = {
      onSuccess: () => {
        toast(t("transfer.saved"));
        onClose();
      },
    };
    if (held) change.mutate({ id: held.id, rowVersion: held.rowVersion, ...given }, done);
    else add.mutate({ id: entry.id, ...given }, done);
  };
  return (
    <Dialog isOpen onClose={onClose} size="l" title={t(held ? "transfer.change" : "transfer.record")}>
      <form className="form roomy" onSubmit={submit}>
        <div className="pair">
          <CountryField
            label={t("transfer.from")}
            value={form.fromCountry}
            onChange={(fromCountry) => set({ fromCountry })}
          />
          <CountryField
            label={t("transfer.to")}
            value={form.toCountry}
            onChange={(toCountry) => set({ toCountry })}
          />
        </div>
        {isGroupWide ? (
          <CompanyChoice
            label={t("transfer.recipientCompany")}
            value={form.recipientCompanyId}
            none={t("transfer.recipientOther")}
            onChange={(recipientCompanyId) => set({ recipientCompanyId })}
          />
        ) : null}
        <TextField
          label={t("transfer.recipient")}
          hint={t("transfer.recipientHint")}
          value={form.recipient}
          maxLength={200}
          onChange={(recipient) => set({ recipient })}
        />
        <TextField
          label={t("transfer.categories")}
          hint={t("transfer.categoriesHint")}
          isOptional
          value={form.categories}
          maxLength={500}
          onChange={(categories) => set({ categories })}
        />
        <div className="pair">
          <SelectField
            label={t("transfer.basis")}
            value={form.basis}
            choices={[
              { value: "", label: t("transfer.noBasis") },
              ...transferBases.map((one) => ({ value: one, label: t(`transfer.basis.${one}`) })),
            ]}
            onChange={(basis) => set({ basis: basis as typeof form.basis })}
          />
          <DateField
            label={t("transfer.validUntil")}
            isOptional
            value={form.validUntil}
            onChange={(validUntil) => set({ validUntil })}
          />
        </div>
        <TextField
          label={t("transfer.reference")}
          hint={t("transfer.referenceHint")}
          value={form.reference}
          maxLength={500}
          onChange={(reference) => set({ reference })}
        />
        <ProofField companyId={entry.companyId} proof={form.proof} onChange={(proof) => set({ proof })} />
        {form.basis === "" ? <p className="note">{t("transfer.withoutEffect")}</p> : null}
        <FormEnds
          error={add.error ?? change.error}
          isBusy={add.isPending || change.isPending}
          offBecause={useMissing(form)}
          onClose={onClose}
        >
          {t("entryForm.save")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

function useMissing(form: ReturnType<typeof useForm>["form"]): string | null {
  const t = useText();
  const first = (field: string) => t("forms.first", { field });
  if (!form.fromCountry) return first(t("transfer.from"));
  if (!form.toCountry) return first(t("transfer.to"));
  if (form.fromCountry === form.toCountry) return t("errors.data_transfers_two_countries");
  if (!form.recipient.trim() && !form.recipientCompanyId) return first(t("transfer.recipient"));
  return form.basis !== "" && !form.reference.trim() && !form.proof
    ? t("errors.data_transfers_basis_said")
    : null;
}
