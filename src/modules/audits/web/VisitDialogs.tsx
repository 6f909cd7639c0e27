// What people do to a planned visit: move it, change how it is made, cancel it, record that it was held.
import { type FormEvent, type ReactNode, useState } from "react";
import { useCommand } from "#web/api.ts";
import { DateField, SelectField, TextArea, TextField, Tick } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { ReasonField } from "#web/forms/ReasonField.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { audits } from "../contract.ts";
import { type Result, results } from "../programme/rules.ts";
import { refreshedByVisits, type When, WhenFields, whenOf } from "./PlanDialog.tsx";
import type { Visit } from "./visit.ts";

type Props = { visit: Visit; onClose: () => void };
type FrameProps = {
  title: string;
  command: { error: unknown; isPending: boolean };
  offBecause: string | null;
  act: string;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
};

function Frame({ title, command, offBecause, act, onSubmit, onClose, children }: FrameProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <form className="form" onSubmit={submit}>
        {children}
        <FormEnds error={command.error} isBusy={command.isPending} offBecause={offBecause} onClose={onClose}>
          {act}
        </FormEnds>
      </form>
    </Dialog>
  );
}

export function MoveDialog({ visit, onClose }: Props) {
  const t = useText();
  const [when, setWhen] = useState<When>({
    month: visit.month,
    fromOn: visit.fromOn ?? "",
    toOn: visit.toOn ?? "",
  });
  const [reason, setReason] = useState("");
  const move = useCommand(audits.moveVisit, refreshedByVisits);
  const isSettled = visit.programmeState !== "draft" || visit.isAnnounced;
  const isMoved = when.month !== visit.month || (visit.fromOn !== null && when.fromOn !== visit.fromOn);
  return (
    <Frame
      title={t("audits.visit.move")}
      command={move}
      act={t("audits.visit.move")}
      offBecause={isSettled && isMoved && !reason.trim() ? t("dialog.reasonFirst") : null}
      onClose={onClose}
      onSubmit={() =>
        move.mutate(
          {
            id: visit.id,
            rowVersion: visit.rowVersion,
            ...whenOf(when),
            ...(reason.trim() ? { reason: reason.trim() } : {}),
          },
          { onSuccess: onClose },
        )
      }
    >
      <WhenFields value={when} onChange={setWhen} />
      <ReasonField isRequired={isSettled && isMoved} value={reason} onChange={setReason} />
    </Frame>
  );
}

export function ChangeDialog({ visit, onClose }: Props) {
  const t = useText();
  const [form, setForm] = useState({
    kind: visit.kind,
    auditorDays: visit.auditorDays as number | null,
    note: visit.note,
    siteIds: visit.sites.map((one) => one.id),
  });
  const change = useCommand(audits.changeVisit, refreshedByVisits);
  const tick = (id: string, isOn: boolean) =>
    setForm({ ...form, siteIds: isOn ? [...form.siteIds, id] : form.siteIds.filter((one) => one !== id) });
  return (
    <Frame
      title={t("audits.visit.change")}
      command={change}
      act={t("action.save")}
      offBecause={null}
      onClose={onClose}
      onSubmit={() =>
        change.mutate(
          { id: visit.id, rowVersion: visit.rowVersion, ...form, auditorDays: form.auditorDays ?? 1 },
          { onSuccess: onClose },
        )
      }
    >
      <div className="two">
        <SelectField
          label={t("audits.kind")}
          value={form.kind}
          choices={(["on_site", "remote"] as const).map((value) => ({
            value,
            label: t(`audits.kind.${value}`),
          }))}
          onChange={(kind) => setForm({ ...form, kind })}
        />
        <NumberField
          label={t("audits.auditorDays")}
          value={form.auditorDays}
          onChange={(auditorDays) => setForm({ ...form, auditorDays })}
        />
      </div>
      {visit.allSites.length > 0 ? (
        <fieldset className="ticks" aria-label={t("audits.sitesChoose")}>
          {visit.allSites.slice(0, 50).map((site) => (
            <Tick
              key={site.id}
              label={site.isPlant ? `${site.name} (${t("audits.plant")})` : site.name}
              isOn={form.siteIds.includes(site.id)}
              onChange={(isOn) => tick(site.id, isOn)}
            />
          ))}
        </fieldset>
      ) : null}
      <TextArea
        label={t("audits.note")}
        isOptional
        value={form.note}
        maxLength={1000}
        onChange={(note) => setForm({ ...form, note })}
      />
    </Frame>
  );
}

export function CancelDialog({ visit, onClose }: Props) {
  const t = useText();
  const [reason, setReason] = useState("");
  const cancel = useCommand(audits.cancelVisit, refreshedByVisits);
  return (
    <Frame
      title={t("audits.visit.cancel")}
      command={cancel}
      act={t("audits.visit.cancel")}
      offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
      onClose={onClose}
      onSubmit={() =>
        cancel.mutate(
          { id: visit.id, rowVersion: visit.rowVersion, reason: reason.trim() },
          { onSuccess: onClose },
        )
      }
    >
      <p className="soft">{t("audits.visit.cancelHelp")}</p>
      <ReasonField isRequired value={reason} onChange={setReason} />
    </Frame>
  );
}

export function HeldDialog({ visit, onClose }: Props) {
  const t = useText();
  const { today } = useSession();
  const [form, setForm] = useState({
    heldOn: visit.toOn && visit.toOn < today ? visit.toOn : today,
    result: "" as Result | "",
    findings: null as number | null,
    report: "",
  });
  const hold = useCommand(audits.recordVisitHeld, refreshedByVisits);
  return (
    <Frame
      title={t("audits.visit.hold")}
      command={hold}
      act={t("audits.visit.hold")}
      offBecause={form.heldOn ? null : t("forms.first", { field: t("audits.heldOn") })}
      onClose={onClose}
      onSubmit={() =>
        hold.mutate(
          {
            id: visit.id,
            rowVersion: visit.rowVersion,
            heldOn: form.heldOn,
            report: form.report.trim(),
            ...(form.result ? { result: form.result } : {}),
            ...(form.findings === null ? {} : { findings: form.findings }),
          },
          { onSuccess: onClose },
        )
      }
    >
      <DateField
        label={t("audits.heldOn")}
        value={form.heldOn}
        onChange={(heldOn) => setForm({ ...form, heldOn })}
      />
      <SelectField<Result | "">
        label={t("audits.result")}
        isOptional
        emptyLabel={t("audits.resultNone")}
        value={form.result}
        choices={results.map((value) => ({ value, label: t(`result.${value}`) }))}
        onChange={(result) => setForm({ ...form, result })}
      />
      <div className="two">
        <NumberField
          label={t("audits.findings")}
          isOptional
          value={form.findings}
          onChange={(findings) => setForm({ ...form, findings })}
        />
        <TextField
          label={t("audits.report")}
          isOptional
          value={form.report}
          maxLength={200}
          onChange={(report) => setForm({ ...form, report })}
        />
      </div>
    </Frame>
  );
}
