// One's own sign-ins, what one proves oneself by, the password; when one is away, and what one may see and do.
import { PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { MyProviders } from "#modules/connections/web/parts.tsx";
import { MyFeeds } from "#modules/feeds/web/parts.tsx";
import { MyViewings } from "#modules/viewings/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { PasswordField } from "#web/identity/PasswordField.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Button, Loading, Note, Panel } from "#web/ui/parts.tsx";
import { access } from "../contract.ts";
import { MyAway } from "./MyAway.tsx";
import { MyFactors } from "./MyFactors.tsx";
import { MySessions } from "./MySessions.tsx";
import { RightsList } from "./RightsList.tsx";

export default function MyPage() {
  const t = useText();
  const { viewing } = useSession();
  const factors = useOperation(access.listMyFactors, {}, { enabled: viewing === null });
  // How somebody comes in is nobody's to see who looks along.
  if (viewing)
    return (
      <Page title={t("frame.mySessions")}>
        <Note kind="warn">{t("errors.viewing.not_for_this")}</Note>
        <div className="cols below">
          <Panel className="c6" title={t("away.title")}>
            <MyAway />
          </Panel>
          <Panel className="c6" title={t("rights.mine")}>
            <MyRights />
          </Panel>
        </div>
      </Page>
    );
  return (
    <Page title={t("frame.mySessions")}>
      <div className="cols">
        <Panel className="c7" title={t("factor.title")}>
          {factors.data ? <MyFactors held={factors.data} /> : <Loading rows={3} />}
        </Panel>
        {factors.data?.hasPassword ? (
          <Panel className="c5" title={t("password.title")}>
            <PasswordForm />
          </Panel>
        ) : null}
        <Panel className="c12" title={t("session.title")}>
          <MySessions />
        </Panel>
        <Panel className="c6" title={t("away.title")}>
          <MyAway />
        </Panel>
        <Panel className="c6" title={t("rights.mine")}>
          <MyRights />
        </Panel>
        <MyProviders className="c7" />
        <MyViewings className="c5" />
        <MyFeeds className="c12" />
      </div>
    </Page>
  );
}

function MyRights() {
  const t = useText();
  const own = useOperation(access.getOwnRights, {});
  if (own.isError) return <ErrorState error={own.error} onRetry={() => void own.refetch()} />;
  if (!own.data) return <Loading rows={3} />;
  return <RightsList rights={own.data.rights} none={t("rights.noneMine")} />;
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
        visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword"), tabIndex: 0 }}
        required
        autoComplete="current-password"
      />
      <PasswordField value={form.newPassword} onChange={(newPassword) => setForm({ ...form, newPassword })} />
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
