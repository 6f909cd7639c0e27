// What the group does first, kind by kind.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { kinds } from "../../rules.ts";
import "./room.css";

export default function PlaybooksPage() {
  const t = useText();
  const format = useFormat();
  const read = useOperation(incidents.listPlaybooks, {});
  const rows = kinds.flatMap((kind) => read.data?.rows.find((one) => one.kind === kind) ?? []);
  return (
    <Page
      title={t("room.playbooks")}
      crumbs={[{ label: t("incidents.crumb"), to: "/incidents" }, { label: t("room.playbooks") }]}
    >
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : read.data ? (
        <Panel>
          <p className="soft">{t("room.playbooksHelp")}</p>
          <ul className="room-rows">
            {rows.map((one) => (
              <li key={one.kind}>
                <Go to="/incidents/playbooks/$kind" params={{ kind: one.kind }}>
                  {t(`incident.kind.${one.kind}`)}
                </Go>
                <span className="small soft">
                  {t("room.taskCount", { count: one.count })} · {t("room.version", { version: one.version })}{" "}
                  · {format.momentDay(one.madeAt)}
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      ) : (
        <Loading rows={10} />
      )}
    </Page>
  );
}
