// Giving a role.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { SelectField, TextField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { incidents } from "../../contract.ts";
import { IncidentDialog } from "../../web/IncidentDialog.tsx";
import type { Incident } from "../../web/incident.ts";
import { type Role, roles } from "../rules.ts";
import { PersonField } from "./PersonField.tsx";
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
