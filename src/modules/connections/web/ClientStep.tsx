// Client, secret and, folded away, what most never touch: who counts, second factor, domains.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { DateField, TextField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { connections } from "../contract.ts";
import { type ClientForm, type Connection, settingsOf, wordsOf } from "./connection.ts";
import { MeaningFields } from "./MeaningFields.tsx";

const formOf = (of: Connection): ClientForm => ({
  ...settingsOf(of),
  domains: of.domains.join(", "),
  factorValues: of.factorValues.join(", "),
  secret: "",
});

export function ClientStep({ of, mayManage }: { of: Connection; mayManage: boolean }) {
  const t = useText();
  const [form, setForm] = useState(() => formOf(of));
  const change = useCommand(connections.changeConnection, [
    connections.getConnection,
    connections.listConnections,
  ]);
  const set = (part: Partial<ClientForm>) => setForm({ ...form, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { secret, domains, factorValues, ...rest } = form;
    change.mutate(
      {
        ...rest,
        clientId: form.clientId?.trim() || null,
        domains: wordsOf(domains),
        factorValues: wordsOf(factorValues),
        requiredClaim: form.requiredClaim?.trim() || null,
        requiredValue: form.requiredValue?.trim() || null,
        ...(secret.trim() ? { clientSecret: secret.trim() } : {}),
      },
      { onSuccess: () => toast(t("connection.saved")) },
    );
  };
  return (
    <form className="form wide" onSubmit={submit}>
      <TextField
        label={t("connection.clientId")}
        value={form.clientId ?? ""}
        maxLength={300}
        isCode
        onChange={(clientId) => set({ clientId })}
      />
      <TextField
        label={t("connection.clientSecret")}
        hint={t(of.hasSecret ? "connection.secretKept" : "connection.secretHint")}
        value={form.secret}
        type="password"
        autoComplete="new-password"
        maxLength={1000}
        onChange={(secret) => set({ secret })}
      />
      <DateField
        label={t("connection.secretExpiresOn")}
        hint={t("connection.secretExpiresHint")}
        isOptional
        value={form.secretExpiresOn ?? ""}
        onChange={(day) => set({ secretExpiresOn: day || null })}
      />
      <details className="sso-more">
        <summary>{t("connection.more")}</summary>
        <MeaningFields form={form} onChange={set} canSignOut={of.found?.signsOut !== false} />
      </details>
      <FormError error={change.error} />
      <div className="ends">
        <Button
          type="submit"
          look={of.clientId && of.hasSecret ? "outlined" : "main"}
          isBusy={change.isPending}
          offBecause={mayManage ? null : t("connection.notYours")}
        >
          {t("connection.save")}
        </Button>
      </div>
    </form>
  );
}
