// The shared services of the group: who provides each from day to day, and which companies are connected to it.
import { useState } from "react";
import { ServiceHistory } from "#modules/trail/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useAsOf } from "#web/layout/asOf.tsx";
import { GroupTabs } from "#web/layout/GroupTabs.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, GoButton, useUrl } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { services } from "../contract.ts";
import { ConnectDialog } from "./ConnectDialog.tsx";
import { ProviderDialog } from "./ProviderDialog.tsx";
import type { Service } from "./rows.ts";
import { ServiceCompanies } from "./ServiceCompanies.tsx";

type Url = { service: string };

export default function ServicesPage() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const asOf = useAsOf();
  const [url, setUrl] = useUrl<Url>();
  const [isConnecting, connect] = useState(false);
  const found = useOperation(services.listServices, asOf, { keep: true });
  const mayConnect = useMay("service.connect");
  const rows = found.data?.rows ?? [];
  const chosen = rows.find((row) => row.service === url.service) ?? rows[0];
  const lacking = rows.filter((row) => row.provider === null).length;
  const title = !found.data
    ? t("services.crumb")
    : t(lacking > 0 && mayConnect ? "services.titleLacking" : "services.title", {
        services: rows.length,
        lacking,
        connected: format.number(found.data.connected),
        companies: format.number(found.data.companies),
      });
  return (
    <Page
      title={title}
      crumbs={[
        { label: session.group.names[format.language] ?? session.group.name, to: "/group" },
        { label: t("services.crumb") },
      ]}
      actions={
        mayConnect && chosen ? (
          <>
            {session.isGroupWide ? (
              <GoButton to="/imports" search={{ kind: "services" }}>
                {t("group.import")}
              </GoButton>
            ) : null}
            <Button look="main" onClick={() => connect(true)}>
              {t("services.connect")}
            </Button>
          </>
        ) : null
      }
    >
      <GroupTabs />
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <Loading />
      ) : !chosen ? (
        <EmptyState title={t("services.none")}>{t("services.noneHelp")}</EmptyState>
      ) : (
        <div className="cols">
          <div className="c4">
            <List rows={rows} chosen={chosen.service} onChoose={(service) => setUrl({ service })} />
          </div>
          <div className="c8 stack">
            <ProviderPanel service={chosen} />
            <ServiceCompanies key={chosen.service} service={chosen} />
            <ServiceHistory key={`${chosen.service} past`} service={chosen.service} />
          </div>
        </div>
      )}
      {isConnecting && chosen ? (
        <ConnectDialog service={chosen} services={rows} onClose={() => connect(false)} />
      ) : null}
    </Page>
  );
}

type ListProps = { rows: Service[]; chosen: string; onChoose: (service: string) => void };

function List({ rows, chosen, onChoose }: ListProps) {
  const t = useText();
  const format = useFormat();
  return (
    <Panel title={t("services.listTitle", { count: rows.length })} isFlush>
      <ul className="services">
        {rows.map((row) => (
          <li key={row.service}>
            <button
              type="button"
              className={row.service === chosen ? "on" : ""}
              aria-pressed={row.service === chosen}
              onClick={() => onChoose(row.service)}
            >
              <b>
                <LangText text={row.name} />
              </b>
              <span className="tn count">{t("services.connectedShort", { count: row.connected })}</span>
              <small className={row.provider ? "soft" : "over-text"}>
                {row.provider ? (
                  <LangText text={row.provider.name} />
                ) : row.next ? (
                  t("services.from", { name: row.next.name, day: format.day(row.next.validFrom) })
                ) : (
                  t("services.noProvider")
                )}
              </small>
              <small className="soft count">{t("services.controls", { count: row.controls })}</small>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function ProviderPanel({ service }: { service: Service }) {
  const t = useText();
  const format = useFormat();
  const [isChanging, change] = useState(false);
  const mayProvide = useMay("service.provide");
  const { provider, next } = service;
  return (
    <Panel
      title={
        provider
          ? t("services.providedBy", { name: provider.name, service: service.name })
          : t("services.nobodyProvides", { service: service.name })
      }
      more={
        mayProvide ? (
          <Button size="s" onClick={() => change(true)}>
            {t(provider || next ? "services.changeProvider" : "services.setProvider")}
          </Button>
        ) : null
      }
    >
      <p className="soft">
        {provider ? (
          <>
            {t("company.since", { day: format.day(provider.validFrom) })}
            {provider.validTo ? ` ${t("services.lastDay", { day: format.day(provider.validTo) })}` : ""}
          </>
        ) : (
          t("services.nobodyHelp")
        )}
      </p>
      {provider?.companyId ? (
        <p>
          <Go to="/companies/$id" params={{ id: provider.companyId }}>
            {t("services.openCompany")}
          </Go>
        </p>
      ) : null}
      {next ? (
        <p className="soft">{t("services.from", { name: next.name, day: format.day(next.validFrom) })}</p>
      ) : null}
      {isChanging ? <ProviderDialog service={service} onClose={() => change(false)} /> : null}
    </Panel>
  );
}
