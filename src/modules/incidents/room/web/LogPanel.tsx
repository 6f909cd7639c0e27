// The log: newest first, both zones, what was corrected beside what it says now; the record's own steps between the entries.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { SelectField, TextArea, TextField, Tick } from "#web/forms/fields.tsx";
import { MomentField } from "#web/forms/MomentField.tsx";
import { useUrl } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { IncidentDialog } from "../../web/IncidentDialog.tsx";
import type { Incident } from "../../web/incident.ts";
import { type EntryKind, entryKinds } from "../rules.ts";
import { type Folded, folded, type Line } from "./folded.ts";
import { KindChoice } from "./QuickEntry.tsx";
import { refreshedRoom } from "./within.tsx";

export function LogPanel({ incident, mayWork }: { incident: Incident; mayWork: boolean }) {
  const t = useText();
  const [kind, setKind] = useState<EntryKind | "">("");
  const [withTrail, setWithTrail] = useState(true);
  const pages = usePages<Line>(incidents.listIncidentLog, {
    id: incident.id,
    withTrail,
    ...(kind ? { kind } : {}),
  });
  const [corrected, correct] = useState<Line | null>(null);
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const { chosen, zone, choose } = useClocks(incident);
  return (
    <Panel title={t("room.log")}>
      <Segmented
        label={t("room.clocks")}
        value={chosen}
        choices={clocks.map((one) => ({ value: one, label: t(`room.clocks.${one}`) }))}
        onChange={choose}
      />
      <div className="row">
        <SelectField
          label={t("room.entryKind")}
          value={kind || "all"}
          choices={[
            { value: "all", label: t("room.entry.all") },
            ...entryKinds.map((one) => ({ value: one, label: t(`room.entry.${one}`) })),
          ]}
          onChange={(value) => setKind(value === "all" ? "" : (value as EntryKind))}
        />
        {kind ? null : <Tick label={t("room.withTrail")} isOn={withTrail} onChange={setWithTrail} />}
      </div>
      {pages.isError ? <ErrorState error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.isPending ? <Loading rows={4} /> : null}
      {pages.data && rows.length === 0 ? <p className="soft">{t("room.logEmpty")}</p> : null}
      <ol className="room-log">
        {folded(rows).map((one) => (
          <LogLine
            key={`${one.line.source}${one.line.id}`}
            of={one}
            shown={zone}
            {...(mayWork ? { onCorrect: () => correct(one.line) } : {})}
          />
        ))}
      </ol>
      {pages.hasNextPage ? (
        <Button size="s" isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t("trail.older")}
        </Button>
      ) : null}
      {corrected ? (
        <CorrectDialog incident={incident} line={corrected} onClose={() => correct(null)} />
      ) : null}
    </Panel>
  );
}

/** By the clocks that were chosen for the whole log, their zone beside every time; where it was said elsewhere, as the clocks there did. */
function When({ at, zone, shown }: { at: string; zone: string | null; shown: string }) {
  const format = useFormat();
  const isElsewhere = zone !== null && format.moment(at, "time", zone) !== format.moment(at, "time", shown);
  return (
    <time dateTime={at} className="tn">
      {format.moment(at, "short", shown)} <small className="zone">{format.zone(shown)}</small>
      {isElsewhere ? (
        <small>
          {format.moment(at, "short", zone)} {format.zone(zone)}
        </small>
      ) : null}
    </time>
  );
}

const clocks = ["mine", "company", "utc"] as const;
type Clocks = (typeof clocks)[number];

/** Kept in the address: whoever is sent it reads the same times. */
function useClocks(incident: Incident) {
  const { timeZone } = useSession();
  const [url, set] = useUrl<{ clocks: Clocks }>();
  const chosen = clocks.find((one) => one === url.clocks) ?? "mine";
  const zones = { mine: timeZone ?? incident.companyZone, company: incident.companyZone, utc: "UTC" };
  return {
    chosen,
    zone: zones[chosen],
    choose: (one: Clocks) => set({ clocks: one === "mine" ? undefined : one }),
  };
}

type LogLineProps = { of: Folded; shown: string; onCorrect?: () => void };

function LogLine({ of: { line, times, about }, shown, onCorrect }: LogLineProps) {
  const t = useText();
  const say = useAnyText();
  const format = useFormat();
  if (line.source === "trail")
    return (
      <li className="trail">
        <When at={line.at} zone={null} shown={shown} />
        <div>
          {say(`events.${line.verb}`)}
          {times > 1 ? <span className="tn"> ×{times}</span> : null}{" "}
          <span className="mute">{line.byName ?? t("trail.itself")}</span>
          {about.length > 0 ? (
            // What somebody said with it, or which notices the product's own steps are about.
            <p className={line.byName ? "said" : "small about"}>
              <LangText text={about.join(t("list.comma"))} />
            </p>
          ) : null}
        </div>
      </li>
    );
  return (
    <li>
      <When at={line.at} zone={line.zone} shown={shown} />
      <div>
        <Tag>{t(`room.entry.${line.kind ?? "note"}`)}</Tag>{" "}
        <span className="small soft">
          <LangText text={line.byName ?? t("trail.itself")} />
          {line.isAfterwards
            ? ` · ${t("room.enteredAt", { moment: `${format.moment(line.enteredAt, "short", shown)} ${format.zone(shown)}` })}`
            : null}
        </span>
        <p className="said">
          <LangText text={line.said} />
        </p>
        {line.before.map((was) => (
          <p key={was.enteredAt} className="was small">
            {t("room.was")} <del>{was.said}</del> · {was.byName} · {line.why}
          </p>
        ))}
        {onCorrect ? (
          <Button size="s" look="quiet" onClick={onCorrect}>
            {t("room.correct")}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function CorrectDialog({ incident, line, onClose }: { incident: Incident; line: Line; onClose: () => void }) {
  const t = useText();
  const zone = line.zone ?? incident.companyZone;
  const [form, setForm] = useState({
    kind: line.kind ?? ("note" as EntryKind),
    at: line.at,
    said: line.said,
    why: "",
  });
  const correct = useCommand(incidents.correctLogEntry, refreshedRoom);
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t("room.correct")}
      action={t("room.correctDo")}
      error={correct.error}
      isBusy={correct.isPending}
      offBecause={
        form.said.trim() === ""
          ? t("forms.first", { field: t("room.say") })
          : form.why.trim() === ""
            ? t("forms.first", { field: t("room.why") })
            : null
      }
      onSubmit={() => correct.mutate({ id: line.id, zone, ...form }, { onSuccess: onClose })}
    >
      <p className="soft">{t("room.correctHelp")}</p>
      <KindChoice value={form.kind} onChange={(kind) => setForm({ ...form, kind })} />
      <TextArea
        label={t("room.say")}
        value={form.said}
        maxLength={4000}
        onChange={(said) => setForm({ ...form, said })}
      />
      <MomentField
        label={t("room.happenedAt")}
        value={form.at}
        zone={zone}
        onChange={(at) => setForm({ ...form, at })}
      />
      <TextField
        label={t("room.why")}
        value={form.why}
        maxLength={500}
        onChange={(why) => setForm({ ...form, why })}
      />
    </IncidentDialog>
  );
}
