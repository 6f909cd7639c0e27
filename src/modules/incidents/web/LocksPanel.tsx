// Devices that were to be locked: asked when, what came of it, after how long; whoever handles it says so.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { SelectField, TextArea } from "#web/forms/fields.tsx";
import { MomentField } from "#web/forms/MomentField.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { incidents } from "../contract.ts";
import { type LockOutcome, lockOutcomes } from "../rules.ts";
import { type DialogProps, IncidentDialog } from "./IncidentDialog.tsx";
import { type Incident, refreshed } from "./incident.ts";

type Lock = Incident["locks"][number];

export function LocksPanel({ incident }: { incident: Incident }) {
  const t = useText();
  const format = useFormat();
  const [asked, ask] = useState<Lock | null>(null);
  if (incident.locks.length === 0) return null;
  const maySay = incident.can.judge !== "can.not_yours";
  return (
    <Panel title={t("incident.locks")}>
      <ul className="inc-same">
        {incident.locks.map((one) => (
          <li key={one.id}>
            <span className="inc-same-line">
              <span>
                <b>{one.name}</b>{" "}
                {one.outcome && one.outcomeAt ? (
                  t("incident.lock.after", {
                    outcome: t(`incident.lock.${one.outcome}`),
                    span: format.span(Math.max(0, Date.parse(one.outcomeAt) - Date.parse(one.askedAt))),
                  })
                ) : (
                  <span className="over">{t("incident.lock.waiting")}</span>
                )}
              </span>
              <span className="small mute">
                {t("incident.lockAsked", { at: format.momentWithZone(one.askedAt) })} {one.askedByName ?? ""}
              </span>
              {one.outcomeAt ? (
                <span className="small soft">
                  {format.momentWithZone(one.outcomeAt)} {one.outcomeByName ?? ""}{" "}
                  <LangText text={one.said} />
                </span>
              ) : null}
            </span>
            {maySay ? (
              <Button size="s" onClick={() => ask(one)}>
                {t(one.outcome ? "incident.lock.correct" : "incident.lock.say")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {asked ? <LockDialog incident={incident} lock={asked} onClose={() => ask(null)} /> : null}
    </Panel>
  );
}

function LockDialog({ incident, lock, onClose }: DialogProps & { lock: Lock }) {
  const t = useText();
  const [outcome, setOutcome] = useState<LockOutcome>(lock.outcome ?? "locked");
  const [at, setAt] = useState(() => lock.outcomeAt ?? new Date().toISOString());
  const [said, setSaid] = useState(lock.said);
  const say = useCommand(incidents.sayLocked, refreshed);
  const why = t(outcome === "not_possible" ? "incident.lock.whyNot" : "incident.lock.why");
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t("incident.lock.title", { name: lock.name })}
      action={t("incident.lock.say")}
      error={say.error}
      isBusy={say.isPending}
      offBecause={outcome === "not_possible" && !said.trim() ? t("forms.first", { field: why }) : null}
      onSubmit={() =>
        say.mutate(
          { id: lock.id, outcome, at, said: said.trim(), rowVersion: lock.rowVersion },
          { onSuccess: onClose },
        )
      }
    >
      <SelectField
        label={t("incident.lock.outcome")}
        value={outcome}
        choices={lockOutcomes.map((value) => ({ value, label: t(`incident.lock.${value}`) }))}
        onChange={setOutcome}
      />
      <MomentField label={t("incident.lock.when")} value={at} zone={incident.companyZone} onChange={setAt} />
      <TextArea
        label={why}
        isOptional={outcome !== "not_possible"}
        value={said}
        maxLength={500}
        onChange={setSaid}
      />
    </IncidentDialog>
  );
}
