// Report something, in a minute, on a phone: what is not known may be missing.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { SelectField, TextArea, TextField, Tick } from "#web/forms/fields.tsx";
import { FilesField, type SentFile } from "#web/forms/FilesField.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useMinute } from "#web/layout/useMinute.ts";
import { useGo } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import type { Output } from "#core/contract.ts";
import { incidents } from "../../contract.ts";
import { isLate, reportDueAt } from "../../rules.ts";
import { refreshed } from "../incident.ts";
import { Alike } from "./Alike.tsx";
import { type Draft, dropDraft, keepDraft, loadDraft } from "./draft.ts";
import { Chips, KindTiles, Questions, Step, WhenNoticed } from "./parts.tsx";
import "../incidents.css";

type Form = Output<typeof incidents.getReportForm>;

export default function ReportPage() {
  const form = useOperation(incidents.getReportForm, {});
  if (form.isError) return <ErrorState error={form.error} onRetry={() => void form.refetch()} />;
  if (!form.data) return <Loading rows={8} />;
  return <Report form={form.data} />;
}

function Report({ form }: { form: Form }) {
  const t = useText();
  const go = useGo();
  const now = useMinute();
  const handles = [useMay("incident.manage"), useMay("incident.assess")].some(Boolean);
  const place = `yagura.report.${useSession().personId}`;
  const [draft, setDraft] = useState(() => loadDraft(place));
  const [files, setFiles] = useState<SentFile[]>([]);
  const [isKept, setKept] = useState(false);
  const report = useCommand(incidents.reportIncident, refreshed);
  const set = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    setKept(keepDraft(place, next));
  };
  const lateNow = draft.at !== "" && isLate(reportDueAt(new Date(draft.at)), null, new Date(now));
  const missing = !draft.kind ? t("report.what") : !draft.at ? t("report.when") : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!draft.kind) return;
    report.mutate(
      {
        companyId: form.companyId,
        kind: draft.kind,
        answers: draft.answers,
        what: draft.what.trim(),
        discoveredAt: draft.at,
        zone: form.timeZone,
        sendingId: draft.sendingId,
        fileIds: files.map((one) => one.id),
        ...(draft.unitId ? { unitId: draft.unitId } : {}),
        ...(draft.deviceId && draft.kind === "lost_device" ? { deviceIds: [draft.deviceId] } : {}),
        ...(draft.isForSomebody ? { isForSomebody: true, reporterSaid: draft.reporterSaid.trim() } : {}),
        ...(draft.isExercise && handles ? { isExercise: true, triesReceivers: draft.triesReceivers } : {}),
        ...(lateNow && draft.lateReason.trim() ? { lateReason: draft.lateReason.trim() } : {}),
      },
      {
        onSuccess: ({ id }) => {
          dropDraft(place);
          go({ to: "/report/$id", params: { id } }, { replace: true });
        },
      },
    );
  };
  return (
    <Page
      title={t("report.title")}
      crumbs={[{ label: form.companyName }]}
      after={isKept ? <span className="age">✓ {t("report.kept")}</span> : null}
    >
      <form className="inc-form" onSubmit={submit}>
        <p className="soft">{t("report.lead")}</p>
        <Step title={t("report.what")} isDone={draft.kind !== null}>
          <KindTiles value={draft.kind} onChange={(kind) => set({ kind, answers: {} })} />
        </Step>
        {draft.kind === "lost_device" && form.devices.length > 0 && !draft.isForSomebody ? (
          <Step title={t("report.which")} isDone={draft.deviceId !== ""}>
            <Devices
              devices={form.devices}
              value={draft.deviceId}
              onChange={(deviceId) => set({ deviceId })}
            />
          </Step>
        ) : null}
        {draft.kind ? (
          <Questions kind={draft.kind} answers={draft.answers} onChange={(answers) => set({ answers })} />
        ) : null}
        <Step title={t("report.when")} isDone={draft.at !== ""}>
          <WhenNoticed
            at={draft.at}
            when={draft.when}
            zone={form.timeZone}
            onChange={(at, when) => set({ at, when })}
          />
        </Step>
        {lateNow ? (
          <TextArea
            label={t("report.whyLate")}
            hint={t("report.whyLateHint")}
            isOptional
            value={draft.lateReason}
            maxLength={2000}
            onChange={(lateReason) => set({ lateReason })}
          />
        ) : null}
        <TextArea
          label={t("report.words")}
          hint={t("report.wordsHint")}
          isOptional
          value={draft.what}
          maxLength={8000}
          onChange={(what) => set({ what })}
        />
        {form.places.length > 0 ? (
          <SelectField
            label={t("report.place")}
            isOptional
            value={draft.unitId}
            emptyLabel={t("report.placeNone")}
            choices={form.places.map((one) => ({ value: one.id, label: one.name }))}
            onChange={(unitId) => set({ unitId })}
          />
        ) : null}
        <FilesField
          purpose="incident_file"
          companyId={form.companyId}
          label={t("report.photo")}
          drop={t("report.photoDrop")}
          files={files}
          most={10}
          onChange={setFiles}
        />
        <Tick
          label={t("report.forSomebody")}
          isOn={draft.isForSomebody}
          onChange={(isForSomebody) => set({ isForSomebody })}
        />
        {handles ? (
          <Tick
            label={t("report.isExercise")}
            isOn={draft.isExercise}
            onChange={(isExercise) => set({ isExercise })}
          />
        ) : null}
        {handles && draft.isExercise ? (
          <Tick
            label={t("report.triesReceivers")}
            isOn={draft.triesReceivers}
            onChange={(triesReceivers) => set({ triesReceivers })}
          />
        ) : null}
        {handles && draft.isExercise ? <p className="small soft">{t("report.triesReceiversHint")}</p> : null}
        {draft.isForSomebody ? (
          <TextField
            label={t("report.whoCalled")}
            hint={t("report.whoCalledHint")}
            value={draft.reporterSaid}
            maxLength={300}
            onChange={(reporterSaid) => set({ reporterSaid })}
          />
        ) : null}
        {draft.kind && draft.at ? (
          <Alike companyId={form.companyId} kind={draft.kind} at={draft.at} deviceId={draft.deviceId} />
        ) : null}
        {report.error ? <Note kind="warn">{t("report.notSent")}</Note> : null}
        <FormError error={report.error} />
        <div className="inc-foot">
          <Button
            type="submit"
            look="main"
            size="l"
            isBusy={report.isPending}
            offBecause={missing ? t("forms.first", { field: missing }) : null}
          >
            {t("report.do")}
          </Button>
          <p className="small soft">{t("report.reaches")}</p>
        </div>
      </form>
    </Page>
  );
}

/** Three stand side by side; whoever answers for many chooses from a list. */
const mostSideBySide = 3;
type DevicesProps = { devices: Form["devices"]; value: string; onChange: (id: string) => void };

function Devices({ devices, value, onChange }: DevicesProps) {
  const t = useText();
  const choices = devices.map((one) => ({
    value: one.id,
    label: [one.name, one.note].filter(Boolean).join(" – "),
  }));
  return devices.length <= mostSideBySide ? (
    <Chips label={t("report.which")} value={value || null} choices={choices} onChange={onChange} />
  ) : (
    <SelectField
      label={t("report.which")}
      value={value}
      emptyLabel={t("report.whichNone")}
      choices={choices}
      onChange={onChange}
    />
  );
}
