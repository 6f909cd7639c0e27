// The catalogue of figures: what each counts, over which whole, within which boundary, how old its data are.
import { percentDown, percentUp } from "#core/text/shares.ts";
import type { Input, Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { GroupTabs } from "#web/layout/GroupTabs.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useUrl } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { figures } from "../contract.ts";
import { markOf, useScrollToMarked } from "./marked.ts";
import { WorkFigures } from "./WorkFigures.tsx";

type Url = Input<typeof figures.listFigures>;
type Figures = Output<typeof figures.listFigures>;
type Figure = Figures["rows"][number];

export default function FiguresPage() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const [{ roundId, basis }] = useUrl<Url>();
  const read = useOperation(figures.listFigures, {
    ...(roundId ? { roundId } : {}),
    ...(basis ? { basis } : {}),
  });
  useScrollToMarked(read.data !== undefined);
  return (
    <Page
      title={
        read.data
          ? t("figures.title", { count: read.data.rows.length + read.data.work.length })
          : t("figures.tab")
      }
      crumbs={[
        { label: session.group.names[format.language] ?? session.group.name, to: "/group/overview" },
        { label: t("figures.tab") },
      ]}
    >
      <GroupTabs />
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : !read.data ? (
        <Loading rows={10} />
      ) : (
        <>
          {read.data.rows.length === 0 ? (
            <EmptyState title={t("figures.none")}>{t("figures.noneHelp")}</EmptyState>
          ) : (
            <Catalogue data={read.data} search={{ roundId, basis }} />
          )}
          <WorkFigures rows={read.data.work} />
        </>
      )}
    </Page>
  );
}

/** The rows that a figure counts, where they are companies. */
const rowsBehind: Partial<Record<Figure["id"], Record<string, string>>> = {
  companies_meeting: { result: "meets" },
  companies_to_improve: { result: "improve" },
  companies_serious: { result: "serious" },
  companies_not_known: { result: "not_known" },
  companies_provisional: { provisional: "yes" },
  companies_late: { overdue: "yes" },
  people_in_meeting: { result: "meets" },
};

function Catalogue({ data, search }: { data: Figures; search: Record<string, string | undefined> }) {
  const t = useText();
  return (
    <div className="stack">
      <p className="soft figures-intro">
        {t("figures.intro")} {t("figures.rounded")}
      </p>
      <div className="figure-cards">
        {data.rows.map((figure) => (
          <FigureCard key={figure.id} figure={figure} data={data} search={search} />
        ))}
      </div>
    </div>
  );
}

type CardProps = { figure: Figure; data: Figures; search: Record<string, string | undefined> };

function FigureCard({ figure, data, search }: CardProps) {
  const t = useText();
  const format = useFormat();
  const rows = rowsBehind[figure.id];
  const { numerator, denominator } = figure;
  const percent = (figure.isGood ? percentDown : percentUp)(numerator, denominator, 1);
  const share = percent === null ? "–" : format.percent(percent / 100, 1);
  const counted = t(`figures.counts.${figure.counts}`);
  return (
    <Panel
      {...markOf(figure.id)}
      title={t(`figure.${figure.id}`)}
      more={t(figure.isGood ? "figures.isGood" : "figures.isBad")}
    >
      <p className="figure-value">
        {share}{" "}
        <small>
          {format.number(numerator)} / {format.number(denominator)} {counted}
        </small>
      </p>
      <p className="small soft">{t(`figure.${figure.id}.definition`)}</p>
      <KeyValue
        rows={[
          [t("figures.boundary"), t("figures.boundaryRound")],
          [
            t("figures.period"),
            data.fiscalYear === null
              ? "–"
              : t("figures.periodRound", {
                  year: format.fiscalYear(data.fiscalYear),
                  edition: data.edition ?? "",
                }),
          ],
          [t("figures.dataAge"), figure.dataAt ? format.momentWithZone(figure.dataAt) : "–"],
        ]}
      />
      {rows ? (
        <p className="small figure-rows">
          <Go to="/group/results" search={{ ...search, ...rows }}>
            {t("figures.openRows")} ›
          </Go>
        </p>
      ) : null}
    </Panel>
  );
}
