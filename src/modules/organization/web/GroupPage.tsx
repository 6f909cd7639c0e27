// The group on any day: as the supervision tree, by region or by ownership (kept in the URL), with search.
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useAsOf } from "#web/layout/asOf.tsx";
import { GroupTabs } from "#web/layout/GroupTabs.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrl } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { langOf, nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { EmptyState, Lang, Loading, Panel } from "#web/ui/parts.tsx";
import { organization } from "../contract.ts";
import { AddCompany, AddDivision } from "./AddUnits.tsx";
import { CompaniesByRegion } from "./CompaniesByRegion.tsx";
import { CompanyCounts } from "./CompanyCounts.tsx";
import { OwnershipTree } from "./OwnershipTree.tsx";
import { UnitTree } from "./UnitTree.tsx";

type Order = "region" | "relation";

export default function GroupPage() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const asOf = useAsOf();
  const counts = useOperation(organization.countCompanies, asOf);
  const mayImport = useMay("organization.import");
  const mayManage = useMay("organization.manage");
  const [adding, addOf] = useState<"division" | "company" | null>(null);
  const [search, setSearch] = useState("");
  const [{ order }, setUrl] = useUrl<{ order: Order }>();
  const by = order === "region" || order === "relation" ? order : undefined;
  const title = counts.data
    ? t("group.titleCount", {
        companies: format.number(counts.data.companies),
        workers: format.number(counts.data.workers),
      })
    : t("rail.group");
  return (
    <Page
      title={title}
      crumbs={[{ label: session.group.names[format.language] ?? session.group.name }]}
      actions={
        <>
          <Link className="btn" to="/companies">
            {t("group.asList")}
          </Link>
          {mayManage ? (
            <>
              <Button onClick={() => addOf("division")}>{t("group.addDivision")}</Button>
              <Button onClick={() => addOf("company")}>{t("group.addCompany")}</Button>
            </>
          ) : null}
          {mayImport ? (
            <Link className="btn main" to="/imports">
              {t("group.import")}
            </Link>
          ) : null}
        </>
      }
    >
      <GroupTabs />
      <div className="cols">
        <Panel
          className="c8"
          title={t(by ? `group.order.${by}` : "group.tree")}
          more={t(by ? `group.orderMore.${by}` : "group.treeMore")}
        >
          <Tabs<Order | "tree">
            label={t("group.order")}
            value={by ?? "tree"}
            onChange={(value) => setUrl({ order: value === "tree" ? undefined : value }, { push: true })}
            choices={(["tree", "region", "relation"] as const).map((value) => ({
              value,
              label: t(`group.orderTab.${value}`),
            }))}
          />
          <div className="tools">
            <input
              className="find"
              type="search"
              placeholder={t("group.find")}
              aria-label={t("group.find")}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </div>
          {search.trim() ? (
            <Found search={search.trim()} />
          ) : !by ? (
            <UnitTree />
          ) : by === "relation" ? (
            <OwnershipTree />
          ) : counts.data ? (
            <CompaniesByRegion counts={counts.data.rows} />
          ) : counts.isError ? (
            <ErrorState error={counts.error} />
          ) : (
            <Loading />
          )}
        </Panel>
        <Panel className="c4" title={t("group.counts")}>
          {counts.data ? (
            <CompanyCounts rows={counts.data.rows} />
          ) : counts.isError ? (
            <ErrorState error={counts.error} />
          ) : (
            <Loading />
          )}
        </Panel>
      </div>
      {adding === "division" ? <AddDivision onClose={() => addOf(null)} /> : null}
      {adding === "company" ? <AddCompany onClose={() => addOf(null)} /> : null}
    </Page>
  );
}

function Found({ search }: { search: string }) {
  const t = useText();
  const asOf = useAsOf();
  const found = useOperation(organization.searchUnits, { search, limit: 50, ...asOf }, { keep: true });
  if (found.isError) return <ErrorState error={found.error} />;
  if (!found.data) return <Loading />;
  if (found.data.rows.length === 0) {
    return <EmptyState title={t("group.noneFound", { search })}>{t("group.noneFoundHelp")}</EmptyState>;
  }
  return (
    <ul>
      {found.data.rows.map((unit) => (
        <li key={unit.id} className="tree-row">
          <span className="mono mute">{unit.code}</span>
          {unit.kind === "company" ? (
            <Link to="/companies/$id" params={{ id: unit.id } as never} search={asOf as never}>
              <Lang lang={langOf(nameFor(unit))}>{nameFor(unit)}</Lang>
            </Link>
          ) : (
            <Lang lang={langOf(nameFor(unit))}>{nameFor(unit)}</Lang>
          )}
          <span className="kind">{t(`unit.${unit.kind}`)}</span>
        </li>
      ))}
    </ul>
  );
}
