// A clock that stands still or was given more time: by whom, under which number, why, and what was due before.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { MomentField } from "#web/forms/MomentField.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import { incidents } from "../../contract.ts";
import { IncidentDialog } from "../../web/IncidentDialog.tsx";
import type { Incident } from "../../web/incident.ts";
import { type LawClock, refreshed } from "./law.ts";

type Props = { incident: Incident; clock: LawClock; onClose: () => void };
type Pause = NonNullable<LawClock["kept"]>["pauses"][number];

/** What the rule of a clock knows of. */
const kindsOf = (clock: LawClock) => [
  ...(clock.kept?.mayPause ? (["pause"] as const) : []),
  ...(clock.extendedTo !== null && clock.dueAt !== null && clock.extendedTo > clock.dueAt
    ? (["extension"] as const)
    : []),
];
export const mayStand = (clock: LawClock): boolean => clock.startedAt !== null && kindsOf(clock).length > 0;

export function PauseDialog({ incident, clock, onClose }: Props) {
  const t = useText();
  const format = useFormat();
  const kinds = kindsOf(clock);
  const [kind, setKind] = useState(kinds[0] ?? "pause");
  const [from, setFrom] = useState(() => new Date().toISOString());
  const [to, setTo] = useState("");
  const [grantedBy, setGrantedBy] = useState(clock.recipient);
  const [reference, setReference] = useState("");
  const [reason, setReason] = useState("");
  const pause = useCommand(incidents.pauseClock, refreshed);
  const { kept } = clock;
  if (!kept) return null;
  const isExtension = kind === "extension";
  const lack = !from
    ? t("law.pauseFrom")
    : isExtension && !to
      ? t("law.extendedTo")
      : !grantedBy.trim()
        ? t("law.grantedBy")
        : null;
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={clock.name}
      action={t(`law.pauseDo.${kind}`)}
      error={pause.error}
      isBusy={pause.isPending}
      offBecause={lack ? t("forms.first", { field: lack }) : reason.trim() ? null : t("dialog.reasonFirst")}
      onSubmit={() =>
        pause.mutate(
          {
            id: kept.id,
            kind,
            from,
            grantedBy: grantedBy.trim(),
            reference: reference.trim(),
            reason: reason.trim(),
            rowVersion: kept.rowVersion,
            ...(to ? { to } : {}),
          },
          { onSuccess: onClose },
        )
      }
    >
      {kinds.length > 1 ? (
        <SelectField
          label={t("law.pauseKind")}
          value={kind}
          choices={kinds.map((value) => ({ value, label: t(`law.pauseDo.${value}`) }))}
          onChange={setKind}
        />
      ) : null}
      {isExtension && clock.extendedTo ? (
        <p className="note">
          {t("law.extendable", { at: format.momentWithZone(clock.extendedTo, clock.zone) })}
        </p>
      ) : null}
      <MomentField
        label={t(isExtension ? "law.grantedAt" : "law.pauseFrom")}
        value={from}
        zone={clock.zone}
        onChange={setFrom}
      />
      <MomentField
        label={t(isExtension ? "law.extendedTo" : "law.pauseTo")}
        hint={isExtension ? "" : t("law.pauseToHint")}
        isOptional={!isExtension}
        value={to}
        zone={clock.zone}
        onChange={setTo}
      />
      <TextField label={t("law.grantedBy")} value={grantedBy} maxLength={300} onChange={setGrantedBy} />
      <TextField
        label={t("law.reference")}
        hint={t("law.referenceHint")}
        isOptional
        value={reference}
        maxLength={200}
        onChange={setReference}
      />
      <TextArea label={t("change.reason")} value={reason} maxLength={2000} onChange={setReason} />
      <p className="note">{t("law.pauseKept")}</p>
    </IncidentDialog>
  );
}

export function EndPauseDialog({ incident, clock, onClose }: Props) {
  const t = useText();
  const [at, setAt] = useState(() => new Date().toISOString());
  const end = useCommand(incidents.endClockPause, refreshed);
  const open = openPause(clock);
  if (!open) return null;
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={clock.name}
      action={t("law.endPause")}
      error={end.error}
      isBusy={end.isPending}
      offBecause={at ? null : t("forms.first", { field: t("law.pauseTo") })}
      onSubmit={() => end.mutate({ id: open.id, at }, { onSuccess: onClose })}
    >
      <PauseWords of={open} zone={clock.zone} />
      <MomentField label={t("law.pauseTo")} value={at} zone={clock.zone} onChange={setAt} />
    </IncidentDialog>
  );
}

export const openPause = (clock: LawClock): Pause | undefined =>
  clock.kept?.pauses.find((one) => one.to === null);

function PauseWords({ of, zone }: { of: Pause; zone: string }) {
  const t = useText();
  const format = useFormat();
  const at = (moment: string) => format.momentWithZone(moment, zone);
  return (
    <span className="small">
      {of.kind === "extension"
        ? t("law.wasExtended", { to: at(of.to ?? of.from) })
        : of.to
          ? t("law.wasPaused", { from: at(of.from), to: at(of.to) })
          : t("law.isPaused", { from: at(of.from) })}{" "}
      <LangText text={of.grantedBy} /> {of.reference ? <span className="mono">{of.reference}</span> : null}{" "}
      <LangText text={of.reason} />{" "}
      <span className="soft">
        {of.dueBefore ? t("law.dueBefore", { at: at(of.dueBefore) }) : null}{" "}
        <LangText text={of.setByName ?? ""} />
      </span>
    </span>
  );
}

type ActsProps = { clock: LawClock; mayWork: boolean; onAsk: (act: "pause" | "end_pause") => void };

/** What was granted so far, and what may still be said of it. */
export function Pauses({ clock, mayWork, onAsk }: ActsProps) {
  const t = useText();
  const isOver = clock.kept?.endedAs === "notified" || Boolean(clock.kept?.secondedAt);
  return (
    <>
      {clock.kept?.pauses.map((one) => (
        <PauseWords key={one.id} of={one} zone={clock.zone} />
      ))}
      {!mayWork || isOver || !clock.kept ? null : openPause(clock) ? (
        <span className="row">
          <Button size="s" onClick={() => onAsk("end_pause")}>
            {t("law.endPause")}
          </Button>
        </span>
      ) : mayStand(clock) ? (
        <span className="row">
          <Button size="s" look="quiet" onClick={() => onAsk("pause")}>
            {t("law.pause")}
          </Button>
        </span>
      ) : null}
    </>
  );
}
