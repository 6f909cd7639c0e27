// What is said after an incident: the review, a lesson with what becomes of it, a line of costs.
import { useState } from "react";
import { findings } from "#modules/findings/contract.ts";
import { lateralChecks } from "#modules/lateral-checks/contract.ts";
import { useCommand } from "#web/api.ts";
import { DateField, SelectField, TextArea, TextField, Tick } from "#web/forms/fields.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { incidents } from "../../contract.ts";
import { type Severity, severities } from "../../rules.ts";
import { IncidentDialog } from "../../web/IncidentDialog.tsx";
import type { Incident } from "../../web/incident.ts";
import { type Cause, causes, costKinds, type LeadsTo, leads } from "../rules.ts";
import { ForEverybody, noOpenWords } from "./ForEverybody.tsx";
import type { Review } from "./review.ts";

type Props = { incident: Incident; data: Review; onClose: () => void };
const refreshed = [
  incidents.getIncidentReview,
  incidents.getIncident,
  findings.listFindings,
  lateralChecks.listLateralChecks,
];

export function ReviewDialog({ incident, data: { review }, onClose }: Props) {
  const t = useText();
  const { today } = useSession();
  const [chosen, setChosen] = useState<readonly Cause[]>(review?.causes ?? []);
  const [how, setHow] = useState(review?.how ?? "");
  const [wentWell, setWentWell] = useState(review?.wentWell ?? "");
  const [toChange, setToChange] = useState(review?.toChange ?? "");
  const [heldOn, setHeldOn] = useState(review?.heldOn ?? today);
  const write = useCommand(incidents.reviewIncident, refreshed);
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t("after.writeReview")}
      action={t("after.save")}
      error={write.error}
      isBusy={write.isPending}
      offBecause={
        chosen.length === 0
          ? t("forms.first", { field: t("after.ledTo") })
          : how.trim()
            ? null
            : t("forms.first", { field: t("after.how") })
      }
      onSubmit={() =>
        write.mutate(
          {
            id: incident.id,
            causes: [...chosen],
            how: how.trim(),
            wentWell: wentWell.trim(),
            toChange: toChange.trim(),
            heldOn,
            ...(review ? { rowVersion: review.rowVersion } : {}),
          },
          { onSuccess: onClose },
        )
      }
    >
      <fieldset className="field">
        <span className="label">{t("after.ledTo")}</span>
        {causes.map((one) => (
          <Tick
            key={one}
            label={t(`after.cause.${one}`)}
            isOn={chosen.includes(one)}
            onChange={(isOn) => setChosen(isOn ? [...chosen, one] : chosen.filter((each) => each !== one))}
          />
        ))}
      </fieldset>
      <TextArea label={t("after.how")} value={how} maxLength={8000} onChange={setHow} />
      <TextArea
        label={t("after.wentWell")}
        isOptional
        value={wentWell}
        maxLength={4000}
        onChange={setWentWell}
      />
      <TextArea
        label={t("after.toChange")}
        isOptional
        value={toChange}
        maxLength={4000}
        onChange={setToChange}
      />
      <DateField label={t("after.heldOn")} value={heldOn} onChange={setHeldOn} />
    </IncidentDialog>
  );
}

