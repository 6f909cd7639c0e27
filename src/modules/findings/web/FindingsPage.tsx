// The register of findings: what falls short anywhere in one's scope, what is late, what waits for a second look.
import { useOperation } from "#web/api.ts";
import { FindingTabs } from "#web/layout/FindingTabs.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { GoButton, useGo } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { shownColumns } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { SavedViews } from "#web/table/SavedViews.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Tabs } from "#web/ui/choices.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { findings } from "../contract.ts";
import { useColumns } from "./columns.tsx";
import { Exports } from "./Exports.tsx";
import { type Counts, narrowingOf, type Row, type Url, urlNames, type View, views } from "./filter.ts";
import { FindingFilters } from "./FindingFilters.tsx";
import "./findings.css";

export default function FindingsPage() {
  const t = useText();
  const format = useFormat();
  const go = useGo();
  const [url, set] = useUrlOfUnit<Url>("divisionId");
  const narrowing = narrowingOf(url);
  const view = url.view ?? "running";
  const sort = url.sort ?? (view === "closed" ? "-found" : "due");
  const counts = useOperation(findings.countFindings, narrowing, { keep: true });
  const pages = usePages<Row>(findings.listFindings, { ...narrowing, view, sort });
  const columns = useColumns();
  const visible = shownColumns(columns, url.columns);
  const mayRaise = useMay("finding.raise");
  const mayRule = useMay("finding.rule");
  const { data } = counts;
  return (
    <Page
      title={useTitle(data)}
      crumbs={[{ label: t("findings.crumb") }]}
      after={
        data ? (
          <span className="age">
            {t("findings.summary", {
              critical: format.number(data.severities.critical),
              high: format.number(data.severities.high),
              accepted: format.number(data.views.accepted),
            })}
          </span>
        ) : null
      }
      actions={
        <>
          <Exports url={url} columns={visible.map((column) => column.id)} count={data?.views[view]} />
          {mayRule ? <GoButton to="/findings/severities">{t("findings.severities")}</GoButton> : null}
          {mayRaise ? (
            <GoButton to="/findings/new" look="main">
              {t("findings.raise")}
            </GoButton>
          ) : null}
        </>
      }
    >
      <FindingTabs at="/findings" />
      <Tabs
        label={t("table.views")}
        value={view}
        choices={views.map((one) => ({
          value: one,
          label: t(`findings.view.${one}`),
          count: data ? format.number(data.views[one]) : undefined,
        }))}
        onChange={(one) =>
          set({ view: one === "running" ? undefined : (one as View) } as never, { push: true })
        }
      />
      <SavedViews list="findings" names={urlNames} />
      <FindingFilters
        url={url}
        columns={columns}
        shown={visible}
        onChange={(part) => set(part as never, { push: true })}
      />
      {data && view === "running" && data.views.running > 0 ? <Ages ages={data.ages} /> : null}
      <DataTable
        label={t("findings.crumb")}
        columns={visible}
        pages={pages}
        total={data?.views[view]}
        countedAt={data?.at}
        keyOfRow={(row) => row.id}
        sort={{ by: sort, onChange: (by) => set({ sort: by } as never) }}
        onOpen={(row) => go({ to: "/findings/$id", params: { id: row.id } })}
        empty={
          data?.views.all === 0 && Object.keys(narrowing).length === 0 ? (
            <EmptyState title={t("findings.none")} icon="findings">
              {t("findings.noneHelp")}
            </EmptyState>
          ) : (
            <EmptyState title={t("findings.noneFit")}>{t("findings.noneFitHelp")}</EmptyState>
          )
        }
      />
    </Page>
  );
}

function useTitle(data: Counts | undefined): string {
  const t = useText();
  if (!data) return t("findings.crumb");
  const { running, overdue } = data.views;
  if (running === 0) return t("findings.titleNone");
  return overdue > 0
    ? t("findings.titleOverdue", { overdue, count: running })
    : t("findings.title", { count: running });
}

/** How long they have been open: one bar, and its numbers in words. */
function Ages({ ages }: { ages: Counts["ages"] }) {
  const t = useText();
  const format = useFormat();
  const all = ages.reduce((sum, one) => sum + one.count, 0);
  const last = ages.at(-2)?.upToDays ?? 0;
  return (
    <figure className="finding-ages" aria-label={t("findings.ages")}>
      <div className="bar" aria-hidden="true">
        {ages.map((one, at) => (
          <i key={at} className={`age${at}`} style={{ flexGrow: one.count }} />
        ))}
      </div>
      <figcaption className="small soft">
        {ages.map((one, at) => (
          <span key={at} className={`key age${at}`}>
            {one.upToDays === null
              ? t("findings.age.over", { days: last })
              : t("findings.age.upTo", { days: one.upToDays })}{" "}
            <b className="tn">{format.number(one.count)}</b>
          </span>
        ))}
        <span className="mute tn">{format.number(all)}</span>
      </figcaption>
    </figure>
  );
}
