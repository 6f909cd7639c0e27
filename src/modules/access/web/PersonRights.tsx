// On a person's page: whether they can sign in, and what they may do where.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go, GoButton } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Tag } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import type { PersonPanelProps } from "#web/web-module.ts";
import { access } from "../contract.ts";
import { type Account, Held, RightsDialog } from "./RightsDialog.tsx";

export default function PersonRights({ personId }: PersonPanelProps) {
  const t = useText();
  const mayReadAccounts = useMay("account.read");
  const mayReadGrants = useMay("grant.read");
  const mayAsk = useMay("rights.ask");
  const accounts = useOperation(access.listAccounts, { personId, limit: 20 }, { enabled: mayReadAccounts });
  const [open, setOpen] = useState<Account | null>(null);
  const rows = accounts.data?.rows ?? [];
  const current = rows.find((one) => one.state !== "closed") ?? rows[0];
  const title = !accounts.data
    ? t("account.rightsOf")
    : t(
        current?.state === "active"
          ? "account.canSignIn"
          : current?.state === "invited"
            ? "account.isInvited"
            : current
              ? "account.isClosed"
              : "account.hasNone",
      );
  return (
    <Panel
      title={title}
      more={
        mayAsk ? (
          <Go to="/rights/people/$id" params={{ id: personId }}>
            {t("rights.ask")} ›
          </Go>
        ) : null
      }
    >
      {accounts.isError ? (
        <ErrorState error={accounts.error} onRetry={() => void accounts.refetch()} />
      ) : mayReadAccounts && !accounts.data ? (
        <Loading rows={2} />
      ) : current ? (
        <AccountLine account={current} onOpen={() => setOpen(current)} />
      ) : mayReadAccounts ? (
        <p className="row wrap">
          <span className="soft">{t("account.noneYet")}</span>
          <GoButton size="s" to="/accounts">
            {t("rail.accounts")}
          </GoButton>
        </p>
      ) : null}
      {mayReadGrants ? <Held personId={personId} mayEnd={false} /> : null}
      {open ? <RightsDialog account={open} onClose={() => setOpen(null)} /> : null}
    </Panel>
  );
}

function AccountLine({ account, onOpen }: { account: Account; onOpen: () => void }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return (
    <p className="row wrap">
      <span className="mono wrap-any">{account.loginName}</span>
      <Tag>{any(`account.state.${account.state}`)}</Tag>
      <span className="small soft">
        {account.lastSignInAt
          ? t("account.lastSignInAt", { at: format.moment(account.lastSignInAt) })
          : t("account.neverSignedIn")}
      </span>
      <span className="end">
        <Button size="s" onClick={onOpen}>
          {t("account.manage")}
        </Button>
      </span>
    </p>
  );
}
