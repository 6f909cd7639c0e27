// The executive brief: one page, read on a phone; whoever writes it begins from what the record knows.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { MomentField } from "#web/forms/MomentField.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Severity } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading, Note } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { IncidentDialog } from "../../web/IncidentDialog.tsx";
import type { Incident } from "../../web/incident.ts";
import { StateMark } from "../../web/marks.tsx";
import { refreshedRoom, WithinIncident } from "./within.tsx";

type Briefs = Output<typeof incidents.getBrief>;
type Brief = NonNullable<Briefs["last"]>;
const boxes = ["decide", "happened", "affected", "doing"] as const;

export default function BriefPage() {
  return <WithinIncident at="brief">{(incident) => <Whole incident={incident} />}</WithinIncident>;
}

function Whole({ incident }: { incident: Incident }) {
  const t = useText();
  const format = useFormat();
  const read = useOperation(incidents.getBrief, { id: incident.id });
  const [isWriting, setWriting] = useState(false);
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={6} />;
  const { last, earlier, dueAt, isOverdue, mayWrite } = read.data;
  const write = mayWrite ? (
    <Button look={!last || isOverdue ? "main" : "outlined"} onClick={() => setWriting(true)}>
      {t(last ? "room.briefNext" : "room.briefFirst")}
    </Button>
  ) : null;
  return (
    <div className="stack">
      {isOverdue && dueAt ? (
        <Note kind="warn">{t("room.briefOverdue", { moment: format.moment(dueAt, "short") })}</Note>
      ) : null}
      {last ? (
        <>
          {write ? <div>{write}</div> : null}
          <BriefPanel brief={last} />
        </>
      ) : (
        <EmptyState title={t("room.noBrief")} action={write}>
          {t("room.noBriefHelp")}
        </EmptyState>
      )}
      {earlier.length > 0 ? (
        <details className="past">
          <summary>{t("room.briefsBefore", { count: earlier.length })}</summary>
          {earlier.map((one) => (
            <BriefPanel key={one.version} brief={one} />
          ))}
        </details>
      ) : null}
      {isWriting ? (
        <WriteDialog incident={incident} briefs={read.data} onClose={() => setWriting(false)} />
      ) : null}
    </div>
  );
}

function BriefPanel({ brief }: { brief: Brief }) {
  const t = useText();
  const format = useFormat();
  return (
    <Panel
      className="room-brief"
      title={t("room.briefNo", { version: brief.version, moment: format.momentWithZone(brief.writtenAt) })}
      more={<Severity level={brief.severity} />}
      footer={
        <span className="soft">
          <StateMark state={brief.state} /> · {brief.writtenByName ?? t("trail.itself")}
          {brief.nextAt ? ` · ${t("room.nextAt", { moment: format.momentWithZone(brief.nextAt) })}` : ""}
        </span>
      }
    >
      {boxes.map((box) =>
        brief[box] ? (
          <section key={box} className={box}>
            <h3>{t(`room.box.${box}`)}</h3>
            <p>
              <LangText text={brief[box]} />
            </p>
          </section>
        ) : null,
      )}
    </Panel>
  );
}

type WriteProps = { incident: Incident; briefs: Briefs; onClose: () => void };

function WriteDialog({ incident, briefs, onClose }: WriteProps) {
  const t = useText();
  const { timeZone } = useSession();
  const [form, setForm] = useState(briefs.draft);
  const [nextAt, setNextAt] = useState("");
  const write = useCommand(incidents.writeBrief, refreshedRoom);
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t(briefs.last ? "room.briefNext" : "room.briefFirst")}
      action={t("room.briefDo")}
      error={write.error}
      isBusy={write.isPending}
      offBecause={form.happened.trim() ? null : t("forms.first", { field: t("room.box.happened") })}
      onSubmit={() =>
        write.mutate(
          { id: incident.id, ...form, nextAt: nextAt || null, after: briefs.last?.version ?? 0 },
          { onSuccess: onClose },
        )
      }
    >
      <p className="soft">{t("room.briefHelp")}</p>
      {(["happened", "affected", "doing", "decide"] as const).map((box) => (
        <TextArea
          key={box}
          label={t(`room.box.${box}`)}
          isOptional={box !== "happened"}
          value={form[box]}
          maxLength={1500}
          onChange={(said) => setForm({ ...form, [box]: said })}
        />
      ))}
      <MomentField
        label={t("room.nextBrief")}
        hint={t("room.nextBriefHint")}
        isOptional
        value={nextAt}
        zone={timeZone ?? incident.companyZone}
        onChange={setNextAt}
      />
    </IncidentDialog>
  );
}
