// What the register is narrowed to, as tokens.
import { Menu } from "@mantine/core";
import { CompanyFilter } from "#modules/organization/web/parts.tsx";
import { ColumnChooser } from "#web/table/ColumnChooser.tsx";
import type { Column } from "#web/table/columns.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { AddFilter } from "#web/ui/AddFilter.tsx";
import { Token } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { ages, harms, severities, sources } from "../rules.ts";
import type { Row, Url } from "./filter.ts";

type Props = {
  url: Partial<Url>;
  columns: readonly Column<Row>[];
  shown: readonly Column<Row>[];
  onChange: (part: { [K in keyof Url]?: Url[K] | undefined }) => void;
};

export function FindingFilters({ url, columns, shown, onChange }: Props) {
  const t = useText();
  const any = useAnyText();
  const tokens: [key: keyof Url, name: string, value: string][] = [
    ...(url.severity ? [["severity", t("findings.severity"), t(`severity.${url.severity}`)] as const] : []),
    ...(url.source ? [["source", t("findings.source"), t(`finding.source.${url.source}`)] as const] : []),
    ...(url.control ? [["control", t("findings.control"), String(url.control)] as const] : []),
    ...(url.harm ? [["harm", t("findings.harm"), any(`findings.harm.${url.harm}`)] as const] : []),
    ...(url.age ? [["age", t("findings.ages"), t(`findings.aged.${url.age}`)] as const] : []),
    ...(url.recurring ? [["recurring", t("findings.times"), t("findings.recurring")] as const] : []),
  ].map(([key, name, value]) => [key, name, value]);
  return (
    <div className="filters">
      <FindBox
        isOnKey
        label={t("list.find")}
        value={url.search ?? ""}
        onFind={(search) => onChange({ search })}
      />
      <CompanyFilter companyId={url.companyId} onChange={(companyId) => onChange({ companyId })} />
      {tokens.map(([key, name, value]) => (
        <Token key={key} name={name} value={value} onRemove={() => onChange({ [key]: undefined })} />
      ))}
      <AddFilter>
        <Menu.Label>{t("findings.severity")}</Menu.Label>
        {severities.map((one) => (
          <Menu.Item key={one} onClick={() => onChange({ severity: one })}>
            {t(`severity.${one}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t("findings.source")}</Menu.Label>
        {sources.map((one) => (
          <Menu.Item key={one} onClick={() => onChange({ source: one })}>
            {t(`finding.source.${one}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t("findings.harm")}</Menu.Label>
        {harms.map((one) => (
          <Menu.Item key={one} onClick={() => onChange({ harm: one })}>
            {t(`findings.harm.${one}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t("findings.ages")}</Menu.Label>
        {ages.map((one) => (
          <Menu.Item key={one} onClick={() => onChange({ age: one })}>
            {t(`findings.aged.${one}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t("findings.times")}</Menu.Label>
        <Menu.Item onClick={() => onChange({ recurring: true })}>{t("findings.recurring")}</Menu.Item>
      </AddFilter>
      <span className="end">
        <ColumnChooser columns={columns} shown={shown} onChange={(chosen) => onChange({ columns: chosen })} />
      </span>
    </div>
  );
}
