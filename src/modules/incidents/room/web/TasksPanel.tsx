// Tasks in the order of the work: what stops the harm stands first and is not folded away.
import { useState } from "react";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import type { Incident } from "../../web/incident.ts";
import { phases } from "../rules.ts";
import type { Task } from "./reads.ts";
import { AddTaskDialog, EndTaskDialog, GiveTaskDialog, OpenAgainDialog } from "./TaskDialogs.tsx";

type Doing = { task: Task; act: "done" | "not_needed" | "give" | "again" };
type Props = { incident: Incident; tasks: readonly Task[]; mayWork: boolean };

export function TasksPanel({ incident, tasks, mayWork }: Props) {
  const t = useText();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [isAdding, setAdding] = useState(false);
  const close = () => setDoing(null);
  const ended = tasks.filter((one) => one.state !== "open").length;
  return (
    <Panel
      title={t("room.tasks", { count: tasks.length, done: ended })}
      more={
        mayWork ? (
          <Button size="s" onClick={() => setAdding(true)}>
            {t("room.addTask")}
          </Button>
        ) : null
      }
    >
      {tasks.length === 0 ? <p className="soft">{t("room.noTasks")}</p> : null}
      {phases.map((phase) => {
        const own = tasks.filter((one) => one.phase === phase);
        if (own.length === 0) return null;
        const open = own.filter((one) => one.state === "open").length;
        return (
          <section key={phase} className={`room-phase${phase === "contain" && open > 0 ? " first" : ""}`}>
            <h3>
              {t(`room.phase.${phase}`)}{" "}
              <span className="small soft tn">{t("room.openOf", { open, count: own.length })}</span>
            </h3>
            <ul className="room-tasks">
              {own.map((task) => (
                <TaskLine
                  key={task.id}
                  task={task}
                  mayWork={mayWork}
                  onDo={(act) => setDoing({ task, act })}
                />
              ))}
            </ul>
          </section>
        );
      })}
      {isAdding ? <AddTaskDialog incident={incident} onClose={() => setAdding(false)} /> : null}
      {doing?.act === "give" ? (
        <GiveTaskDialog incident={incident} task={doing.task} onClose={close} />
      ) : null}
      {doing?.act === "again" ? <OpenAgainDialog task={doing.task} onClose={close} /> : null}
      {doing?.act === "done" || doing?.act === "not_needed" ? (
        <EndTaskDialog task={doing.task} as={doing.act} onClose={close} />
      ) : null}
    </Panel>
  );
}

type LineProps = { task: Task; mayWork: boolean; onDo: (act: Doing["act"]) => void };

function TaskLine({ task, mayWork, onDo }: LineProps) {
  const t = useText();
  return (
    <li className={task.state === "open" ? "" : "ended"}>
      <div>
        <span className="what">{task.isOwnWords ? <LangText text={task.title} /> : task.title}</span>
        <TaskFacts task={task} />
      </div>
      {mayWork ? (
        <span className="row">
          {task.state === "open" ? (
            <Button size="s" onClick={() => onDo("done")}>
              {t("room.done")}
            </Button>
          ) : null}
          <ActionMenu
            label={t("room.more")}
            actions={
              task.state === "open"
                ? [
                    { label: t("room.give"), onClick: () => onDo("give") },
                    { label: t("room.notNeeded"), onClick: () => onDo("not_needed") },
                  ]
                : [{ label: t("room.again"), onClick: () => onDo("again") }]
            }
          />
        </span>
      ) : null}
    </li>
  );
}

/** Whose it is and until when; of an ended one what became of it. */
export function TaskFacts({ task }: { task: Task }) {
  const t = useText();
  const format = useFormat();
  if (task.state !== "open")
    return (
      <p className="small soft">
        {t(`room.taskState.${task.state}`, {
          name: task.endedByName ?? "",
          moment: task.endedAt ? format.moment(task.endedAt, "short") : "",
        })}{" "}
        {task.said ? <LangText text={task.said} /> : null}
      </p>
    );
  const due = task.dueAt
    ? t(task.isOverdue ? "room.wasDue" : "room.dueAt", { moment: format.moment(task.dueAt, "short") })
    : task.hours
      ? t("room.hoursFrom", { hours: task.hours })
      : null;
  return (
    <p className="small soft">
      {task.ownerName ? <LangText text={task.ownerName} /> : t("room.nobodys")}
      {due ? <span className={task.isOverdue ? "over" : ""}> · {due}</span> : null}
    </p>
  );
}
