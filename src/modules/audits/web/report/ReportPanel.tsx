// Where the report of a visit stands, and the way to it.
import { useOperation } from "#web/api.ts";
import { GoButton } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { audits } from "../../contract.ts";
import { numberOf, type Whole } from "./report.ts";
import { useSentence } from "./words.tsx";

export function useStateSaid() {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  return (one: NonNullable<Whole["report"]>) => {
    const number = numberOf(one);
    if (one.state === "final")
      return t("audits.report.stateFinal", { number, day: format.momentDay(one.finalAt ?? "", "plain") });
    if (one.state === "draft") return t("audits.report.stateDraft", { number });
    if (one.repliedAt) return t("audits.report.stateReplied", { number });
    const day = one.replyBy ?? today;
    return day < today
      ? t("audits.report.stateLate", { number })
      : t("audits.report.stateSent", { number, day: format.day(day, "plain") });
  };
}

export function useWhyNone() {
  const t = useText();
  const isAuditors = useMay("audit.read");
  return ({ can }: Whole) =>
    can.begin === null
      ? t("audits.report.beginHelp")
      : can.begin === "not_yours" && !isAuditors
        ? t("audits.report.none.own")
        : t(`audits.report.none.${can.begin}`);
}

export function ReportPanel({ visitId }: { visitId: string }) {
  const t = useText();
  const said = useStateSaid();
  const sentence = useSentence();
  const whyNone = useWhyNone();
  const read = useOperation(audits.getAuditReport, { id: visitId });
  if (!read.data) return null;
  const { report, can } = read.data;
  const isMain = can.reply || can.acknowledge || (can.begin === null && report === null);
  return (
    <Panel title={report ? said(report) : t("audits.report.titleNone")}>
      <p className={report ? undefined : "soft"}>{report ? sentence(report) : whyNone(read.data)}</p>
      {report || can.begin === null ? (
        <div className="row below">
          <GoButton
            to="/audits/visits/$id/report"
            params={{ id: visitId }}
            {...(isMain ? { look: "main" as const } : {})}
          >
            {t(can.reply ? "audits.report.reply" : report ? "audits.report.open" : "audits.report.begin")}
          </GoButton>
        </div>
      ) : null}
    </Panel>
  );
}
