// One's own sign-ins and password.
import { PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { MyProviders } from "#modules/connections/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button, Loading, Note, Panel } from "#web/ui/parts.tsx";
import { access } from "../contract.ts";

export default function MyPage() {
  const t = useText();
  return (
    <Page title={t("frame.mySessions")}>
      <div className="cols">
        <Panel className="c7" title={t("session.title")}>
          <Sessions />
        </Panel>
        <Panel className="c5" title={t("password.title")}>
          <PasswordForm />
        </Panel>
        <MyProviders className="c7" />
      </div>
    </Page>
  );
}

function Sessions() {
  const t = useText();
  const format = useFormat();
  const sessions = useOperation(access.listMySessions, {});
  const end = useCommand(access.endSession, [access.listMySessions]);
  if (!sessions.data) return <Loading rows={3} />;
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">{t("session.since")}</th>
          <th scope="col">{t("session.lastSeen")}</th>
          <th scope="col" aria-label={t("session.end")} />
        </tr>
      </thead>
      <tbody>
        {sessions.data.rows.map((session) => (
          <tr key={session.id}>
            <td>{format.moment(session.createdAt)}</td>
            <td>{format.moment(session.lastSeenAt)}</td>
            <td>
              {session.isThisOne ? (
                <span className="badge tag">{t("session.this")}</span>
              ) : (
                <Button size="s" onClick={() => end.mutate({ id: session.id })}>
                  {t("session.end")}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PasswordForm() {
  const t = useText();
  const change = useCommand(access.changePassword, [access.listMySessions]);
  const [form, setForm] = useState({ currentPassword: "", newPassword: "" });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    await change.mutateAsync(form);
    setForm({ currentPassword: "", newPassword: "" });
  };
  return (
    <form className="form" onSubmit={(event) => void submit(event).catch(() => undefined)}>
      <PasswordInput
        label={t("password.current")}
        value={form.currentPassword}
        onChange={(event) => setForm({ ...form, currentPassword: event.target.value })}
        required
        autoComplete="current-password"
      />
      <PasswordInput
        label={t("signIn.newPassword")}
        description={t("signIn.passwordRule")}
        value={form.newPassword}
        onChange={(event) => setForm({ ...form, newPassword: event.target.value })}
        required
        minLength={12}
        autoComplete="new-password"
      />
      {change.data ? (
        <Note kind="good">{t("password.changed", { count: change.data.endedSessions })}</Note>
      ) : null}
      <FormError error={change.error} />
      <Button type="submit" isBusy={change.isPending}>
        {t("password.title")}
      </Button>
    </form>
  );
}
