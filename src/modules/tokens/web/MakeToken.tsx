// Making a token: a name, the least it needs, where, how long; then its secret, this once.
import { Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { SelectField, TextField } from "#web/forms/fields.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { tokens } from "../contract.ts";
import { PermissionChoice } from "./PermissionChoice.tsx";

type Offer = Output<typeof tokens.getTokenOffer>;

export function MakeTokenDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const offer = useOperation(tokens.getTokenOffer, {});
  const [made, setMade] = useState<string | null>(null);
  return (
    <Dialog isOpen onClose={onClose} title={t("token.make")} size="l">
      {made ? (
        <Secret token={made} onClose={onClose} />
      ) : offer.data ? (
        <MakeForm offer={offer.data} onMade={setMade} onClose={onClose} />
      ) : offer.error ? (
        <ErrorState error={offer.error} onRetry={() => void offer.refetch()} />
      ) : (
        <Loading rows={6} />
      )}
    </Dialog>
  );
}

const usualDays = [7, 30, 90, 180, 365];

function MakeForm({
  offer,
  onMade,
  onClose,
}: {
  offer: Offer;
  onMade: (token: string) => void;
  onClose: () => void;
}) {
  const t = useText();
  const make = useCommand(tokens.makeToken, [tokens.listMyTokens]);
  const [form, setForm] = useState({
    name: "",
    companyId: "",
    isReadOnly: true,
    days: offer.proposedDays,
    permissions: [] as string[],
  });
  const { companyId, ...rest } = form;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate({ ...rest, companyId: companyId || null }, { onSuccess: ({ token }) => onMade(token) });
  };
  const missing = !offer.areAllowed
    ? t("errors.token.none_allowed")
    : form.name.trim() === ""
      ? t("forms.first", { field: t("token.name") })
      : form.permissions.length === 0
        ? t("token.noneChosen")
        : null;
  return (
    <form className="form" onSubmit={submit}>
      <TextField
        label={t("token.name")}
        hint={t("token.nameHelp")}
        value={form.name}
        maxLength={100}
        onChange={(name) => setForm({ ...form, name })}
      />
      <div className="two">
        <Select
          label={t("token.company")}
          searchable
          allowDeselect={false}
          data={[
            { value: "", label: t("token.everywhere") },
            ...offer.companies.map((one) => ({ value: one.id, label: one.name })),
          ]}
          limit={50}
          value={form.companyId}
          onChange={(chosen) => setForm({ ...form, companyId: chosen ?? "" })}
        />
        <DaysField offer={offer} days={form.days} onChange={(days) => setForm({ ...form, days })} />
      </div>
      <SelectField
        label={t("token.kind")}
        hint={offer.mayWrite ? null : t("token.writesOff")}
        value={form.isReadOnly ? "reads" : "writes"}
        choices={[
          { value: "reads", label: t("token.readsOnly") },
          ...(offer.mayWrite ? [{ value: "writes" as const, label: t("token.writes") }] : []),
        ]}
        onChange={(kind: "reads" | "writes") => setForm({ ...form, isReadOnly: kind === "reads" })}
      />
      <PermissionChoice
        offered={offer.permissions}
        chosen={form.permissions}
        onChange={(permissions) => setForm({ ...form, permissions })}
      />
      <FormEnds error={make.error} isBusy={make.isPending} offBecause={missing} onClose={onClose}>
        {t("token.make")}
      </FormEnds>
    </form>
  );
}

function DaysField({
  offer,
  days,
  onChange,
}: {
  offer: Offer;
  days: number;
  onChange: (days: number) => void;
}) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  const choices = [
    ...new Set([
      ...usualDays.filter((one) => one < offer.longestDays),
      offer.proposedDays,
      offer.longestDays,
    ]),
  ];
  return (
    <SelectField
      label={t("token.days")}
      hint={t("token.endsOn", { day: format.day(addDays(today, days), "plain") })}
      value={String(days)}
      choices={choices
        .sort((a, b) => a - b)
        .map((one) => ({ value: String(one), label: t("token.daysChoice", { count: one }) }))}
      onChange={(chosen) => onChange(Number(chosen))}
    />
  );
}

function Secret({ token, onClose }: { token: string; onClose: () => void }) {
  const t = useText();
  const [isCopied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(token).then(() => setCopied(true));
  return (
    <div className="form">
      <Note kind="good">{t("token.made")}</Note>
      <div className="row">
        <input
          className="input mono grow"
          aria-label={t("token.secret")}
          value={token}
          readOnly
          onFocus={(event) => event.target.select()}
        />
        <Button look="main" icon={isCopied ? "check" : "file"} onClick={copy}>
          {t(isCopied ? "token.copied" : "token.copy")}
        </Button>
      </div>
      <div className="ends">
        <Button onClick={onClose}>{t("token.done")}</Button>
      </div>
    </div>
  );
}
