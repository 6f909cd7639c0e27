// What stands on the page of an incident: what was said, the reports to headquarters, how it was weighed.
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Severity } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { questionsOf } from "../rules.ts";
import type { Incident } from "./incident.ts";
import { AddedSince, Files } from "./IncidentFiles.tsx";

type Props = { incident: Incident };

export function SaidPanel({ incident }: Props) {
  const t = useText();
  const format = useFormat();
  const answered = questionsOf(incident.kind).filter((one) => incident.answers[one]);
  return (
    <Panel title={t(`incident.kind.${incident.kind}`)} more={t(`incident.channel.${incident.channel}`)}>
      {incident.what ? (
        <p className="inc-words">
          <LangText text={incident.what} />
        </p>
      ) : (
        <p className="mute">{t("incident.noWords")}</p>
      )}
      <dl className="inc-facts">
        {answered.map((one) => (
          <div key={one}>
            <dt>{t(`incident.ask.${one}`)}</dt>
            <dd>{t(`incident.said.${incident.answers[one] ?? "not_known"}`)}</dd>
          </div>
        ))}
        {incident.assets.map((one) => (
          <div key={one.entryId}>
            <dt>{t("incident.thing")}</dt>
            <dd>
              <Go to="/ledgers/$ledger/$id" params={{ ledger: one.ledger, id: one.entryId }}>
                {one.name}
              </Go>
            </dd>
          </div>
        ))}
        {incident.lastAtHand ? (
          <div>
            <dt>{t("incident.lastAtHand")}</dt>
            <dd>{t(`report.lastAtHand.${incident.lastAtHand}`)}</dd>
          </div>
        ) : null}
        {incident.occurredAt ? (
          <div>
            <dt>{t("incident.occurredAt")}</dt>
            <dd className="tn">{format.momentWithZone(incident.occurredAt)}</dd>
          </div>
        ) : null}
        <div>
          <dt>{t("incident.enteredBy")}</dt>
          <dd>
            <LangText text={incident.enteredByName ?? t("incident.withoutName")} />{" "}
            <span className="mute">{format.moment(incident.enteredAt)}</span>
          </dd>
        </div>
        {incident.reporterName ? (
          <div>
            <dt>{t("incident.discoveredBy")}</dt>
            <dd>
              <LangText text={incident.reporterName} />
            </dd>
          </div>
        ) : null}
        {incident.judgedAs && incident.judgedAt ? (
          <div>
            <dt>{t("incident.judge.as")}</dt>
            <dd>
              {t(`incident.judge.${incident.judgedAs}`)}{" "}
              <span className="mute">
                <LangText text={incident.judgedByName ?? t("trail.itself")} />{" "}
                {format.moment(incident.judgedAt)}
              </span>
              {incident.judgedBecause ? (
                <p className="inc-words">
                  <LangText text={incident.judgedBecause} />
                </p>
              ) : null}
            </dd>
          </div>
        ) : null}
        {incident.lateReason ? (
          <div>
            <dt>{t("incident.whyLate")}</dt>
            <dd>
              <LangText text={incident.lateReason} />
            </dd>
          </div>
        ) : null}
      </dl>
      {incident.duplicates.length > 0 ? <h3>{t("incident.alsoReportedAs")}</h3> : null}
      {incident.duplicates.map((one) => (
        <div key={one.id} className="inc-words">
          <Go to="/incidents/$id" params={{ id: one.id }}>
            {t("incident.alsoReportedBy", {
              reference: one.reference,
              name: one.byName ?? t("incident.withoutName"),
            })}
          </Go>{" "}
          <span className="mute tn">{format.moment(one.enteredAt)}</span>
          {one.what ? (
            <p>
              <LangText text={one.what} />
            </p>
          ) : null}
        </div>
      ))}
      {incident.additions.length > 0 ? <h3>{t("incident.additions")}</h3> : null}
      {incident.additions.map((one, at) => (
        // They are only added to.
        // oxlint-disable-next-line react/no-array-index-key
        <p key={at} className="inc-words">
          <span className="mute tn">{format.moment(one.at)}</span> <LangText text={one.said} />
        </p>
      ))}
      <Files files={incident.files.filter((one) => one.isReporters)} />
      <AddedSince files={incident.files.filter((one) => !one.isReporters)} />
    </Panel>
  );
}

/** To the position, with its holder of that day; who took note, when and as what. */
export function ReportsPanel({ incident }: Props) {
  const t = useText();
  const format = useFormat();
  return (
    <Panel
      title={
        incident.reports.length === 0
          ? t("incident.notReported")
          : t("incident.reports", { count: incident.reports.length })
      }
    >
      {incident.reports.length === 0 ? <p className="soft">{t("incident.notReportedHelp")}</p> : null}
      {incident.reports.map((one) => (
        <article key={one.id} className="inc-report">
          <p>
            <b className="tn">{format.momentWithZone(one.reportedAt)}</b> <Severity level={one.severity} />{" "}
            {one.isPartial ? <Tag>{t("incident.partial")}</Tag> : null}
          </p>
          <p>
            {one.positionName ? (
              <>
                <LangText text={one.positionName} /> –{" "}
                {one.holderName ? <LangText text={one.holderName} /> : t("incident.seatEmpty")}
                {one.holderRank ? <span className="mute"> ({one.holderRank})</span> : null}
              </>
            ) : (
              t("incident.toGroupOffice")
            )}
          </p>
          <p className="small soft">
            {t("incident.reportedByWhom", { name: one.reportedByName ?? t("trail.itself") })}
          </p>
          {one.said ? (
            <p className="inc-words">
              <LangText text={one.said} />
            </p>
          ) : null}
          <p className="small">
            {one.notedAt ? (
              <>
                ✓{" "}
                {t("incident.noted", {
                  name: one.notedName ?? "",
                  as: t(`incident.notedAs.${one.notedAs ?? "other"}`),
                })}{" "}
                <span className="mute tn">{format.momentWithZone(one.notedAt)}</span>
              </>
            ) : (
              <span className="over">{t("incident.notNoted")}</span>
            )}
          </p>
        </article>
      ))}
    </Panel>
  );
}

export function WeighedPanel({ incident }: Props) {
  const t = useText();
  const format = useFormat();
  return (
    <Panel title={t("incident.weighed")}>
      <ul className="inc-moments">
        {incident.severities.map((one) => (
          <li key={one.setAt}>
            <Severity level={one.potential} />
            <span>
              {t("incident.weighedAs", {
                potential: t(`severity.${one.potential}`),
                actual: t(`incident.actual.${one.actual}`),
              })}
            </span>
            <span className="small mute tn">
              {format.moment(one.setAt)} {one.setByName ?? ""}
            </span>
            {one.reason ? (
              <span className="small soft">{one.reason}</span>
            ) : (
              <span className="small soft">{t("incident.weighedFirst")}</span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
