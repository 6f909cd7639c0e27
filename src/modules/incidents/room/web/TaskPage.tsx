// One task, for whoever was asked to do it: what it is, until when, and the two ways in which it ends.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useParam } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { EndTaskDialog } from "./TaskDialogs.tsx";
import { TaskFacts } from "./TasksPanel.tsx";
import "./room.css";

export default function TaskPage() {
  const t = useText();
  const id = useParam("id");
  const read = useOperation(incidents.getTask, { id });
  const [as, end] = useState<"done" | "not_needed" | null>(null);
  const task = read.data;
  return (
    <Page
      title={task?.title ?? t("room.task")}
      after={task?.isExercise ? <Tag>{t("incident.exercise")}</Tag> : null}
      crumbs={[
        { label: t("incidents.crumb"), to: "/incidents" },
        ...(task ? [{ label: task.incidentReference, to: `/incidents/${task.incidentId}/room` }] : []),
        { label: t("room.task") },
      ]}
    >
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : task ? (
        <Panel>
          <p>
            <Tag>{t(`room.phase.${task.phase}`)}</Tag>{" "}
            <Go to="/incidents/$id/room" params={{ id: task.incidentId }}>
              {task.incidentReference} <LangText text={task.incidentTitle} />
            </Go>
          </p>
          <TaskFacts task={task} />
          {task.mayEnd ? (
            <div className="row below">
              <Button look="main" onClick={() => end("done")}>
                {t("room.done")}
              </Button>
              <Button onClick={() => end("not_needed")}>{t("room.notNeeded")}</Button>
            </div>
          ) : null}
          {as ? <EndTaskDialog task={task} as={as} onClose={() => end(null)} /> : null}
        </Panel>
      ) : (
        <Loading rows={4} />
      )}
    </Page>
  );
}
