// My own number for emergencies, and who sees it.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { TextField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { onCall } from "../contract.ts";
import { refreshed } from "./rows.ts";

export function MyContact() {
  const t = useText();
  const read = useOperation(onCall.getMyOnCallContact, {});
  return (
    <Panel title={t("onCall.myNumber")}>
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : read.data ? (
        <ContactForm key={read.data.contact?.telephone ?? ""} of={read.data.contact} />
      ) : (
        <Loading rows={2} />
      )}
    </Panel>
  );
}

function ContactForm({ of }: { of: { telephone: string; remark: string } | null }) {
  const t = useText();
  const [telephone, setTelephone] = useState(of?.telephone ?? "");
  const [remark, setRemark] = useState(of?.remark ?? "");
  const set = useCommand(onCall.setMyOnCallContact, [...refreshed, onCall.getMyOnCallContact]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(
      { telephone: telephone.trim() || null, remark },
      { onSuccess: () => toast(t(telephone.trim() ? "onCall.numberSaved" : "onCall.numberCleared")) },
    );
  };
  return (
    <form className="form" onSubmit={submit}>
      <p className="soft">{t("onCall.numberHelp")}</p>
      <TextField
        label={t("onCall.telephone")}
        type="tel"
        autoComplete="tel"
        value={telephone}
        maxLength={60}
        onChange={setTelephone}
      />
      <TextField label={t("onCall.remark")} isOptional value={remark} maxLength={200} onChange={setRemark} />
      <FormError error={set.error} />
      <div className="on-call-acts">
        <Button type="submit" isBusy={set.isPending}>
          {t(telephone.trim() || !of ? "onCall.saveNumber" : "onCall.clearNumber")}
        </Button>
      </div>
    </form>
  );
}
