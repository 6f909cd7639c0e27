// Are we better, really: the group, a part of it or one company over up to ten years.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { GroupTabs } from "#web/layout/GroupTabs.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useUrl } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { overview } from "../contract.ts";
import { EarlierPanel } from "./trend/EarlierPanel.tsx";
import type { Trend } from "./trend/shown.ts";
import { TrendPicture, useTitle } from "./trend/TrendPicture.tsx";
import { YearTable } from "./trend/YearTable.tsx";
import { PartChoice } from "./ViewBar.tsx";
import { useView } from "./view.ts";

const spans = ["5", "10"] as const;
type Url = { span: (typeof spans)[number]; companyId: string };

export default function TrendPage() {
  const t = useText();
  const [{ tier, region, division, roundId }] = useView();
  const [{ span: given, companyId }] = useUrl<Url>();
  // A bare number in the URL arrives as one.
  const span = String(given) === "10" ? ("10" as const) : ("5" as const);
  const part = {
    ...(tier ? { tier } : {}),
    ...(region ? { region } : {}),
    ...(division ? { division } : {}),
    ...(companyId ? { companyId } : {}),
    ...(roundId ? { roundId } : {}),
    span,
  };
  const trend = useOperation(overview.getTrend, part, { keep: true });
  if (trend.isError) return <ErrorState error={trend.error} onRetry={() => void trend.refetch()} />;
  if (!trend.data) return <Loading rows={12} />;
  return trend.data.years.length === 0 ? (
    <Framed trend={trend.data} title={t("trend.none")}>
      <EmptyState icon="group" title={t("trend.emptyTitle")} example={t("trend.emptyExample")}>
        {t("trend.emptyHelp")}
      </EmptyState>
    </Framed>
  ) : (
    <Years trend={trend.data} span={span} />
  );
}

function Framed({ trend, title, children }: { trend: Trend; title: string; children: React.ReactNode }) {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const mayLoad = useMay("result.import") && session.isGroupWide;
  const { company } = trend;
  return (
    <Page
      title={title}
      crumbs={[
        { label: session.group.names[format.language] ?? session.group.name, to: "/group/overview" },
        ...(company ? [{ label: company.name, to: `/companies/${company.id}/result` }] : []),
        { label: t("trend.crumb") },
      ]}
      actions={
        mayLoad ? (
          <GoButton to="/imports" search={{ kind: "history" }} look="outlined">
            {t("trend.bringIn")}
          </GoButton>
        ) : null
      }
    >
      {company ? null : <GroupTabs />}
      {children}
    </Page>
  );
}

function Years({ trend, span }: { trend: Trend; span: (typeof spans)[number] }) {
  const t = useText();
  const title = useTitle(trend);
  const [, setUrl] = useUrl<Url>();
  const name = trend.company?.name;
  return (
    <Framed trend={trend} title={name ? t("trend.ofCompany", { company: name, finding: title }) : title}>
      <div className="stack">
        <div className="filters">
          <Segmented
            label={t("trend.span")}
            value={span}
            choices={spans.map((value) => ({ value, label: t("trend.years", { count: Number(value) }) }))}
            onChange={(value) => setUrl({ span: value === "5" ? undefined : value })}
          />
          {trend.company ? null : <PartChooser />}
        </div>
        <TrendPicture trend={trend} isWide />
        {trend.cautions.length === 0 ? null : (
          <Panel title={t("trend.withCare", { count: trend.cautions.length })}>
            <ul className="stack s">
              {trend.cautions.map((one) => (
                <li key={one}>{t(`trend.caution.${one}`)}</li>
              ))}
            </ul>
          </Panel>
        )}
        <YearTable trend={trend} />
        <EarlierPanel {...(trend.company ? { companyId: trend.company.id } : {})} />
      </div>
    </Framed>
  );
}

function PartChooser() {
  const board = useOperation(overview.getOverview, {}, { keep: true });
  return board.data?.overview ? <PartChoice board={board.data.overview} /> : null;
}
