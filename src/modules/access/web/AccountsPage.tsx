// Accounts within one's scope, and the rights of their people. Search, state and the account opened stand in the address.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useUrl } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { SavedViews } from "#web/table/SavedViews.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented, Token } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { access } from "../contract.ts";
import { GivenAlone } from "./GivenAlone.tsx";
import { InviteDialog } from "./InviteDialog.tsx";
import { RightsTabs } from "./RightsTabs.tsx";
import { type Account, RightsDialog } from "./RightsDialog.tsx";

const states = ["all", "active", "invited", "closed"] as const;
type State = (typeof states)[number];

const viewNames = ["search", "state", "companyId"];

export default function AccountsPage() {
  const t = useText();
  const [url, setUrl] = useUrl<{ search: string; state: State; companyId: string }>();
  const [isInviting, setInviting] = useState(false);
  const [chosen, choose] = useState<Account | null>(null);
  const [invited, setInvited] = useState<string | null>(null);
  const mayManage = useMay("account.manage");
  const mayOrganize = useMay("organization.manage");
  const { isGroupWide } = useSession();
  const state = states.find((one) => one === url.state) ?? "all";
  const pages = usePages<Account>(access.listAccounts, {
    ...(url.search ? { search: url.search } : {}),
    ...(url.companyId ? { companyId: url.companyId } : {}),
    ...(state === "all" ? {} : { state }),
  });
  const company = url.companyId ? pages.data?.pages[0]?.rows[0]?.companyName : undefined;
  const columns = useColumns(choose);
  const invite = (
    <Button
      look="main"
      onClick={() => setInviting(true)}
      offBecause={mayManage ? null : t("account.notYours")}
    >
      {t("account.invite")}
    </Button>
  );
  const byList =
    mayOrganize && isGroupWide ? (
      <GoButton to="/imports" search={{ kind: "seats" }}>
        {t("account.inviteByList")}
      </GoButton>
    ) : null;
  const isAll = state === "all" && !url.search && !url.companyId;
  return (
    <Page
      title={t("account.title")}
      crumbs={[{ label: t("rail.accounts") }]}
      actions={
        <>
          <GoButton to="/accounts/tokens">{t("token.listTitle")}</GoButton>
          {byList}
          {invite}
        </>
      }
    >
      <RightsTabs />
      <GivenAlone />
      <SavedViews list="accounts" names={viewNames} />
      <div className="filters">
        <FindBox
          isOnKey
          label={t("account.findPerson")}
          value={url.search ?? ""}
          onFind={(search) => setUrl({ search })}
        />
        <Segmented<State>
          label={t("account.state")}
          value={state}
          onChange={(next) => setUrl({ state: next === "all" ? undefined : next })}
          choices={states.map((value) => ({ value, label: t(`account.tab.${value}`) }))}
        />
        {url.companyId ? (
          <Token name={t("unit.company")} value={company ?? "…"} onRemove={() => setUrl({ companyId: "" })} />
        ) : null}
      </div>
      <DataTable
        label={t("account.title")}
        columns={columns}
        pages={pages}
        keyOfRow={(row) => row.id}
        onOpen={choose}
        empty={
          <EmptyState
            icon="lock"
            title={t(isAll ? "account.empty" : "account.noneFound")}
            action={
              isAll ? null : (
                <Button onClick={() => setUrl({ search: "", state: undefined, companyId: "" })}>
                  {t("table.clearFilters")}
                </Button>
              )
            }
          >
            {t(isAll ? "account.emptyHelp" : "account.noneFoundHelp")}
          </EmptyState>
        }
      />
      <InviteDialog
        isOpen={isInviting}
        onClose={() => setInviting(false)}
        onRights={({ loginName }) => setInvited(loginName)}
      />
      {chosen ? <RightsDialog account={chosen} onClose={() => choose(null)} /> : null}
      {invited ? <RightsOfInvited loginName={invited} onClose={() => setInvited(null)} /> : null}
    </Page>
  );
}

/** The account that was just opened, as the list knows it. */
function RightsOfInvited({ loginName, onClose }: { loginName: string; onClose: () => void }) {
  const found = useOperation(access.listAccounts, { search: loginName, limit: 10 });
  const account = found.data?.rows.find((row) => row.loginName === loginName);
  return account ? <RightsDialog account={account} onClose={onClose} /> : null;
}

function useColumns(choose: (account: Account) => void): Column<Account>[] {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return [
    {
      id: "name",
      head: t("account.person"),
      cell: (row) => (
        <button type="button" className="linkish" onClick={() => choose(row)}>
          <LangText text={format.person(row)} />
        </button>
      ),
    },
    {
      id: "company",
      head: t("account.company"),
      cell: (row) => <LangText text={row.companyName} />,
    },
    {
      id: "login",
      head: t("account.loginName"),
      isWideOnly: true,
      cell: (row) => <span className="mono mute">{row.loginName}</span>,
    },
    {
      id: "state",
      head: t("account.state"),
      width: "120px",
      cell: (row) =>
        row.state === "active" ? any("account.state.active") : <Tag>{any(`account.state.${row.state}`)}</Tag>,
    },
    {
      id: "last",
      head: t("account.lastSignIn"),
      isWideOnly: true,
      width: "190px",
      cell: (row) => (row.lastSignInAt ? format.moment(row.lastSignInAt) : t("account.never")),
    },
    {
      id: "rights",
      head: t("grant.title"),
      isWideOnly: true,
      width: "100px",
      cell: (row) => (
        <Button size="s" onClick={() => choose(row)}>
          {t("grant.title")}
        </Button>
      ),
    },
  ];
}
