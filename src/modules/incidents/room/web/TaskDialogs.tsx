// What is said of a task: whose it is, that it is done or not needed, that it was ended too early.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { SelectField, TextField } from "#web/forms/fields.tsx";
import { MomentField } from "#web/forms/MomentField.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { incidents } from "../../contract.ts";
import { IncidentDialog } from "../../web/IncidentDialog.tsx";
import type { Incident } from "../../web/incident.ts";
import { type Phase, phases } from "../rules.ts";
import { PersonField } from "./PersonField.tsx";
import type { Task } from "./reads.ts";
import { refreshedRoom } from "./within.tsx";

export function AddTaskDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const t = useText();
  const { timeZone } = useSession();
  const [form, setForm] = useState({ phase: "contain" as Phase, title: "", ownerId: "", dueAt: "" });
  const add = useCommand(incidents.addTask, refreshedRoom);
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t("room.addTask")}
      action={t("room.addTask")}
      error={add.error}
      isBusy={add.isPending}
      offBecause={form.title.trim() ? null : t("forms.first", { field: t("room.taskTitle") })}
      onSubmit={() =>
        add.mutate(
          {
            id: incident.id,
            phase: form.phase,
            title: form.title.trim(),
            ownerId: form.ownerId || null,
            dueAt: form.dueAt || null,
          },
          { onSuccess: onClose },
        )
      }
    >
      <TextField
        label={t("room.taskTitle")}
        value={form.title}
        maxLength={300}
        onChange={(title) => setForm({ ...form, title })}
      />
      <SelectField
        label={t("room.phase")}
        value={form.phase}
        choices={phases.map((phase) => ({ value: phase, label: t(`room.phase.${phase}`) }))}
        onChange={(phase) => setForm({ ...form, phase })}
      />
      <PersonField
        incidentId={incident.id}
        label={t("room.owner")}
        chosen={form.ownerId}
        nobody={t("room.nobodys")}
        onChoose={({ id }) => setForm({ ...form, ownerId: id })}
      />
      <MomentField
        label={t("room.due")}
        isOptional
        value={form.dueAt}
        zone={timeZone ?? incident.companyZone}
        onChange={(dueAt) => setForm({ ...form, dueAt })}
      />
    </IncidentDialog>
  );
}

type GiveProps = { incident: Incident; task: Task; onClose: () => void };

export function GiveTaskDialog({ incident, task, onClose }: GiveProps) {
  const t = useText();
  const { timeZone } = useSession();
  const [ownerId, setOwnerId] = useState(task.ownerId ?? "");
  const [dueAt, setDueAt] = useState(task.dueAt ?? "");
  const give = useCommand(incidents.giveTask, refreshedRoom);
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t("room.give")}
      action={t("room.giveDo")}
      error={give.error}
      isBusy={give.isPending}
      offBecause={null}
      onSubmit={() =>
        give.mutate(
          { id: task.id, ownerId: ownerId || null, dueAt: dueAt || null, rowVersion: task.rowVersion },
          { onSuccess: onClose },
        )
      }
    >
      <p className="soft">{task.title}</p>
      <PersonField
        incidentId={incident.id}
        label={t("room.owner")}
        chosen={ownerId}
        nobody={t("room.nobodys")}
        onChoose={({ id }) => setOwnerId(id)}
      />
      <MomentField
        label={t("room.due")}
        isOptional
        value={dueAt}
        zone={timeZone ?? incident.companyZone}
        onChange={setDueAt}
      />
    </IncidentDialog>
  );
}

type EndProps = {
  task: Pick<Task, "id" | "title" | "rowVersion">;
  as: "done" | "not_needed";
  onClose: () => void;
};

export function EndTaskDialog({ task, as, onClose }: EndProps) {
  const t = useText();
  const end = useCommand(incidents.endTask, refreshedRoom);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t(as === "done" ? "room.done" : "room.notNeeded")}
      effect={task.title}
      action={t(as === "done" ? "room.done" : "room.notNeeded")}
      reason={{
        label: t(as === "done" ? "room.whatDone" : "room.whyNotNeeded"),
        isRequired: as === "not_needed",
      }}
      isBusy={end.isPending}
      error={<FormError error={end.error} />}
      onConfirm={(said) =>
        end.mutate({ id: task.id, as, said, rowVersion: task.rowVersion }, { onSuccess: onClose })
      }
    />
  );
}

export function OpenAgainDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const t = useText();
  const open = useCommand(incidents.openTaskAgain, refreshedRoom);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("room.again")}
      effect={task.title}
      action={t("room.again")}
      reason={{ label: t("change.reason") }}
      isBusy={open.isPending}
      error={<FormError error={open.error} />}
      onConfirm={(reason) =>
        open.mutate(
          { id: task.id, reason: reason.slice(0, 500), rowVersion: task.rowVersion },
          { onSuccess: onClose },
        )
      }
    />
  );
}
