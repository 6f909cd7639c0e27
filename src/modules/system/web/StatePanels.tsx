// Database, background work, disks and the machine itself.
import type { ReactNode } from "react";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Go } from "#web/navigation.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import type { System } from "./shown.ts";
import { useSize } from "./size.ts";

export function DatabasePanel({ found: { database } }: { found: System }) {
  const t = useText();
  const format = useFormat();
  const size = useSize();
  return (
    <Panel title={t("system.database")}>
      <KeyValue
        look="wide"
        rows={[
          [
            t("system.databaseKind"),
            `${t(`system.databaseKind.${database.kind}`)}, PostgreSQL ${database.version}`,
          ],
          [t("system.size"), size(database.sizeBytes)],
          [
            t("system.schema"),
            <span key="schema">
              <code className="mono small">{database.lastMigration}</code>{" "}
              {t("system.migratedAt", { count: database.migrations, at: format.moment(database.migratedAt) })}
            </span>,
          ],
        ]}
      />
    </Panel>
  );
}

export function WorkPanel({ found: { work, trail } }: { found: System }) {
  const t = useText();
  const format = useFormat();
  const say = useAnyText();
  return (
    <Panel title={t("system.work")} more={<Go to="/jobs">{t("rail.jobs")}</Go>}>
      <KeyValue
        look="wide"
        rows={[
          [
            t("system.jobs"),
            t("system.jobsNow", { queued: work.queued, running: work.running, failed: work.failedLately }),
          ],
          [
            t("system.clockWork"),
            t("system.clockWorkNow", {
              timed: work.timed,
              subscribers: work.subscribers,
              failing: work.failing.length,
            }),
          ],
          ...work.failing.map((one): readonly [ReactNode, ReactNode] => [
            <code key={one.name} className="mono small">
              {one.name}
            </code>,
            <span key="why">
              {t("system.failed", { count: one.failures })}
              {one.lastAt ? `, ${format.moment(one.lastAt)}` : ""}
              {one.problem ? (
                <>
                  {" "}
                  <code className="mono small">{one.problem}</code>
                </>
              ) : null}
            </span>,
          ]),
          [
            t("system.trail"),
            trail.lastSealAt
              ? t("system.trailNow", {
                  unsealed: trail.unsealed,
                  era: trail.era,
                  at: format.moment(trail.lastSealAt),
                })
              : say("trail.titleNone"),
          ],
        ]}
      />
    </Panel>
  );
}

export function DisksPanel({ disks }: { disks: System["disks"] }) {
  const t = useText();
  const format = useFormat();
  const size = useSize();
  return (
    <Panel title={t("system.disks")}>
      <KeyValue
        look="wide"
        rows={disks.map((disk) => [
          t(`system.disk.${disk.what}`),
          <div key={disk.what}>
            {disk.freeBytes === null || disk.totalBytes === null
              ? t("system.diskUnseen")
              : t("system.free", {
                  free: size(disk.freeBytes),
                  total: size(disk.totalBytes),
                  share: format.percent(disk.freeBytes / Math.max(1, disk.totalBytes)),
                })}
            {disk.isLow ? <b> {t("system.low")}</b> : null}
            <div className="small soft wrap-any">{disk.path}</div>
          </div>,
        ])}
      />
    </Panel>
  );
}

export function MachinePanel({ found }: { found: System }) {
  const t = useText();
  const format = useFormat();
  const { certificate, clock, key } = found;
  const until = certificate.validTo;
  return (
    <Panel title={t("system.machine")}>
      <KeyValue
        look="wide"
        rows={[
          [t("system.version"), `Yagura ${found.version}, Node ${found.node}`],
          [t("system.since"), format.moment(found.startedAt)],
          [
            t("system.certificate"),
            <div key="certificate">
              {t(`system.certificate.${certificate.kind}`)}
              {until ? (
                <>
                  {" "}
                  {t("system.certificateUntil", { day: format.day(until), count: certificate.daysLeft ?? 0 })}
                </>
              ) : null}
              {certificate.name ? <div className="small soft wrap-any">{certificate.name}</div> : null}
            </div>,
          ],
          [
            t("system.key"),
            <div key="key">
              {t(`system.key.${key.place}`)} <code className="mono small">{key.id}</code>
              {key.earlier > 0 ? (
                <div className="small soft">{t("system.keyEarlier", { count: key.earlier })}</div>
              ) : null}
            </div>,
          ],
          [
            t("system.clock"),
            <div key="clock">
              {format.momentWithZone(clock.now, clock.timeZone)}
              <div className="small soft">{t("system.skew", { ms: format.number(clock.skewMs) })}</div>
            </div>,
          ],
        ]}
      />
    </Panel>
  );
}
