// What the list of important systems is narrowed to.
import { Menu } from "@mantine/core";
import type { Input, Output } from "#core/contract.ts";
import { CompanyFilter } from "#modules/organization/web/parts.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { AddFilter } from "#web/ui/AddFilter.tsx";
import { Tabs, Token } from "#web/ui/choices.tsx";
import type { ledgers } from "../../contract.ts";
import { importantLedgers } from "../../declared/gaps.ts";

type Filter = Input<typeof ledgers.countContinuity>;
export type ContinuityUrl = Required<{ [K in keyof Filter]: NonNullable<Filter[K]> }>;
type Counts = Output<typeof ledgers.countContinuity>;

const names = ["companyId", "divisionId", "ledger", "verdict", "isOverdue"] as const;

export const filterOf = (url: Partial<ContinuityUrl>): Filter =>
  Object.fromEntries(names.flatMap((name) => (url[name] === undefined ? [] : [[name, url[name]]])));

const views = ["all", "slower", "failed", "never", "overdue", "within"] as const;
type View = (typeof views)[number];

type Props = {
  url: Partial<ContinuityUrl>;
  counts: Counts | undefined;
  onChange: (part: { [K in keyof ContinuityUrl]?: ContinuityUrl[K] | undefined }) => void;
};

export function ContinuityFilters({ url, counts, onChange }: Props) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const countOf = (view: View) =>
    counts ? format.number(view === "all" ? counts.systems : counts[view]) : undefined;
  const label = (view: View) =>
    view === "all"
      ? t("continuity.all")
      : view === "overdue"
        ? t("continuity.overdue")
        : t(`continuity.verdict.${view}`);
  const change = (view: View) =>
    onChange({
      verdict: view === "all" || view === "overdue" ? undefined : view,
      isOverdue: view === "overdue" ? true : undefined,
    });
  return (
    <>
      <Tabs
        label={t("continuity.verdict")}
        value={url.isOverdue ? "overdue" : (url.verdict ?? "all")}
        choices={views.map((view) => ({ value: view, label: label(view), count: countOf(view) }))}
        onChange={change}
      />
      <div className="filters">
        <CompanyFilter companyId={url.companyId} onChange={(companyId) => onChange({ companyId })} />
        {url.ledger ? (
          <Token
            name={t("ledgers.ledger")}
            value={any(`ledger.${url.ledger}`)}
            onRemove={() => onChange({ ledger: undefined })}
          />
        ) : null}
        <AddFilter>
          <Menu.Label>{t("ledgers.ledger")}</Menu.Label>
          {importantLedgers.map((one) => (
            <Menu.Item key={one} onClick={() => onChange({ ledger: one })}>
              {any(`ledger.${one}`)}
            </Menu.Item>
          ))}
        </AddFilter>
      </div>
    </>
  );
}
