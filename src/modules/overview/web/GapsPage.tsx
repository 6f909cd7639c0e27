// Every mandatory control that some company does not meet, most companies first.
import { useOperation } from "#web/api.ts";
import { saveCsv } from "#web/charts/save.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { GroupTabs } from "#web/layout/GroupTabs.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { overview } from "../contract.ts";
import { shareDown } from "./board.ts";
import { useView } from "./view.ts";

export default function GapsPage() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const [view] = useView();
  const gaps = useOperation(overview.listMandatoryGaps, view, { keep: true });
  const rows = gaps.data?.rows ?? [];
  const heads = [t("gaps.control"), t("gaps.controlTitle"), t("gaps.companies"), t("gaps.people")];
  return (
    <Page
      title={rows.length > 0 ? t("gaps.pageTitle", { count: rows.length }) : t("gaps.tab")}
      crumbs={[
        { label: session.group.names[format.language] ?? session.group.name, to: "/group/overview" },
        { label: t("gaps.tab") },
      ]}
      actions={
        <Button
          icon="download"
          offBecause={
            rows.length === 0 ? t(gaps.data?.roundId === null ? "overview.empty" : "gaps.none") : null
          }
          onClick={() =>
            saveCsv(
              { heads, rows: rows.map((row) => [row.controlId, row.title, row.companies, row.people]) },
              "yagura-mandatory-gaps",
            )
          }
        >
          {t("results.saveAs", { form: "CSV", count: rows.length })}
        </Button>
      }
    >
      <GroupTabs />
      {gaps.isError ? (
        <ErrorState error={gaps.error} onRetry={() => void gaps.refetch()} />
      ) : !gaps.data ? (
        <Loading rows={8} />
      ) : gaps.data.roundId === null ? (
        <EmptyState icon="group" title={t("overview.empty")} example={t("overview.emptyExample")}>
          {t("overview.emptyHelp")}
        </EmptyState>
      ) : rows.length === 0 ? (
        <EmptyState title={t("gaps.none")}>{t("results.noneHelp")}</EmptyState>
      ) : (
        <Panel isFlush>
          <div className="scroll">
            <table className="grid">
              <thead>
                <tr>
                  <th scope="col">{heads[0]}</th>
                  <th scope="col">{heads[1]}</th>
                  <th scope="col" className="num">
                    {heads[2]}
                  </th>
                  <th scope="col" className="wide-only" aria-hidden="true" />
                  <th scope="col" className="num">
                    {heads[3]}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.controlId}>
                    <td className="mute">{row.controlId}</td>
                    <td>{row.title}</td>
                    <td className="num">
                      <Go to="/group/results" search={{ ...view, lacking: row.controlId }}>
                        {format.number(row.companies)}
                      </Go>
                    </td>
                    <td className="wide-only gap-bar" aria-hidden="true">
                      <i style={{ width: `${100 * shareDown(row.companies, rows[0]?.companies ?? 1)}%` }} />
                    </td>
                    <td className="num">{format.number(row.people)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Panel>
      )}
    </Page>
  );
}
