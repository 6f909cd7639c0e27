// Whether it is confidential, and for whom: who needs to know and whom it is about, with everybody who was on the list before.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextField, Tick } from "#web/forms/fields.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { incidents } from "../../contract.ts";
import { IncidentDialog } from "../../web/IncidentDialog.tsx";
import type { Incident } from "../../web/incident.ts";
import { PersonField } from "./PersonField.tsx";
import { refreshedRoom } from "./within.tsx";

type Circle = Output<typeof incidents.getCircle>;
type Listed = { personId: string; name: string; why: string };

export function CirclePanel({ incident }: { incident: Incident }) {
  const t = useText();
  const read = useOperation(incidents.getCircle, { id: incident.id });
  const [isSetting, setSetting] = useState(false);
  if (read.isError) return <FormError error={read.error} />;
  if (!read.data) return null;
  const circle = read.data;
  if (!circle.maySet && !circle.isConfidential) return null;
  return (
    <Panel
      title={t(circle.isConfidential ? "room.confidentialTitle" : "room.openTitle")}
      more={
        circle.maySet ? (
          <Button size="s" onClick={() => setSetting(true)}>
            {t("room.setCircle")}
          </Button>
        ) : null
      }
    >
      {circle.isConfidential ? (
        <Names of={circle.knows} title={t("room.knows")} />
      ) : (
        <p className="soft">{t("room.openHelp")}</p>
      )}
      {circle.about.length > 0 ? <Names of={circle.about} title={t("room.about")} /> : null}
      {isSetting ? (
        <CircleDialog incident={incident} circle={circle} onClose={() => setSetting(false)} />
      ) : null}
    </Panel>
  );
}

function Names({ of, title }: { of: Circle["knows"]; title: string }) {
  const format = useFormat();
  const t = useText();
  const now = of.filter((one) => one.until === null);
  const before = of.filter((one) => one.until !== null);
  const line = (one: Circle["knows"][number]) => (
    <li key={`${one.personId}${one.since}`}>
      <div>
        <LangText text={one.name} />{" "}
        <span className="small soft">
          {one.why} · {format.moment(one.since, "short")}
          {one.until ? ` – ${format.moment(one.until, "short")}` : ""}
        </span>
      </div>
    </li>
  );
  return (
    <>
      <p className="small soft">{title}</p>
      <ul className="room-roles">{now.map(line)}</ul>
      {before.length > 0 ? (
        <details className="past below">
          <summary>{t("room.circleBefore", { count: before.length })}</summary>
          <ul className="room-roles">{before.map(line)}</ul>
        </details>
      ) : null}
    </>
  );
}

type DialogProps = { incident: Incident; circle: Circle; onClose: () => void };

function CircleDialog({ incident, circle, onClose }: DialogProps) {
  const t = useText();
  const session = useSession();
  const format = useFormat();
  const current = (of: Circle["knows"]): Listed[] =>
    of.filter((one) => one.until === null).map(({ personId, name, why }) => ({ personId, name, why }));
  const [isConfidential, setConfidential] = useState(circle.isConfidential);
  const [knows, setKnows] = useState<Listed[]>(() => {
    const named = current(circle.knows);
    return named.length > 0
      ? named
      : [{ personId: session.personId, name: format.person(session), why: t("room.setsIt") }];
  });
  const [about, setAbout] = useState<Listed[]>(() => current(circle.about));
  const [reason, setReason] = useState("");
  const set = useCommand(incidents.setCircle, refreshedRoom);
  const bare = (of: Listed[]) => of.map(({ personId, why }) => ({ personId, why: why.trim() }));
  const isWhyMissing = isConfidential && knows.some((one) => one.why.trim() === "");
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t("room.setCircle")}
      action={t("room.setCircleDo")}
      error={set.error}
      isBusy={set.isPending}
      offBecause={isWhyMissing ? t("room.whyEach") : reason.trim() === "" ? t("dialog.reasonFirst") : null}
      onSubmit={() =>
        set.mutate(
          {
            id: incident.id,
            isConfidential,
            knows: isConfidential ? bare(knows) : [],
            about: bare(about),
            reason: reason.trim(),
            rowVersion: circle.rowVersion,
          },
          { onSuccess: onClose },
        )
      }
    >
      <Tick label={t("room.isConfidential")} isOn={isConfidential} onChange={setConfidential} />
      <p className="soft">{t("room.confidentialHelp")}</p>
      {isConfidential ? (
        <People incident={incident} label={t("room.knows")} of={knows} onChange={setKnows} />
      ) : null}
      <People incident={incident} label={t("room.about")} of={about} onChange={setAbout} />
      <TextField label={t("change.reason")} value={reason} maxLength={500} onChange={setReason} />
    </IncidentDialog>
  );
}

type PeopleProps = { incident: Incident; label: string; of: Listed[]; onChange: (of: Listed[]) => void };

function People({ incident, label, of, onChange }: PeopleProps) {
  const t = useText();
  const [isFinding, setFinding] = useState(false);
  return (
    <fieldset className="field" aria-label={label}>
      <span className="label">{label}</span>
      {of.map((one) => (
        <div key={one.personId} className="row">
          <TextField
            label={one.name}
            value={one.why}
            maxLength={500}
            placeholder={t("room.whyThey")}
            onChange={(why) => onChange(of.map((other) => (other === one ? { ...one, why } : other)))}
          />
          <Button
            size="s"
            look="quiet"
            onClick={() => onChange(of.filter((other) => other.personId !== one.personId))}
          >
            {t("room.takeOff")}
          </Button>
        </div>
      ))}
      {isFinding ? (
        <PersonField
          incidentId={incident.id}
          label={label}
          chosen=""
          anybody
          onChoose={({ id, name }) => {
            setFinding(false);
            if (!of.some((one) => one.personId === id)) onChange([...of, { personId: id, name, why: "" }]);
          }}
        />
      ) : (
        <Button size="s" onClick={() => setFinding(true)}>
          {t("room.addPerson")}
        </Button>
      )}
    </fieldset>
  );
}
