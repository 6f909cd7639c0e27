// Accounts within one's scope, and the rights of their people.
import { useState } from "react";
import { Page } from "#web/layout/Page.tsx";
import { useMay } from "#web/session.ts";
import { type Column, Register, usePages } from "#web/table/Register.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button, EmptyState } from "#web/ui/parts.tsx";
import { access } from "../contract.ts";
import { InviteDialog } from "./InviteDialog.tsx";
import { type Account, RightsDialog } from "./RightsDialog.tsx";

export default function AccountsPage() {
  const t = useText();
  const [search, setSearch] = useState("");
  const [isInviting, setInviting] = useState(false);
  const [chosen, choose] = useState<Account | null>(null);
  const mayManage = useMay("account.manage");
  const pages = usePages<Account>(access.listAccounts, search ? { search } : {});
  return (
    <Page
      title={t("account.title")}
      actions={
        <Button
          look="main"
          onClick={() => setInviting(true)}
          offBecause={mayManage ? null : t("account.notYours")}
        >
          {t("account.invite")}
        </Button>
      }
    >
      <div className="tools">
        <input
          className="find"
          type="search"
          aria-label={t("account.findPerson")}
          placeholder={t("account.findPerson")}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <section className="panel">
        <div className="body">
          <Register
            label={t("account.title")}
            columns={useColumns(choose)}
            pages={pages}
            keyOfRow={(row) => row.id}
            empty={<EmptyState title={t("account.empty")}>{t("account.emptyHelp")}</EmptyState>}
          />
        </div>
      </section>
      <InviteDialog isOpen={isInviting} onClose={() => setInviting(false)} />
      <RightsDialog account={chosen} onClose={() => choose(null)} />
    </Page>
  );
}

function useColumns(choose: (account: Account) => void): Column<Account>[] {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return [
    { id: "name", head: t("account.person"), cell: (row) => format.person(row) },
    { id: "company", head: t("account.company"), cell: (row) => row.companyName },
    { id: "login", head: t("account.loginName"), cell: (row) => row.loginName },
    { id: "state", head: t("account.state"), cell: (row) => any(`account.state.${row.state}`) },
    {
      id: "last",
      head: t("account.lastSignIn"),
      cell: (row) => (row.lastSignInAt ? format.moment(row.lastSignInAt) : t("account.never")),
    },
    {
      id: "rights",
      head: t("grant.title"),
      width: "110px",
      cell: (row) => (
        <Button size="s" onClick={() => choose(row)}>
          {t("grant.title")}
        </Button>
      ),
    },
  ];
}
