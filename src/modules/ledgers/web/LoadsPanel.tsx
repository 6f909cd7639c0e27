// What sources have brought, the newest first.
import type { Output } from "#core/contract.ts";
import { Go } from "#web/navigation.tsx";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { ledgers } from "../contract.ts";

type Row = Output<typeof ledgers.listLoads>["rows"][number];

export function LoadsPanel() {
  const t = useText();
  const format = useFormat();
  const pages = usePages<Row>(ledgers.listLoads, {}, { size: 20 });
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  if (!pages.data) return <Loading rows={3} />;
  const rows = pages.data.pages.flatMap((page) => page.rows);
  if (rows.length === 0) return null;
  return (
    <Panel title={t("loads.title")} isFlush>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t("loads.file")}</th>
            <th scope="col" className="wide-only">
              {t("sources.source")}
            </th>
            <th scope="col" className="num wide-only">
              {t("loads.rows")}
            </th>
            <th scope="col">{t("loads.state")}</th>
            <th scope="col" className="wide-only">
              {t("loads.at")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <Go to="/ledgers/loads/$id" params={{ id: row.id }}>
                  {row.fileName}
                </Go>
              </td>
              <td className="wide-only">
                <LangText text={row.sourceName} />
              </td>
              <td className="num wide-only">{row.counts ? format.number(row.counts.rows) : "–"}</td>
              <td>{t(`load.state.${row.state}`)}</td>
              <td className="wide-only">
                {format.moment(row.openedAt, "short")} {row.orderedByName ?? ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {pages.hasNextPage ? (
        <div className="pad">
          <Button isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t("loads.more")}
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}
