// The room of an incident: say what happens, see what is to be done first, who commands, and what was said before.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import type { Incident } from "../../web/incident.ts";
import { CirclePanel } from "./CirclePanel.tsx";
import { HandoversPanel, RolesPanel } from "./RolesPanel.tsx";
import { LogPanel } from "./LogPanel.tsx";
import { QuickEntry } from "./QuickEntry.tsx";
import { TasksPanel } from "./TasksPanel.tsx";
import { WithinIncident } from "./within.tsx";

export default function RoomPage() {
  return <WithinIncident at="room">{(incident) => <Room incident={incident} />}</WithinIncident>;
}

function Room({ incident }: { incident: Incident }) {
  const t = useText();
  const read = useOperation(incidents.getRoom, { id: incident.id });
  const [isSaying, setSaying] = useState(true);
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={8} />;
  const room = read.data;
  return (
    <div className="stack">
      {room.openContainment > 0 && incident.containedAt ? (
        <Note kind="warn">{t("room.containedWithOpen", { count: room.openContainment })}</Note>
      ) : null}
      <HandoversPanel incident={incident} room={room} />
      {room.mayWork && isSaying ? (
        <Panel
          title={t("room.enterTitle")}
          more={
            <Button size="s" look="quiet" onClick={() => setSaying(false)}>
              {t("action.close")}
            </Button>
          }
        >
          <QuickEntry incident={incident} />
        </Panel>
      ) : null}
      {room.mayWork && !isSaying ? (
        <div>
          <Button look="main" onClick={() => setSaying(true)}>
            {t("room.enterTitle")}
          </Button>
        </div>
      ) : null}
      <div className="cols">
        <div className="c7 stack">
          <TasksPanel incident={incident} tasks={room.tasks} mayWork={room.mayWork} />
        </div>
        <div className="c5 stack">
          <RolesPanel incident={incident} room={room} />
          <LogPanel incident={incident} mayWork={room.mayWork} />
          <CirclePanel incident={incident} />
        </div>
      </div>
    </div>
  );
}
