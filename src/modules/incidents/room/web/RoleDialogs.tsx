// Giving a role, and handing it over: what is open begins with the open tasks.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { incidents } from "../../contract.ts";
import { IncidentDialog } from "../../web/IncidentDialog.tsx";
import type { Incident } from "../../web/incident.ts";
import { type Role, roles } from "../rules.ts";
import { PersonField } from "./PersonField.tsx";
import type { RoomRead } from "./reads.ts";
import { refreshedRoom } from "./within.tsx";

export function GiveRoleDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const t = useText();
  const [role, setRole] = useState<Role>("commander");
  const [from, setFrom] = useState<"within" | "outside">("within");
  const [personId, setPersonId] = useState("");
  const [outsider, setOutsider] = useState("");
  const give = useCommand(incidents.giveIncidentRole, refreshedRoom);
  const isNamed = from === "within" ? personId !== "" : outsider.trim() !== "";
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t("room.giveRole")}
      action={t("room.giveRole")}
      error={give.error}
      isBusy={give.isPending}
      offBecause={isNamed ? null : t("forms.first", { field: t("room.who") })}
      onSubmit={() =>
        give.mutate(
          {
            id: incident.id,
            role,
            ...(from === "within" ? { personId } : { outsider: outsider.trim() }),
          },
          { onSuccess: onClose },
        )
      }
    >
      <SelectField
        label={t("room.roleOf")}
        value={role}
        hint={t(`room.roleMeans.${role}`)}
        choices={roles.map((one) => ({ value: one, label: t(`room.role.${one}`) }))}
        onChange={setRole}
      />
      <Segmented
        label={t("room.who")}
        value={from}
        choices={[
          { value: "within", label: t("room.within") },
          { value: "outside", label: t("room.outside") },
        ]}
        onChange={setFrom}
      />
      {from === "within" ? (
        <PersonField
          incidentId={incident.id}
          label={t("room.who")}
          chosen={personId}
          onChoose={({ id }) => setPersonId(id)}
        />
      ) : (
        <TextField
          label={t("room.outsider")}
          hint={t("room.outsiderHint")}
          value={outsider}
          maxLength={300}
          onChange={setOutsider}
        />
      )}
    </IncidentDialog>
  );
}

type HandOverProps = {
  incident: Incident;
  holder: RoomRead["roles"][number];
  tasks: RoomRead["tasks"];
  onClose: () => void;
};

export function HandOverDialog({ incident, holder, tasks, onClose }: HandOverProps) {
  const t = useText();
  const [toId, setToId] = useState("");
  const [isOpen, setIsOpen] = useState(() =>
    tasks
      .filter((one) => one.state === "open")
      .slice(0, 8)
      .map((one) => `- ${one.title}`)
      .join("\n"),
  );
  const [comesNext, setComesNext] = useState("");
  const hand = useCommand(incidents.handOverRole, refreshedRoom);
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t("room.handOverOf", { role: t(`room.role.${holder.role}`) })}
      action={t("room.handOver")}
      error={hand.error}
      isBusy={hand.isPending}
      offBecause={
        toId === ""
          ? t("forms.first", { field: t("room.to") })
          : isOpen.trim() === ""
            ? t("forms.first", { field: t("room.isOpen") })
            : null
      }
      onSubmit={() =>
        hand.mutate(
          { id: incident.id, role: holder.role, toId, isOpen: isOpen.trim(), comesNext: comesNext.trim() },
          { onSuccess: onClose },
        )
      }
    >
      <p className="soft">{t("room.handOverHelp")}</p>
      <PersonField
        incidentId={incident.id}
        label={t("room.to")}
        chosen={toId}
        onChoose={({ id }) => setToId(id)}
      />
      <TextArea label={t("room.isOpen")} value={isOpen} maxLength={4000} onChange={setIsOpen} />
      <TextArea
        label={t("room.comesNext")}
        isOptional
        value={comesNext}
        maxLength={4000}
        onChange={setComesNext}
      />
    </IncidentDialog>
  );
}
