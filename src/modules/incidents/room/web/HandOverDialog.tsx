// Handing a role over: from when, by the clocks of both; what is open begins with the open tasks, and what falls due next stands beside it.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { TextArea, Tick } from "#web/forms/fields.tsx";
import { MomentField } from "#web/forms/MomentField.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { LangText } from "#web/ui/small.tsx";
import { incidents } from "../../contract.ts";
import { IncidentDialog } from "../../web/IncidentDialog.tsx";
import type { Incident } from "../../web/incident.ts";
import { PersonField } from "./PersonField.tsx";
import type { RoomRead } from "./reads.ts";
import { refreshedRoom } from "./within.tsx";

type Props = {
  incident: Incident;
  holder: RoomRead["roles"][number];
  tasks: RoomRead["tasks"];
  onClose: () => void;
};

export function HandOverDialog({ incident, holder, tasks, onClose }: Props) {
  const t = useText();
  const format = useFormat();
  const { timeZone } = useSession();
  const zone = timeZone ?? incident.companyZone;
  const [to, setTo] = useState({ id: "", name: "", timeZone: null as string | null });
  const [isLater, setLater] = useState(false);
  const [effectAt, setEffectAt] = useState("");
  const [isOpen, setIsOpen] = useState(() =>
    tasks
      .filter((one) => one.state === "open")
      .slice(0, 8)
      .map((one) => `- ${one.title}`)
      .join("\n"),
  );
  const [comesNext, setComesNext] = useState("");
  const hand = useCommand(incidents.handOverRole, refreshedRoom);
  const missing =
    to.id === ""
      ? t("room.to")
      : isLater && effectAt === ""
        ? t("room.effectAt")
        : isOpen.trim() === ""
          ? t("room.isOpen")
          : null;
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t("room.handOverOf", { role: t(`room.role.${holder.role}`) })}
      action={t("room.handOver")}
      error={hand.error}
      isBusy={hand.isPending}
      offBecause={missing ? t("forms.first", { field: missing }) : null}
      onSubmit={() =>
        hand.mutate(
          {
            id: incident.id,
            role: holder.role,
            toId: to.id,
            isOpen: isOpen.trim(),
            comesNext: comesNext.trim(),
            takesEffectAt: isLater ? effectAt : null,
          },
          { onSuccess: onClose },
        )
      }
    >
      <p className="soft">{t("room.handOverHelp")}</p>
      <PersonField incidentId={incident.id} label={t("room.to")} chosen={to.id} onChoose={setTo} />
      {to.timeZone ? (
        <p className="small soft">
          {to.name}: {t("room.itIs", { time: format.timeIn(to.timeZone) })} ({format.zone(to.timeZone)})
        </p>
      ) : null}
      <Tick label={t("room.effectLater")} isOn={isLater} onChange={setLater} />
      {isLater ? (
        <>
          <MomentField label={t("room.effectAt")} value={effectAt} zone={zone} onChange={setEffectAt} />
          {effectAt && to.timeZone ? (
            <p className="small soft">
              {t("room.effectThere", {
                name: to.name,
                moment: `${format.moment(effectAt, "week", to.timeZone)} ${format.zone(to.timeZone)}`,
              })}
            </p>
          ) : null}
        </>
      ) : null}
      <TextArea label={t("room.isOpen")} value={isOpen} maxLength={4000} onChange={setIsOpen} />
      <DueNext incident={incident} tasks={tasks} />
      <TextArea
        label={t("room.comesNext")}
        isOptional
        value={comesNext}
        maxLength={4000}
        onChange={setComesNext}
      />
    </IncidentDialog>
  );
}

const few = 5;

/** Open tasks and clocks of law by when they fall due: whoever hands over sees what the other will be asked for first. */
export function DueNext({ incident, tasks }: { incident: Incident; tasks: RoomRead["tasks"] }) {
  const t = useText();
  const format = useFormat();
  const law = useOperation(incidents.getIncidentClocks, { id: incident.id });
  const open = tasks.filter((one) => one.state === "open");
  const clocks = (law.data?.clocks ?? []).filter(
    (one) => one.state === "runs" && !one.isDraft && one.outcome === "applies" && !one.kept?.endedAs,
  );
  const due = [
    ...open.flatMap((one) => (one.dueAt ? [{ id: one.id, name: one.title, at: one.dueAt }] : [])),
    ...clocks.flatMap((one) =>
      one.dueAt ? [{ id: one.id, name: `${one.name} (${one.companyName})`, at: one.dueAt }] : [],
    ),
  ].toSorted((a, b) => a.at.localeCompare(b.at));
  return (
    <div className="room-due">
      <p className="small">
        <b>{t("room.dueNext")}</b>{" "}
        <span className="soft">
          {t("room.openTasksClocks", { tasks: open.length, clocks: clocks.length })}
        </span>
      </p>
      <ul className="lines">
        {due.slice(0, few).map((one) => (
          <li key={one.id}>
            <LangText text={one.name} />
            <span className="end">{format.momentWithZone(one.at)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
