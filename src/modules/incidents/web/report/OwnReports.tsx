// What one reported oneself, the newest first, each with how far it is.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import type { Output } from "#core/contract.ts";
import { incidents } from "../../contract.ts";
import { isOver } from "../../rules.ts";
import "../incidents.css";

const mostAtHome = 3;

/** `isAlone`: the page says what it is already. */
export function OwnReports({ id, isAlone = false }: { id: string; isAlone?: boolean }) {
  const t = useText();
  const own = useOperation(incidents.listOwnReports, {});
  return (
    <Panel isFlush id={id} title={isAlone ? undefined : t("ownReports.title")}>
      {own.isError ? (
        <ErrorState error={own.error} onRetry={() => void own.refetch()} />
      ) : !own.data ? (
        <Loading rows={3} />
      ) : own.data.rows.length === 0 ? (
        <EmptyState title={t("ownReports.none")}>{t("ownReports.noneHelp")}</EmptyState>
      ) : (
        <Rows rows={own.data.rows} />
      )}
    </Panel>
  );
}

/** On the home of whoever has other work as well: what they reported and is not over, and nothing where there is none. */
export function OwnReportsRunning() {
  const t = useText();
  const own = useOperation(incidents.listOwnReports, {}, { enabled: useMay("incident.report") });
  const rows = own.data?.rows.filter((one) => !isOver(one.state)) ?? [];
  if (rows.length === 0) return null;
  return (
    <Panel
      isFlush
      title={t("ownReports.running")}
      more={
        <Go to="/report/mine">
          {t("ownReports.all")} {own.data?.rows.length} ›
        </Go>
      }
    >
      <Rows rows={rows.slice(0, mostAtHome)} />
    </Panel>
  );
}

function Rows({ rows }: { rows: Output<typeof incidents.listOwnReports>["rows"] }) {
  const t = useText();
  const format = useFormat();
  return (
    <ul className="own-reports">
      {rows.map((one) => (
        <li key={one.id}>
          <Go to="/report/$id" params={{ id: one.id }}>
            <b>{t(`incident.plain.${one.kind}`)}</b>
            <span className="mute">
              {one.reference} · {format.moment(one.enteredAt)}
              {one.isForSomebody ? ` · ${t("incident.channel.for_somebody")}` : ""}
            </span>
            <span className={`inc-state ${one.state}`}>{t(`ownReports.${one.state}`)}</span>
          </Go>
        </li>
      ))}
    </ul>
  );
}
