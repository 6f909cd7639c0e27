// What one reported oneself, the newest first, each with how far it is.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import "../incidents.css";

export function OwnReports({ id }: { id: string }) {
  const t = useText();
  const format = useFormat();
  const own = useOperation(incidents.listOwnReports, {});
  return (
    <Panel isFlush id={id} title={t("ownReports.title")}>
      {own.isError ? (
        <ErrorState error={own.error} onRetry={() => void own.refetch()} />
      ) : !own.data ? (
        <Loading rows={3} />
      ) : own.data.rows.length === 0 ? (
        <EmptyState title={t("ownReports.none")}>{t("ownReports.noneHelp")}</EmptyState>
      ) : (
        <ul className="own-reports">
          {own.data.rows.map((one) => (
            <li key={one.id}>
              <Go to="/report/$id" params={{ id: one.id }}>
                <b>{t(`incident.plain.${one.kind}`)}</b>
                <span className="mute">
                  {one.reference} · {format.moment(one.enteredAt)}
                </span>
                <span className={`inc-state ${one.state}`}>{t(`ownReports.${one.state}`)}</span>
              </Go>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
