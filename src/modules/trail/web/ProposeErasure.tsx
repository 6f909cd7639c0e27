// The first person: says whose values, or those of which event, on what ground and why.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { SelectField, TextArea, Tick } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { trail } from "../contract.ts";
import { SubjectFinder } from "./SubjectChoice.tsx";

const grounds = ["request", "consent_ended", "purpose_ended", "unlawful"] as const;
type Ground = (typeof grounds)[number];
type Kind = "person" | "event";

export function ProposeErasure({ eventId, onClose }: { eventId: number | null; onClose: () => void }) {
  const t = useText();
  const [kind, setKind] = useState<Kind>(eventId ? "event" : "person");
  const [event, setEvent] = useState<number | null>(eventId);
  const [personId, setPerson] = useState("");
  const [isAbout, setAbout] = useState(true);
  const [isWritten, setWritten] = useState(false);
  const [ground, setGround] = useState<Ground>("request");
  const [reason, setReason] = useState("");
  const propose = useCommand(trail.proposeErasure, [trail.listErasures]);
  const aim =
    kind === "event"
      ? { kind, ...(event ? { eventId: event } : {}) }
      : { kind, ...(personId ? { personId } : {}), isAbout, isWritten };
  const isAimed = kind === "event" ? Boolean(event) : personId !== "" && (isAbout || isWritten);
  const send = (submitted: FormEvent) => {
    submitted.preventDefault();
    propose.mutate(
      { ...aim, ground, reason: reason.trim() },
      {
        onSuccess: () => {
          toast(t("trail.erase.sent"));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("trail.erase.propose")}>
      <form className="form" onSubmit={send}>
        <div>
          <Segmented<Kind>
            label={t("trail.erase.what")}
            value={kind}
            choices={[
              { value: "person", label: t("trail.erase.person") },
              { value: "event", label: t("trail.erase.event") },
            ]}
            onChange={setKind}
          />
        </div>
        {kind === "event" ? (
          <NumberField label={t("trail.erase.eventNumber")} value={event} onChange={setEvent} />
        ) : (
          <>
            <SubjectFinder
              label={t("trail.erase.choosePerson")}
              kind="person"
              chosen={personId}
              onChoose={setPerson}
            />
            <Tick label={t("trail.erase.isAbout")} isOn={isAbout} onChange={setAbout} />
            <Tick label={t("trail.erase.isWritten")} isOn={isWritten} onChange={setWritten} />
          </>
        )}
        {isAimed ? <Count aim={aim} /> : null}
        <SelectField<Ground>
          label={t("trail.erase.ground")}
          value={ground}
          choices={grounds.map((one) => ({ value: one, label: t(`trail.ground.${one}`) }))}
          onChange={setGround}
        />
        <TextArea label={t("trail.erase.reason")} value={reason} maxLength={2000} onChange={setReason} />
        {kind === "person" ? <p className="small soft">{t("trail.erase.outside")}</p> : null}
        <FormEnds
          error={propose.error}
          isBusy={propose.isPending}
          offBecause={
            isAimed ? (reason.trim() ? null : t("dialog.reasonFirst")) : t("errors.trail.erasure_aimless")
          }
          onClose={onClose}
        >
          {t("trail.erase.send")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

type Aim = { kind: Kind; eventId?: number; personId?: string; isAbout?: boolean; isWritten?: boolean };

function Count({ aim }: { aim: Aim }) {
  const t = useText();
  const format = useFormat();
  const { data } = useOperation(trail.previewErasure, aim);
  if (!data) return null;
  const { count } = data;
  return (
    <p role="status">
      {count === 1
        ? t("trail.erase.countOne")
        : t(count >= 10_000 ? "trail.erase.countMany" : "trail.erase.count", {
            number: format.number(count),
          })}
    </p>
  );
}
