// Who can see what: a company is chosen, then everybody who reaches it is listed.
import { Select } from "@mantine/core";
import { useState } from "react";
import { organization } from "#modules/organization/contract.ts";
import { useOperation } from "#web/api.ts";
import { Page } from "#web/layout/Page.tsx";
import { useUrl } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { RightsTabs } from "./RightsTabs.tsx";
import { WhoList } from "./WhoList.tsx";

export default function WhoPage() {
  const t = useText();
  const mayReadAccounts = useMay("account.read");
  const [url, setUrl] = useUrl<{ company: string; permission: string; on: string }>();
  return (
    <Page
      title={t("rights.tab.who")}
      crumbs={[{ label: t("rail.accounts"), ...(mayReadAccounts ? { to: "/accounts" } : {}) }]}
    >
      <RightsTabs />
      <Panel>
        <div className="stack">
          <CompanyChoice chosen={url.company} onChoose={(company) => setUrl({ company }, { push: true })} />
          {url.company ? (
            <WhoList
              key={url.company}
              companyId={url.company}
              asked={{ permission: url.permission ?? "", on: url.on ?? "" }}
              onAsk={setUrl}
            />
          ) : (
            <EmptyState icon="lock" title={t("rights.chooseCompany")}>
              {t("rights.chooseCompanyHelp")}
            </EmptyState>
          )}
        </div>
      </Panel>
    </Page>
  );
}

function CompanyChoice({ chosen, onChoose }: { chosen: string | undefined; onChoose: (id: string) => void }) {
  const t = useText();
  const [search, setSearch] = useState("");
  const named = useOperation(
    organization.getCompany,
    { id: chosen ?? "" },
    { enabled: chosen !== undefined },
  );
  const name = named.data ? nameFor(named.data) : "";
  const isTyped = search !== "" && search !== name;
  const found = useOperation(
    organization.listCompanies,
    { ...(isTyped ? { search } : {}), limit: 30 },
    { keep: true },
  );
  const rows = (found.data?.rows ?? []).map((one) => ({ value: one.id, label: nameFor(one) }));
  const isListed = !chosen || rows.some((one) => one.value === chosen);
  return (
    <Select
      label={t("unit.company")}
      placeholder={t("group.find")}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      data={isListed || !chosen ? rows : [{ value: chosen, label: name || "…" }, ...rows]}
      value={chosen ?? null}
      allowDeselect={false}
      onChange={(id) => {
        if (id) onChoose(id);
      }}
    />
  );
}
