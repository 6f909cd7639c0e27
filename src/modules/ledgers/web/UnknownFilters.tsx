// What the list of unknown things is narrowed to, as tokens.
import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { CompanyFilter } from "#modules/organization/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { AddFilter } from "#web/ui/AddFilter.tsx";
import { Token } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { ledgers } from "../contract.ts";
import { askedLedgers, likelyRules } from "../declared/unknown.ts";
import type { UnknownRow } from "./unknown.ts";
import type { Url } from "./unknown-filter.ts";

type Props = {
  url: Partial<Url>;
  first: UnknownRow | undefined;
  /** All are of one company anyhow. */
  isOneCompany?: boolean;
  onChange: (part: { [K in keyof Url]?: Url[K] | undefined }) => void;
};

const ages = [7, 14, 30, 90] as const;

export function UnknownFilters({ url, first, isOneCompany = false, onChange }: Props) {
  const t = useText();
  return (
    <div className="filters">
      <FindBox
        isOnKey
        label={t("unknown.find")}
        value={url.search ?? ""}
        onFind={(search) => onChange({ search })}
      />
      {isOneCompany ? null : (
        <CompanyFilter companyId={url.companyId} onChange={(companyId) => onChange({ companyId })} />
      )}
      <Tokens url={url} first={first} onChange={onChange} />
      <MoreFilters onChange={onChange} />
    </div>
  );
}

function Tokens({ url, first, onChange }: Props) {
  const t = useText();
  const any = useAnyText();
  const tokens: [key: keyof Url, name: string, value: ReactNode][] = [];
  const told = (key: keyof Url, name: string, value: ReactNode) => {
    if (url[key] !== undefined && url[key] !== "") tokens.push([key, name, value]);
  };
  told("ledger", t("ledgers.ledger"), any(`ledger.${url.ledger}`));
  told("sourceId", t("unknown.source"), first?.sourceName ?? "…");
  told("likelyBy", t("unknown.reason"), any(`unknown.reason.${url.likelyBy}`));
  told(
    "askedId",
    t("unknown.asked"),
    url.askedId === "none" ? t("unknown.keepers") : (first?.askedName ?? "…"),
  );
  told("facesInternet", t("unknown.thing"), t("unknown.exposed"));
  told("olderThan", t("unknown.older"), t("unknown.olderThan", { count: Number(url.olderThan) }));
  return tokens.map(([key, name, value]) => (
    <Token key={key} name={name} value={value} onRemove={() => onChange({ [key]: undefined })} />
  ));
}

function MoreFilters({ onChange }: Pick<Props, "onChange">) {
  const t = useText();
  const any = useAnyText();
  const sources = useOperation(ledgers.listSources, {});
  return (
    <AddFilter>
      <Menu.Label>{t("ledgers.ledger")}</Menu.Label>
      {askedLedgers.map((ledger) => (
        <Menu.Item key={ledger} onClick={() => onChange({ ledger })}>
          {any(`ledger.${ledger}`)}
        </Menu.Item>
      ))}
      <Menu.Label>{t("unknown.reason")}</Menu.Label>
      {[...likelyRules, "none" as const].map((likelyBy) => (
        <Menu.Item key={likelyBy} onClick={() => onChange({ likelyBy })}>
          {t(`unknown.reason.${likelyBy}`)}
        </Menu.Item>
      ))}
      <Menu.Label>{t("unknown.asked")}</Menu.Label>
      <Menu.Item onClick={() => onChange({ askedId: "none" })}>{t("unknown.keepers")}</Menu.Item>
      <Menu.Label>{t("unknown.thing")}</Menu.Label>
      <Menu.Item onClick={() => onChange({ facesInternet: true })}>{t("unknown.exposed")}</Menu.Item>
      <Menu.Label>{t("unknown.older")}</Menu.Label>
      {ages.map((olderThan) => (
        <Menu.Item key={olderThan} onClick={() => onChange({ olderThan })}>
          {t("unknown.olderThan", { count: olderThan })}
        </Menu.Item>
      ))}
      <Menu.Label>{t("unknown.source")}</Menu.Label>
      {(sources.data?.rows ?? [])
        .filter((one) => one.sees && !one.records)
        .slice(0, 30)
        .map((one) => (
          <Menu.Item key={one.id} onClick={() => onChange({ sourceId: one.id })}>
            {one.name}
          </Menu.Item>
        ))}
    </AddFilter>
  );
}
