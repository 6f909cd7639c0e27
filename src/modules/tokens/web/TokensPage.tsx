// Access tokens of the people whose accounts one sees, and what the group allows. Which are shown stands in the address.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrl } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { tokens } from "../contract.ts";
import { TokenRules } from "./TokenRules.tsx";

type Token = Output<typeof tokens.listTokens>["rows"][number];
const views = ["live", "all"] as const;
type View = (typeof views)[number];

export default function TokensPage() {
  const t = useText();
  const [url, setUrl] = useUrl<{ view: View }>();
  const view = url.view === "all" ? "all" : "live";
  const pages = usePages<Token>(tokens.listTokens, view === "live" ? { isLive: true } : {});
  const [revoked, setRevoked] = useState<Token | null>(null);
  const [isRuling, setRuling] = useState(false);
  const mayRule = useMay("token.rule");
  return (
    <Page
      title={t("token.listTitle")}
      crumbs={[{ label: t("rail.accounts"), to: "/accounts" }]}
      actions={mayRule ? <Button onClick={() => setRuling(true)}>{t("token.rules")}</Button> : null}
    >
      <Tabs<View>
        label={t("token.state")}
        value={view}
        onChange={(next) => setUrl({ view: next === "all" ? "all" : undefined })}
        choices={views.map((value) => ({ value, label: t(`token.tab.${value}`) }))}
      />
      <DataTable
        label={t("token.list")}
        columns={useColumns(setRevoked)}
        pages={pages}
        keyOfRow={(row) => row.id}
        empty={
          <EmptyState icon="lock" title={t("token.listEmpty")}>
            {t("token.listEmptyHelp")}
          </EmptyState>
        }
      />
      {revoked ? <Revoke token={revoked} onClose={() => setRevoked(null)} /> : null}
      {isRuling ? <TokenRules onClose={() => setRuling(false)} /> : null}
    </Page>
  );
}

function Revoke({ token, onClose }: { token: Token; onClose: () => void }) {
  const t = useText();
  const revoke = useCommand(tokens.revokeToken, [tokens.listTokens]);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("token.revokeTitle", { name: token.name })}
      effect={t("token.revokeEffect")}
      action={t("token.revoke")}
      isDanger
      reason={{ label: t("token.reason") }}
      isBusy={revoke.isPending}
      error={<FormError error={revoke.error} />}
      onConfirm={(reason) => revoke.mutate({ id: token.id, reason }, { onSuccess: onClose })}
    />
  );
}

function useColumns(revoke: (token: Token) => void): Column<Token>[] {
  const t = useText();
  const format = useFormat();
  return [
    {
      id: "name",
      head: t("token.name"),
      cell: (row) => (
        <>
          <LangText text={row.name} /> <span className="mono mute">ygr_{row.key}_…</span>
        </>
      ),
    },
    {
      id: "person",
      head: t("token.person"),
      cell: (row) => (
        <>
          <LangText text={row.personName} /> <span className="mute">{row.ofCompanyName}</span>
        </>
      ),
    },
    {
      id: "may",
      head: t("token.permissions"),
      isWideOnly: true,
      cell: (row) =>
        [
          t(row.isReadOnly ? "token.readsOnly" : "token.writes"),
          t("token.permissionCount", { count: row.permissions.length }),
          ...(row.companyName ? [row.companyName] : []),
        ].join(" · "),
    },
    {
      id: "used",
      head: t("token.lastUsed"),
      isWideOnly: true,
      width: "190px",
      cell: (row) => (row.lastUsedAt ? format.moment(row.lastUsedAt) : t("token.never")),
    },
    {
      id: "state",
      head: t("token.state"),
      width: "190px",
      cell: (row) =>
        row.state === "live" ? (
          row.warnings.length === 0 ? (
            t("token.endsOn", { day: format.momentDay(row.expiresAt, "plain") })
          ) : (
            row.warnings.map((one) => <Tag key={one}>{t(`token.warning.${one}`)}</Tag>)
          )
        ) : (
          <Tag>{t(`token.state.${row.state}`)}</Tag>
        ),
    },
    {
      id: "revoke",
      head: t("token.revoke"),
      width: "110px",
      cell: (row) =>
        row.state === "live" && row.mayRevoke ? (
          <Button size="s" onClick={() => revoke(row)}>
            {t("token.revoke")}
          </Button>
        ) : null,
    },
  ];
}
