// A report as it is read: the result over what was looked at, each shortfall with what the company said of it, who signed.
import { useState } from "react";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ResultBadge, Severity } from "#web/ui/marks.tsx";
import { FactStrip, Panel } from "#web/ui/Panel.tsx";
import { Written } from "#web/ui/small.tsx";
import { isClaimed } from "../../report/rules.ts";
import { Photos } from "./Photos.tsx";
import { type Control, isShort, type Report, type Whole } from "./report.ts";
import { FinishBar } from "./ReportDialogs.tsx";
import { SettleButtons } from "./SettleDialog.tsx";
import { Signatures } from "./Signatures.tsx";
import { ControlHead, FileLinks } from "./words.tsx";

export function Figures({ report }: { report: Report }) {
  const t = useText();
  const { counts } = report;
  return (
    <Panel isFlush>
      <FactStrip
        facts={[
          {
            label: t("audits.report.result"),
            value: report.result ? <ResultBadge result={report.result} /> : "–",
            notes: [`${report.edition} · ${report.tier}`],
          },
          {
            label: t("audits.report.overturnedCount"),
            value: t("audits.paper.of", {
              count: counts.overturned,
              all: report.controls.filter(isClaimed).length,
            }),
          },
          {
            label: t("audits.report.looked"),
            value: counts.looked,
            notes: [
              t("audits.report.counts", counts),
              t("audits.report.drawn", { share: report.sharePercent, seed: report.seed }),
              ...(report.left.count > 0 ? [t("audits.report.left", report.left)] : []),
            ],
            isWide: true,
          },
        ]}
      />
    </Panel>
  );
}

export function ReadingView({ whole, report }: { whole: Whole; report: Report }) {
  const t = useText();
  const short = report.controls.filter(isShort);
  const maySettle = whole.can.write && report.state === "sent" && report.repliedAt !== null;
  const differs = report.controls.filter((one) => one.agrees === false && !isShort(one));
  return (
    <>
      <Figures report={report} />
      {report.summary ? (
        <Panel title={t("audits.report.summary")}>
          <p className="audited-words audited-prose">
            <Written text={report.summary} />
          </p>
        </Panel>
      ) : null}
      {report.commended ? (
        <Panel title={t("audits.report.commended")}>
          <p className="audited-words">
            <Written text={report.commended} />
          </p>
        </Panel>
      ) : null}
      <Panel
        title={
          short.length === 0 ? t("audits.report.noShort") : t("audits.report.short", { count: short.length })
        }
      >
        <ul className="audited">
          {[...short, ...differs].map((one) => (
            <li key={one.id}>
              <ControlHead one={one} />
              <p className="audited-words">
                <Written text={one.words} />
              </p>
              <Photos report={report} one={one} />
              <Facts one={one} />
              <Reply one={one} report={report} />
              {maySettle && one.agrees === false ? <SettleButtons report={report} one={one} /> : null}
            </li>
          ))}
        </ul>
      </Panel>
      <Places report={report} />
      <Others report={report} />
      {report.replyWords || report.replyFiles.length > 0 ? (
        <Panel title={t("audits.report.reply")} more={report.repliedByName}>
          <p className="audited-words">
            <Written text={report.replyWords} />
          </p>
          <FileLinks files={report.replyFiles} />
        </Panel>
      ) : null}
      {report.state === "sent" && whole.can.write ? <FinishBar whole={whole} report={report} /> : null}
      {report.state === "final" ? <Signatures whole={whole} report={report} /> : null}
    </>
  );
}

export function Facts({ one }: { one: Control }) {
  const t = useText();
  const format = useFormat();
  return (
    <p className="audited-facts">
      {one.severity ? <Severity level={one.severity} /> : null}
      {one.severityReason ? <Written text={one.severityReason} className="soft" /> : null}
      {one.dueOn ? <span>{t("audits.report.due", { day: format.day(one.dueOn, "plain") })}</span> : null}
      {one.findingId ? (
        <Go to="/findings/$id" params={{ id: one.findingId }}>
          {one.findingReference ?? t("audits.paper.finding")}
        </Go>
      ) : null}
    </p>
  );
}

function Reply({ one, report }: { one: Control; report: Report }) {
  const t = useText();
  if (report.state === "draft") return null;
  return (
    <>
      {one.agrees === null ? (
        report.repliedAt ? (
          <p className="soft small">{t("audits.report.notSaid")}</p>
        ) : null
      ) : (
        <div className={one.agrees ? "audited-reply" : "audited-reply differs"}>
          <b className="small">{t(one.agrees ? "audits.report.agrees" : "audits.report.differs")}</b>
          {one.replyWords ? (
            <p className="audited-words">
              <Written text={one.replyWords} />
            </p>
          ) : null}
          <FileLinks files={one.replyFiles} />
        </div>
      )}
      {one.settlement ? (
        <div className="audited-reply settled">
          <b className="small">{t(`audits.report.settlement.${one.settlement}`)}</b>
          {one.settledReason ? (
            <p className="audited-words">
              <Written text={one.settledReason} />
            </p>
          ) : null}
        </div>
      ) : null}
    </>
  );
}

/** What was noted and photographed of a place as a whole, beside no control. */
export function Places({ report }: { report: Report }) {
  const t = useText();
  if (report.places.length === 0) return null;
  return (
    <Panel title={t("audits.report.places")}>
      <ul className="audited">
        {report.places.map((place) => (
          <li key={`${place.name} ${place.photos[0]?.number ?? place.notes[0]}`}>
            <h3 className="audited-name">
              {place.name} <small className="soft">{t(`audits.place.${place.kind}`)}</small>
            </h3>
            {place.notes.map((note) => (
              <p key={note} className="audited-words">
                <Written text={note} />
              </p>
            ))}
            <Photos report={report} one={place} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What does not fall short is many lines of little news: shown when somebody asks. */
export function Others({ report }: { report: Report }) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const rows = report.controls.filter((one) => !isShort(one));
  if (rows.length === 0) return null;
  return (
    <Panel title={t("audits.report.others", { count: rows.length })}>
      {isOpen ? (
        <ul className="audited">
          {rows.map((one) => (
            <li key={one.id}>
              <ControlHead one={one} />
              {one.words ? (
                <p className="audited-words small">
                  <Written text={one.words} />
                </p>
              ) : null}
              <Photos report={report} one={one} />
              {one.settlement ? <Reply one={one} report={report} /> : null}
            </li>
          ))}
        </ul>
      ) : (
        <Button look="quiet" onClick={() => setOpen(true)}>
          {t("audits.report.showOthers")}
        </Button>
      )}
    </Panel>
  );
}
