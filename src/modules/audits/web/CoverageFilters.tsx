// What the coverage is narrowed to, as tokens; how long nobody has been is the question that is asked most.
import { Menu } from "@mantine/core";
import type { Output } from "#core/contract.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { AddFilter } from "#web/ui/AddFilter.tsx";
import { Token } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import type { audits } from "../contract.ts";
import { type CoverageState, regions, relationKinds, type Tier, tiers } from "../programme/rules.ts";

export type CoverageUrl = {
  relation?: (typeof relationKinds)[number] | undefined;
  state?: CoverageState | undefined;
  region?: (typeof regions)[number] | undefined;
  tier?: Tier | undefined;
  months?: number | undefined;
  outside?: boolean | undefined;
  search?: string | undefined;
  sort?: "due" | "last" | "code" | undefined;
  divisionId?: string | undefined;
};

type Props = {
  url: CoverageUrl;
  counts: Output<typeof audits.countAuditCoverage> | undefined;
  onChange: (part: CoverageUrl) => void;
};

export function CoverageFilters({ url, counts, onChange }: Props) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const months = (count: number) => t("audits.notFor", { count });
  return (
    <div className="filters">
      <FindBox
        isOnKey
        label={t("group.find")}
        value={url.search ?? ""}
        onFind={(search) => onChange({ search })}
      />
      <Token
        name={t("company.relation")}
        value={any(`relation.${url.relation ?? "consolidated"}`)}
        {...(url.relation ? { onRemove: () => onChange({ relation: undefined }) } : {})}
      />
      {url.outside ? (
        <Token
          name={t("audits.cycle")}
          value={t("audits.board.outside")}
          onRemove={() => onChange({ outside: undefined })}
        />
      ) : null}
      {url.months ? (
        <Token
          name={t("audits.lastOn")}
          value={months(Number(url.months))}
          onRemove={() => onChange({ months: undefined })}
        />
      ) : null}
      {url.tier ? (
        <Token name={t("company.tier")} value={url.tier} onRemove={() => onChange({ tier: undefined })} />
      ) : null}
      {url.region ? (
        <Token
          name={t("group.by.region")}
          value={any(`region.${url.region}`)}
          onRemove={() => onChange({ region: undefined })}
        />
      ) : null}
      <AddFilter>
        <Menu.Item onClick={() => onChange({ outside: true })}>{t("audits.board.outside")}</Menu.Item>
        <Menu.Label>{t("audits.lastOn")}</Menu.Label>
        {(counts?.notFor ?? []).map((one) => (
          <Menu.Item key={one.months} onClick={() => onChange({ months: one.months })}>
            {months(one.months)} ({format.number(one.count)})
          </Menu.Item>
        ))}
        <Menu.Label>{t("company.relation")}</Menu.Label>
        {relationKinds.map((kind) => (
          <Menu.Item
            key={kind}
            onClick={() => onChange({ relation: kind === "consolidated" ? undefined : kind })}
          >
            {any(`relation.${kind}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t("company.tier")}</Menu.Label>
        {tiers.map((tier) => (
          <Menu.Item key={tier} onClick={() => onChange({ tier })}>
            {tier}
          </Menu.Item>
        ))}
        <Menu.Label>{t("group.by.region")}</Menu.Label>
        {regions.map((region) => (
          <Menu.Item key={region} onClick={() => onChange({ region })}>
            {any(`region.${region}`)}
          </Menu.Item>
        ))}
      </AddFilter>
    </div>
  );
}
