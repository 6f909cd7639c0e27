// What was just seen, done or decided, in one line and one tap: the moment is now unless it is said otherwise.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { MomentField } from "#web/forms/MomentField.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { incidents } from "../../contract.ts";
import type { Incident } from "../../web/incident.ts";
import { type EntryKind, entryKinds } from "../rules.ts";
import { refreshedRoom } from "./within.tsx";

type KindsProps = { value: EntryKind; onChange: (kind: EntryKind) => void };

export function KindChoice({ value, onChange }: KindsProps) {
  const t = useText();
  return (
    <div className="room-kinds" role="group" aria-label={t("room.entryKind")}>
      {entryKinds.map((kind) => (
        <button key={kind} type="button" aria-pressed={kind === value} onClick={() => onChange(kind)}>
          {t(`room.entry.${kind}`)}
        </button>
      ))}
    </div>
  );
}

export function QuickEntry({ incident }: { incident: Incident }) {
  const t = useText();
  const { timeZone } = useSession();
  const zone = timeZone ?? incident.companyZone;
  const [kind, setKind] = useState<EntryKind>("observed");
  const [said, setSaid] = useState("");
  /** Empty: now. */
  const [at, setAt] = useState("");
  const [isEarlier, setEarlier] = useState(false);
  const add = useCommand(incidents.addLogEntry, refreshedRoom);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { id: incident.id, kind, at: at || new Date().toISOString(), zone, said: said.trim() },
      {
        onSuccess: () => {
          setSaid("");
          setAt("");
          setEarlier(false);
        },
      },
    );
  };
  return (
    <form className="room-entry" onSubmit={submit}>
      <KindChoice value={kind} onChange={setKind} />
      <TextArea label={t("room.say")} value={said} maxLength={4000} onChange={setSaid} />
      <FormError error={add.error} />
      <div className="ends">
        {isEarlier ? (
          <MomentField label={t("room.happenedAt")} value={at} zone={zone} onChange={setAt} />
        ) : (
          <Button look="quiet" onClick={() => setEarlier(true)}>
            {t("room.earlier")}
          </Button>
        )}
        <Button
          type="submit"
          look="main"
          isBusy={add.isPending}
          offBecause={said.trim() ? null : t("forms.first", { field: t("room.say") })}
        >
          {t("room.enter")}
        </Button>
      </div>
    </form>
  );
}
