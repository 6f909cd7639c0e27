// What the register is narrowed to, as tokens; the days of discovery as two fields once one of them is asked for.
import { Menu } from "@mantine/core";
import { useState } from "react";
import { CompanyFilter } from "#modules/organization/web/parts.tsx";
import { DateField } from "#web/forms/fields.tsx";
import { ColumnChooser } from "#web/table/ColumnChooser.tsx";
import type { Column } from "#web/table/columns.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { AddFilter } from "#web/ui/AddFilter.tsx";
import { Token } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { causes } from "../after/rules.ts";
import { noCountry, notReviewed } from "../counting/rules.ts";
import { kinds, severities } from "../rules.ts";
import type { Row, Url } from "./incident.ts";

type FilterProps = {
  url: Partial<Url>;
  columns: readonly Column<Row>[];
  shown: readonly Column<Row>[];
  onChange: (part: { [K in keyof Url]?: Url[K] | undefined }) => void;
};

export function IncidentFilters({ url, columns, shown, onChange }: FilterProps) {
  const t = useText();
  const [isDated, setDated] = useState(false);
  return (
    <div className="filters">
      <FindBox
        isOnKey
        label={t("list.find")}
        value={url.search ?? ""}
        onFind={(search) => onChange({ search })}
      />
      <CompanyFilter companyId={url.companyId} onChange={(companyId) => onChange({ companyId })} />
      {useTokens(url).map(([key, name, value]) => (
        <Token key={key} name={name} value={value} onRemove={() => onChange({ [key]: undefined })} />
      ))}
      {isDated || url.discoveredFrom || url.discoveredTo ? (
        <>
          <DateField
            label={t("incidents.discoveredFrom")}
            value={url.discoveredFrom ?? ""}
            onChange={(day) => onChange({ discoveredFrom: day || undefined })}
          />
          <DateField
            label={t("incidents.discoveredTo")}
            value={url.discoveredTo ?? ""}
            onChange={(day) => onChange({ discoveredTo: day || undefined })}
          />
        </>
      ) : null}
      <AddFilter>
        <Menu.Item onClick={() => setDated(true)}>{t("incidents.discoveredBetween")}</Menu.Item>
        <Menu.Label>{t("incidents.kind")}</Menu.Label>
        {kinds.map((one) => (
          <Menu.Item key={one} onClick={() => onChange({ kind: one })}>
            {t(`incident.kind.${one}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t("incidents.severity")}</Menu.Label>
        {severities.map((one) => (
          <Menu.Item key={one} onClick={() => onChange({ severity: one })}>
            {t(`severity.${one}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t("incidents.cause")}</Menu.Label>
        {([...causes, notReviewed] as const).map((one) => (
          <Menu.Item key={one} onClick={() => onChange({ cause: one as Url["cause"] })}>
            {t(`after.cause.${one}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t("incidents.about")}</Menu.Label>
        <Menu.Item onClick={() => onChange({ product: true })}>{t("incident.product")}</Menu.Item>
        <Menu.Item onClick={() => onChange({ exercise: true })}>{t("incident.exercise")}</Menu.Item>
      </AddFilter>
      <span className="end">
        <ColumnChooser columns={columns} shown={shown} onChange={(chosen) => onChange({ columns: chosen })} />
      </span>
    </div>
  );
}

function useTokens(url: Partial<Url>): [key: keyof Url, name: string, value: string][] {
  const t = useText();
  const format = useFormat();
  const tokens: [key: keyof Url, name: string, value: string][] = [];
  if (url.counted) tokens.push(["counted", t("incidents.counted"), t(`incidents.counted.${url.counted}`)]);
  if (url.kind) tokens.push(["kind", t("incidents.kind"), t(`incident.kind.${url.kind}`)]);
  if (url.severity) tokens.push(["severity", t("incidents.severity"), t(`severity.${url.severity}`)]);
  if (url.country)
    tokens.push([
      "country",
      t("incidents.country"),
      url.country === noCountry ? t("incidents.noCountry") : format.country(url.country),
    ]);
  if (url.cause) tokens.push(["cause", t("incidents.cause"), t(`after.cause.${url.cause}`)]);
  if (url.late) tokens.push(["late", t("incidents.late"), t("incidents.isLate")]);
  if (url.product) tokens.push(["product", t("incidents.about"), t("incident.product")]);
  if (url.exercise) tokens.push(["exercise", t("incidents.about"), t("incident.exercise")]);
  return tokens;
}