export function LessonDialog({ incident, onClose }: Props) {
  const t = useText();
  const [lesson, setLesson] = useState("");
  const [leadsTo, setLeadsTo] = useState<LeadsTo>("finding");
  const [severity, setSeverity] = useState<Severity>("medium");
  const [controlId, setControlId] = useState("");
  const [because, setBecause] = useState("");
  const [open, setOpen] = useState(noOpenWords);
  const add = useCommand(incidents.addLesson, refreshed);
  const isSaidAnew = incident.isKept && leadsTo === "finding";
  const lacksReason = leadsTo === "nothing" && !because.trim();
  const lacksControl = leadsTo === "standard" && !controlId.trim() && !because.trim();
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t("after.addLesson")}
      action={t(`after.do.${leadsTo}`)}
      error={add.error}
      isBusy={add.isPending}
      offBecause={
        !lesson.trim()
          ? t("forms.first", { field: t("after.lesson") })
          : lacksReason
            ? t("dialog.reasonFirst")
            : lacksControl
              ? t("forms.first", { field: t("after.control") })
              : isSaidAnew && !open.title.trim()
                ? t("forms.first", { field: t("after.openTitle") })
                : isSaidAnew && !open.isConfirmed
                  ? t("after.openFirst")
                  : null
      }
      onSubmit={() =>
        add.mutate(
          {
            id: incident.id,
            lesson: lesson.trim(),
            leadsTo,
            because: because.trim(),
            ...(leadsTo === "finding" ? { severity } : {}),
            ...(isSaidAnew ? { forEverybody: { title: open.title.trim(), detail: open.detail.trim() } } : {}),
            ...(leadsTo === "standard" && controlId.trim() ? { controlId: controlId.trim() } : {}),
          },
          { onSuccess: onClose },
        )
      }
    >
      <TextArea label={t("after.lesson")} value={lesson} maxLength={2000} onChange={setLesson} />
      <SelectField
        label={t("after.leads")}
        value={leadsTo}
        choices={leads.map((value) => ({ value, label: t(`after.leadsTo.${value}`) }))}
        onChange={setLeadsTo}
      />
      {leadsTo === "finding" ? (
        <SelectField
          label={t("incidents.severity")}
          value={severity}
          choices={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
          onChange={setSeverity}
        />
      ) : null}
      {isSaidAnew ? <ForEverybody words={open} onChange={setOpen} /> : null}
      {leadsTo === "standard" ? (
        <TextField
          label={t("after.control")}
          hint={t("after.controlHint")}
          isOptional
          isCode
          value={controlId}
          maxLength={40}
          onChange={setControlId}
        />
      ) : null}
      {leadsTo === "nothing" || leadsTo === "standard" ? (
        <TextArea
          label={t(leadsTo === "nothing" ? "after.because" : "after.proposal")}
          isOptional={leadsTo === "standard"}
          value={because}
          maxLength={1000}
          onChange={setBecause}
        />
      ) : null}
      <p className="note">{t(`after.means.${leadsTo}`)}</p>
    </IncidentDialog>
  );
}

export function CostDialog({ incident, onClose }: Props) {
  const t = useText();
  const [kind, setKind] = useState<(typeof costKinds)[number]>("work");
  const [amount, setAmount] = useState<number | null>(null);
  const [currency, setCurrency] = useState("JPY");
  const [hours, setHours] = useState<number | null>(null);
  const [isEstimate, setEstimate] = useState(true);
  const [note, setNote] = useState("");
  const add = useCommand(incidents.addCost, refreshed);
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t("after.addCost")}
      action={t("after.addCost")}
      error={add.error}
      isBusy={add.isPending}
      offBecause={
        amount === null && hours === null
          ? t("after.costFirst")
          : amount !== null && !/^[A-Z]{3}$/.test(currency)
            ? t("forms.first", { field: t("after.currency") })
            : null
      }
      onSubmit={() =>
        add.mutate(
          {
            id: incident.id,
            kind,
            isEstimate,
            note: note.trim(),
            ...(amount === null ? {} : { amount, currency }),
            ...(hours === null ? {} : { hours }),
          },
          { onSuccess: onClose },
        )
      }
    >
      <SelectField
        label={t("after.costKind")}
        value={kind}
        choices={costKinds.map((value) => ({ value, label: t(`after.cost.${value}`) }))}
        onChange={setKind}
      />
      <NumberField label={t("after.amount")} isOptional value={amount} onChange={setAmount} />
      <TextField
        label={t("after.currency")}
        isCode
        value={currency}
        maxLength={3}
        onChange={(value) => setCurrency(value.toUpperCase())}
      />
      <NumberField label={t("after.hoursField")} isOptional value={hours} onChange={setHours} />
      <Tick label={t("after.isEstimate")} isOn={isEstimate} onChange={setEstimate} />
      <TextField label={t("spread.note")} isOptional value={note} maxLength={500} onChange={setNote} />
    </IncidentDialog>
  );
}
