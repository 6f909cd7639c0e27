// The playbook of one kind: its tasks in three languages, changed as a whole with a reason.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { SelectField, TextField } from "#web/forms/fields.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import type { Kind } from "../../rules.ts";
import { phases } from "../rules.ts";
import "./room.css";

type Book = Output<typeof incidents.getPlaybook>;
type Task = Book["tasks"][number] & { key: string };
const languages = ["ja", "en", "zh"] as const;

export default function PlaybookPage() {
  const t = useText();
  const any = useAnyText();
  const kind = useParam("kind") as Kind;
  const read = useOperation(incidents.getPlaybook, { kind });
  const [isChanging, setChanging] = useState(false);
  const book = read.data;
  return (
    <Page
      title={any(`incident.kind.${kind}`)}
      crumbs={[
        { label: t("incidents.crumb"), to: "/incidents" },
        { label: t("room.playbooks"), to: "/incidents/playbooks" },
        { label: any(`incident.kind.${kind}`) },
      ]}
      actions={
        book?.mayChange && !isChanging ? (
          <Button look="main" onClick={() => setChanging(true)}>
            {t("room.changeBook")}
          </Button>
        ) : null
      }
    >
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : book ? (
        isChanging ? (
          <Editor key={book.version} book={book} onDone={() => setChanging(false)} />
        ) : (
          <Shown book={book} />
        )
      ) : (
        <Loading rows={8} />
      )}
    </Page>
  );
}

function Shown({ book }: { book: Book }) {
  const t = useText();
  const format = useFormat();
  return (
    <div className="stack">
      <Panel title={t("room.version", { version: book.version })}>
        {phases.map((phase) => {
          const own = book.tasks.filter((one) => one.phase === phase);
          return own.length === 0 ? null : (
            <section key={phase} className={`room-phase${phase === "contain" ? " first" : ""}`}>
              <h3>{t(`room.phase.${phase}`)}</h3>
              <ul className="room-tasks">
                {own.map((task) => (
                  <li key={task.en}>
                    <div>{task[format.language]}</div>
                    {task.hours ? (
                      <span className="small soft">{t("room.hoursFrom", { hours: task.hours })}</span>
                    ) : null}
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </Panel>
      <Panel title={t("room.versions")}>
        <ul className="room-rows">
          {book.versions.map((one) => (
            <li key={one.version}>
              <span>
                {t("room.version", { version: one.version })} {one.reason}
              </span>
              <span className="small soft">
                {format.momentDay(one.madeAt)} · {one.madeByName ?? t("trail.itself")}
              </span>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}

function Editor({ book, onDone }: { book: Book; onDone: () => void }) {
  const t = useText();
  const format = useFormat();
  const [tasks, setTasks] = useState<Task[]>(() =>
    book.tasks.map((one) => ({ ...one, key: crypto.randomUUID() })),
  );
  const [isSaving, setSaving] = useState(false);
  const set = useCommand(incidents.setPlaybook, [incidents.getPlaybook, incidents.listPlaybooks]);
  const change = (task: Task, to: Partial<Task>) =>
    setTasks(tasks.map((one) => (one.key === task.key ? { ...one, ...to } : one)));
  const isWordless = tasks.some((one) => languages.some((language) => one[language].trim() === ""));
  const add = () =>
    setTasks([...tasks, { phase: "contain", hours: null, en: "", ja: "", zh: "", key: crypto.randomUUID() }]);
  return (
    <Panel title={t("room.changeBook")}>
      <ul className="room-book">
        {tasks.map((task) => (
          <li key={task.key}>
            <SelectField
              label={t("room.phase")}
              value={task.phase}
              choices={phases.map((phase) => ({ value: phase, label: t(`room.phase.${phase}`) }))}
              onChange={(phase) => change(task, { phase })}
            />
            <NumberField
              label={t("room.hours")}
              value={task.hours}
              onChange={(hours) => change(task, { hours })}
            />
            <div className="words">
              {languages.map((language) => (
                <TextField
                  key={language}
                  label={format.tongue(language)}
                  value={task[language]}
                  maxLength={300}
                  onChange={(said) => change(task, { [language]: said })}
                />
              ))}
            </div>
            <Button
              size="s"
              look="quiet"
              onClick={() => setTasks(tasks.filter((one) => one.key !== task.key))}
            >
              {t("room.takeOut")}
            </Button>
          </li>
        ))}
      </ul>
      <div className="row below">
        <Button onClick={add}>{t("room.addTask")}</Button>
        <Button onClick={onDone}>{t("action.cancel")}</Button>
        <Button
          look="main"
          offBecause={isWordless ? t("errors.incident_playbook.words_missing") : null}
          onClick={() => setSaving(true)}
        >
          {t("room.saveBook")}
        </Button>
      </div>
      {isSaving ? (
        <ConfirmDialog
          isOpen
          onClose={() => setSaving(false)}
          title={t("room.saveBook")}
          effect={t("room.saveEffect", { version: book.version + 1 })}
          action={t("room.saveBook")}
          reason={{ label: t("change.reason") }}
          isBusy={set.isPending}
          error={<FormError error={set.error} />}
          onConfirm={(reason) =>
            set.mutate(
              {
                kind: book.kind,
                version: book.version,
                reason: reason.slice(0, 500),
                tasks: tasks.map(({ key: _key, ...task }) => task),
              },
              { onSuccess: onDone },
            )
          }
        />
      ) : null}
    </Panel>
  );
}
