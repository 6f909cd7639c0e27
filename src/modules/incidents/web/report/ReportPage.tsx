// Report something, in a minute, on a phone: what is not known may be missing.
import { IconPhone } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { SelectField, TextArea, Tick } from "#web/forms/fields.tsx";
import { FilesField } from "#web/forms/FilesField.tsx";
import { MomentField } from "#web/forms/MomentField.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useMinute } from "#web/layout/useMinute.ts";
import { Go, useGo } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Button, buttonClass } from "#web/ui/Button.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import type { Output } from "#core/contract.ts";
import { incidents } from "../../contract.ts";
import { isLate, reportDueAt } from "../../rules.ts";
import { refreshed } from "../incident.ts";
import { Alike } from "./Alike.tsx";
import { type Draft, dropDraft, keepDraft, loadDraft, toSend } from "./draft.ts";
import { CompanyStep, WhoCalled } from "./ForSomebody.tsx";
import { LostThing } from "./LostThing.tsx";
import { KindTiles, Questions, Step, WhenNoticed } from "./parts.tsx";
import "../incidents.css";

type Form = Output<typeof incidents.getReportForm>;

export default function ReportPage() {
  const place = `yagura.report.${useSession().personId}`;
  const [draft, setDraft] = useState(() => loadDraft(place));
  const [isKept, setKept] = useState(false);
  const set = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    setKept(keepDraft(place, next));
  };
  const form = useOperation(
    incidents.getReportForm,
    {
      ...(draft.companyId ? { companyId: draft.companyId } : {}),
      ...(draft.isForSomebody && draft.reporterId ? { personId: draft.reporterId } : {}),
    },
    { keep: true },
  );
  // A company that is no longer in reach: the draft goes on with one's own.
  const again = () => (draft.companyId ? set({ companyId: "" }) : void form.refetch());
  if (form.isError) return <ErrorState error={form.error} onRetry={again} />;
  if (!form.data) return <Loading rows={8} />;
  return <Report form={form.data} draft={draft} set={set} isKept={isKept} onSent={() => dropDraft(place)} />;
}

type Props = {
  form: Form;
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  isKept: boolean;
  onSent: () => void;
};

function Report({ form, draft, set, isKept, onSent }: Props) {
  const t = useText();
  const go = useGo();
  const now = useMinute();
  const handles = [useMay("incident.manage"), useMay("incident.assess")].some(Boolean);
  const report = useCommand(incidents.reportIncident, refreshed);
  const lateNow = draft.at !== "" && isLate(reportDueAt(new Date(draft.at)), null, new Date(now));
  const missing = !draft.kind ? t("report.what") : !draft.at ? t("report.when") : null;
  // Somebody else's device is shown where the product knows who they are.
  const devices = draft.isForSomebody && !draft.reporterId ? [] : form.devices;
  const isLost = draft.kind === "lost_device";
  const device = isLost ? devices.find((one) => one.id === draft.deviceId) : undefined;
  const asksLock = device !== undefined && draft.asksLock && !draft.isExercise;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!draft.kind) return;
    report.mutate(toSend(draft, form, { handles, lateNow, deviceId: device?.id, asksLock }), {
      onSuccess: ({ id }) => {
        onSent();
        go({ to: "/report/$id", params: { id } }, { replace: true });
      },
    });
  };
  const forSomebody = (
    <>
      <Tick
        label={t("report.forSomebody")}
        isOn={draft.isForSomebody}
        onChange={(isForSomebody) => set({ isForSomebody, deviceId: "", asksLock: false })}
      />
      {draft.isForSomebody ? (
        <WhoCalled
          key={form.companyId}
          draft={draft}
          companyId={form.companyId}
          mayFind={form.mayReportForOthers}
          onChange={set}
        />
      ) : null}
    </>
  );
  return (
    <Page
      title={t("report.title")}
      crumbs={[{ label: form.companyName }]}
      after={isKept ? <span className="age">✓ {t("report.kept")}</span> : null}
    >
      <form className="inc-form" onSubmit={submit}>
        <p className="soft">
          {t("report.lead")} <Go to="/report/mine">{t("report.mine")}</Go>
        </p>
        {form.mayChooseCompany ? (
          <CompanyStep id={form.companyId} name={form.companyName} onChange={set} />
        ) : null}
        {form.mayReportForOthers ? forSomebody : null}
        <Step title={t("report.what")} isDone={draft.kind !== null}>
          <KindTiles value={draft.kind} onChange={(kind) => set({ kind, answers: {} })} />
        </Step>
        {isLost ? <LostThing devices={devices} draft={draft} set={set} /> : null}
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
        {isLost ? null : (
          <MomentField
            label={t("report.occurred")}
            isOptional
            value={draft.occurredAt}
            zone={form.timeZone}
            onChange={(occurredAt) => set({ occurredAt })}
          />
        )}
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
          files={draft.files}
          most={10}
          onChange={(files) => set({ files })}
        />
        {form.mayReportForOthers ? null : forSomebody}
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
        {draft.kind && draft.at ? (
          <Alike companyId={form.companyId} kind={draft.kind} at={draft.at} deviceId={device?.id ?? ""} />
        ) : null}
        {report.error ? <Note kind="warn">{t("report.notSent")}</Note> : null}
        <FormError error={report.error} />
        <div className={form.phone ? "inc-foot with-call" : "inc-foot"}>
          {form.phone ? <CallButton phone={form.phone} /> : null}
          <Button
            type="submit"
            look="main"
            size="l"
            isBusy={report.isPending}
            offBecause={missing ? t("forms.first", { field: missing }) : null}
          >
            {t(asksLock ? "report.doAndLock" : "report.do")}
          </Button>
          <p className="small soft">{t("report.reaches")}</p>
        </div>
      </form>
    </Page>
  );
}

/** A telephone dials it; elsewhere it is read. */
function CallButton({ phone }: { phone: string }) {
  const t = useText();
  return (
    <a
      className={buttonClass("outlined", "l")}
      href={`tel:${phone.replace(/[^+\d]/g, "")}`}
      aria-label={t("report.callNumber", { phone })}
    >
      <IconPhone size={20} stroke={1.6} aria-hidden="true" />
      <span>
        {t("report.call")} <small className="tn">{phone}</small>
      </span>
    </a>
  );
}
