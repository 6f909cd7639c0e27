// Who commands, and what time it is for them; who does what else; what is being handed over to whom.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useMinute } from "#web/layout/useMinute.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { incidents } from "../../contract.ts";
import type { Incident } from "../../web/incident.ts";
import { DueNext, HandOverDialog } from "./HandOverDialog.tsx";
import { GiveRoleDialog } from "./RoleDialogs.tsx";
import type { RoomRead } from "./reads.ts";
import { refreshedRoom } from "./within.tsx";

type Props = { incident: Incident; room: RoomRead };
type Holder = RoomRead["roles"][number];

export function RolesPanel({ incident, room }: Props) {
  const t = useText();
  const format = useFormat();
  // Times of day there go on while the page is open.
  useMinute();
  const [isGiving, setGiving] = useState(false);
  const [handed, handOver] = useState<Holder | null>(null);
  const end = useCommand(incidents.endIncidentRole, refreshedRoom);
  const current = room.roles
    .filter((one) => one.until === null)
    .toSorted((a, b) => Number(b.role === "commander") - Number(a.role === "commander"));
  const past = room.roles.filter((one) => one.until !== null);
  return (
    <Panel
      title={t("room.roles")}
      more={
        room.mayWork ? (
          <Button size="s" onClick={() => setGiving(true)}>
            {t("room.giveRole")}
          </Button>
        ) : null
      }
    >
      {current.some((one) => one.role === "commander") ? null : (
        <p className="room-over">{t("room.nobodyCommands")}</p>
      )}
      <FormError error={end.error} />
      <ul className="room-roles">
        {current.map((one) => (
          <li key={one.id}>
            <div>
              <span className="small soft">{t(`room.role.${one.role}`)}</span>
              <div className={one.role === "commander" ? "commands" : ""}>
                <LangText text={one.name} />
              </div>
              <span className="small soft">
                {one.timeZone ? `${t("room.itIs", { time: format.timeIn(one.timeZone) })} · ` : ""}
                {t("room.since", { moment: format.moment(one.since, "short") })}
              </span>
            </div>
            {room.mayWork ? (
              <span className="row">
                {one.personId ? (
                  <Button size="s" onClick={() => handOver(one)}>
                    {t("room.handOver")}
                  </Button>
                ) : null}
                <Button
                  size="s"
                  look="quiet"
                  isBusy={end.isPending}
                  onClick={() => end.mutate({ id: one.id })}
                >
                  {t("room.endRole")}
                </Button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {past.length > 0 ? (
        <details className="past below">
          <summary>{t("room.rolesBefore", { count: past.length })}</summary>
          <ul className="room-roles">
            {past.map((one) => (
              <li key={one.id} className="small soft">
                {t(`room.role.${one.role}`)}: {one.name} · {format.moment(one.since, "short")} –{" "}
                {one.until ? format.moment(one.until, "short") : ""}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {isGiving ? <GiveRoleDialog incident={incident} onClose={() => setGiving(false)} /> : null}
      {handed ? (
        <HandOverDialog
          incident={incident}
          holder={handed}
          tasks={room.tasks}
          onClose={() => handOver(null)}
        />
      ) : null}
    </Panel>
  );
}

/** What waits to be confirmed stands in front; what was confirmed is folded away. */
export function HandoversPanel({ incident, room }: Props) {
  const t = useText();
  const format = useFormat();
  const take = useCommand(incidents.takeOver, refreshedRoom);
  const withdraw = useCommand(incidents.withdrawHandover, refreshedRoom);
  const open = room.handovers.filter((one) => one.takenAt === null);
  const last = room.handovers.find((one) => one.takenAt !== null);
  if (open.length === 0 && !last) return null;
  const words = (one: RoomRead["handovers"][number]) => (
    <>
      <p>
        <b>{t("room.isOpen")}</b> <LangText text={one.isOpen} />
      </p>
      {one.comesNext ? (
        <p>
          <b>{t("room.comesNext")}</b> <LangText text={one.comesNext} />
        </p>
      ) : null}
    </>
  );
  return (
    <>
      {open.map((one) => (
        <Panel
          key={one.id}
          title={t("room.handedOver", {
            role: t(`room.role.${one.role}`),
            from: one.fromName ?? "–",
            to: one.toName,
          })}
        >
          <div className="room-handover">
            {words(one)}
            <p className="small soft">
              {one.acceptedAt
                ? t("room.acceptedAt", {
                    name: one.toName,
                    moment: format.moment(one.acceptedAt, "short"),
                  })
                : t("room.notTakenYet", { moment: format.moment(one.handedAt, "short") })}
            </p>
            <Effect of={one} />
          </div>
          {one.isMine ? <DueNext incident={incident} tasks={room.tasks} /> : null}
          <FormError error={take.error ?? withdraw.error} />
          <div className="row">
            {one.isMine ? (
              <Button look="main" isBusy={take.isPending} onClick={() => take.mutate({ id: one.id })}>
                {t("room.takeOver")}
              </Button>
            ) : null}
            {room.mayWork ? (
              <Button isBusy={withdraw.isPending} onClick={() => withdraw.mutate({ id: one.id })}>
                {t("room.withdraw")}
              </Button>
            ) : null}
          </div>
        </Panel>
      ))}
      {last?.takenAt ? (
        <details className="past">
          <summary>
            {t("room.takenOver", {
              role: t(`room.role.${last.role}`),
              name: last.toName,
              moment: format.moment(last.takenAt, "short"),
            })}
          </summary>
          <div className="room-handover">{words(last)}</div>
        </details>
      ) : null}
    </>
  );
}

/** From when it is the other's, by the clocks of both; until then whoever hands over goes on. */
function Effect({ of }: { of: RoomRead["handovers"][number] }) {
  const t = useText();
  const format = useFormat();
  useMinute();
  const { takesEffectAt, toZone, fromZone } = of;
  const shown = (zone: string, at: string) => `${format.moment(at, "week", zone)} ${format.zone(zone)}`;
  const zones = [...new Set([...(fromZone ? [fromZone] : []), toZone])];
  return (
    <p className="small">
      {takesEffectAt
        ? t("room.effectFrom", { moments: zones.map((zone) => shown(zone, takesEffectAt)).join(" = ") })
        : t("room.effectOnceConfirmed")}{" "}
      <span className="soft">
        {of.toName}: {t("room.itIs", { time: format.timeIn(toZone) })}
      </span>{" "}
      {t("room.staysInCharge", { name: of.fromName ?? "–" })}
    </p>
  );
}
