// How far self-answers can be trusted: what was claimed as met and what auditors saw, by control first.
import type { Input } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { SelectField } from "#web/forms/fields.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrl } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { audits } from "../../contract.ts";
import { type Grouping, groupings } from "../../opinions/rules.ts";
import "../audits.css";
import { AuditTabs } from "../AuditTabs.tsx";
import { ClaimsTable } from "./ClaimsTable.tsx";
import { ClaimsPicture } from "./ClaimsPicture.tsx";
import "./opinions.css";

type Asked = Partial<Input<typeof audits.getOverclaim>>;

export default function OpinionsPage() {
  const t = useText();
  const format = useFormat();
  const [url, setUrl] = useUrl<Asked>();
  const by: Grouping = url.by ?? "control";
  const narrowed = narrowedBy(url);
  const read = useOperation(
    audits.getOverclaim,
    { ...narrowed, by, ...yearOf(url.fiscalYear) },
    { keep: true },
  );
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={8} />;
  const { whole, years, companies } = read.data;
  const { sample } = whole;
  const title =
    sample.claims === 0
      ? t("audits.opinions.titleNone")
      : t("audits.opinions.title", {
          count: sample.claims,
          overturned: sample.overturned,
          share: format.percent(sample.overturned / sample.claims),
          low: format.percent(sample.low),
          high: format.percent(sample.high),
        });
  return (
    <Page
      title={title}
      crumbs={[{ label: t("rail.audits"), to: "/audits" }, { label: t("audits.opinions") }]}
    >
      <AuditTabs at="/audits/opinions" />
      <p className="soft">
        {t("audits.opinions.about", {
          companies,
          census: whole.census.claims,
          overturned: whole.census.overturned,
          added: whole.added.claims,
        })}
      </p>
      <div className="opinions-tools">
        <Segmented
          label={t("audits.opinions.by")}
          value={by}
          choices={groupings.map((value) => ({ value, label: t(`audits.opinions.by.${value}`) }))}
          onChange={(next) => setUrl({ ...nothing, by: next })}
        />
        <SelectField
          label={t("audits.opinions.year")}
          value={url.fiscalYear ? String(url.fiscalYear) : ""}
          choices={[
            { value: "", label: t("audits.opinions.lastVisits") },
            ...years.map((year) => ({ value: String(year), label: format.fiscalYear(year) })),
          ]}
          onChange={(year) => setUrl({ fiscalYear: year === "" ? undefined : Number(year) })}
        />
      </div>
      <Narrowed asked={narrowed} onClear={() => setUrl(nothing)} />
      {read.data.rows.length === 0 ? (
        <EmptyState title={t("audits.opinions.empty")}>{t("audits.opinions.emptyHelp")}</EmptyState>
      ) : (
        <div className="claims">
          <ClaimsPicture data={read.data} by={by} />
          <ClaimsTable data={read.data} by={by} fiscalYear={url.fiscalYear} />
        </div>
      )}
    </Page>
  );
}

const filters = ["tier", "divisionId", "area", "controlId", "region"] as const;
const nothing = Object.fromEntries(filters.map((name) => [name, undefined])) as Asked;
const narrowedBy = (url: Asked): Asked =>
  Object.fromEntries(filters.flatMap((name) => (url[name] ? [[name, url[name]]] : []))) as Asked;
const yearOf = (year: unknown) => (year ? { fiscalYear: Number(year) } : {});

function Narrowed({ asked, onClear }: { asked: Asked; onClear: () => void }) {
  const t = useText();
  const what = [asked.controlId, asked.area, asked.tier, asked.region && t(`region.${asked.region}`)].filter(
    Boolean,
  );
  if (what.length === 0 && !asked.divisionId) return null;
  return (
    <p>
      {t("audits.opinions.narrowed", { what: what.join(" · ") || t("audits.opinions.by.division") })}{" "}
      <button type="button" className="linkish" onClick={onClear}>
        {t("audits.opinions.all")}
      </button>
    </p>
  );
}
