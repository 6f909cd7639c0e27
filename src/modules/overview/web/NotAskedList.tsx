// The rest of the ownership graph: with the companies asked they are all companies of the group today.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go } from "#web/navigation.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { overview } from "../contract.ts";

export function NotAskedList({ roundId, asked }: { roundId: string | undefined; asked: number }) {
  const t = useText();
  const any = useAnyText();
  const list = useOperation(overview.listNotAsked, roundId ? { roundId } : {});
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  if (list.data.rows.length === 0)
    return <EmptyState title={t("results.none")}>{t("results.noneHelp")}</EmptyState>;
  return (
    <Panel isFlush footer={t("results.completeness", { asked, notAsked: list.data.rows.length })}>
      <div className="scroll">
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">{t("results.code")}</th>
              <th scope="col">{t("results.company")}</th>
              <th scope="col">{t("results.relation")}</th>
              <th scope="col">{t("results.reason")}</th>
            </tr>
          </thead>
          <tbody>
            {list.data.rows.map((row) => (
              <tr key={row.companyId}>
                <td className="mono mute">{row.code}</td>
                <td>
                  <Go to="/companies/$id" params={{ id: row.companyId }}>
                    <LangText text={row.name} />
                  </Go>
                </td>
                <td>{row.relation ? any(`relation.${row.relation}`) : "–"}</td>
                <td>{row.reason === null ? t("results.cameLater") : any(row.reason)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
