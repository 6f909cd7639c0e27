// To which position every report goes, and which kinds go there at once.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { SelectField, TextArea, Tick } from "#web/forms/fields.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import type { Output } from "#core/contract.ts";
import { incidents } from "../contract.ts";
import { CountedFrom } from "../room/web/parts.tsx";
import { type Kind, kinds } from "../rules.ts";
import "./incidents.css";

/** What else is set up once, each on its page. */
const also = [
  { to: "/incidents/notice-table", label: "notices.table" },
  { to: "/incidents/playbooks", label: "room.playbooks" },
  { to: "/standards/clocks", label: "incident.tab.clocks" },
  { to: "/on-call", label: "onCall.crumb" },
  { to: "/incidents/links", label: "intake.links.crumb" },
  { to: "/incidents/procedures", label: "procedures.title" },
  { to: "/incidents/contacts", label: "contacts.title" },
  { to: "/incidents/packs", label: "incident.packs.title" },
] as const;

type Settings = Output<typeof incidents.getIncidentSettings>;

export default function SettingsPage() {
  const settings = useOperation(incidents.getIncidentSettings, {});
  if (settings.isError) return <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <Loading rows={8} />;
  return <Form key={settings.data.rowVersion} settings={settings.data} />;
}

function Form({ settings }: { settings: Settings }) {
  const t = useText();
  const [headId, setHeadId] = useState(settings.headPositionId ?? "");
  const [atOnce, setAtOnce] = useState<readonly Kind[]>(
    settings.kinds.filter((one) => one.reachesHead === "at_once").map((one) => one.kind),
  );
  const [reason, setReason] = useState("");
  const change = useCommand(incidents.setIncidentSettings, [incidents.getIncidentSettings]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(
      {
        headPositionId: headId || null,
        atOnce: [...atOnce],
        reason: reason.trim(),
        rowVersion: settings.rowVersion,
      },
      { onSuccess: () => toast(t("incidentSettings.saved")) },
    );
  };
  const turn = (kind: Kind, isOn: boolean) =>
    setAtOnce(isOn ? [...atOnce, kind] : atOnce.filter((one) => one !== kind));
  return (
    <Page
      title={t("incidentSettings.title")}
      crumbs={[{ label: t("incidents.crumb"), to: "/incidents" }, { label: t("incidents.settings") }]}
    >
      <form className="form" onSubmit={submit}>
        {settings.headPositionId ? (
          <p>
            {t("incidentSettings.now", { position: settings.headPositionName ?? "" })}{" "}
            {settings.holderName ?? t("incident.seatEmpty")}
            {settings.deputyName
              ? ` – ${t("incidentSettings.deputy", { name: settings.deputyName })}`
              : ` – ${t("incidentSettings.noDeputy")}`}
          </p>
        ) : (
          <Note kind="warn">{t("incidentSettings.none")}</Note>
        )}
        {settings.mayChange ? (
          <>
            <SelectField
              label={t("incidentSettings.head")}
              hint={t("incidentSettings.headHint")}
              value={headId}
              emptyLabel={t("incidentSettings.headNone")}
              choices={settings.positions.map((one) => ({ value: one.id, label: one.name }))}
              onChange={setHeadId}
            />
            <fieldset className="field">
              <span className="label">{t("incidentSettings.atOnce")}</span>
              <p className="hint">{t("incidentSettings.atOnceHint")}</p>
              {kinds.map((kind) => (
                <Tick
                  key={kind}
                  label={t(`incident.kind.${kind}`)}
                  isOn={atOnce.includes(kind)}
                  onChange={(isOn) => turn(kind, isOn)}
                />
              ))}
            </fieldset>
            <TextArea label={t("change.reason")} value={reason} maxLength={500} onChange={setReason} />
            <FormError error={change.error} />
            <div className="ends">
              <Button
                type="submit"
                look="main"
                isBusy={change.isPending}
                offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
              >
                {t("incidentSettings.save")}
              </Button>
            </div>
          </>
        ) : null}
      </form>
      <CountedFrom />
      <nav className="inc-also below" aria-label={t("incidentSettings.also")}>
        {also.map((one) => (
          <Go key={one.to} to={one.to}>
            {t(one.label)} ›
          </Go>
        ))}
      </nav>
    </Page>
  );
}
