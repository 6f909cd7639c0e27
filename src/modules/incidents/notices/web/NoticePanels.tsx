// What became of a notice: approvals, what left to whom, what proves it, a decision not to notify.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import type { Notice } from "./notice.ts";
import { ProofList } from "./ProofList.tsx";

type Props = { notice: Notice };

export function SendingsPanel({ notice }: Props) {
  const t = useText();
  const format = useFormat();
  return (
    <Panel
      title={t("notice.sendings")}
      more={notice.sentByName ? t("notice.sentBy", { name: notice.sentByName }) : null}
    >
      <ul className="notice-list">
        {notice.sendings.map((one) => (
          <li key={one.id}>
            <b>
              <LangText text={one.recipient} />
            </b>
            {one.address ? <span className="soft">{one.address}</span> : null}
            {one.inPlaceOf ? (
              <span className="soft">{t("notice.inPlaceOf", { name: one.inPlaceOf })}</span>
            ) : null}
            <span className={`notice-outcome ${one.outcome ?? "waiting"}`}>
              {t(`notice.outcome.${one.outcome ?? "waiting"}`)}
            </span>
            <span className="small soft tn">{format.momentWithZone(one.outcomeAt ?? one.sentAt)}</span>
            {one.reply ? <code className="small mute">{one.reply}</code> : null}
            <code className="small mute" title={one.sha256}>
              {t("notice.hash")} {one.sha256.slice(0, 16)}…
            </code>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export function ProofsPanel({ notice }: Props) {
  const t = useText();
  return (
    <Panel title={t("notice.proofs")} more={t(`notice.proof.${notice.proof}`)}>
      {notice.proofs.length === 0 ? (
        <p className="soft">{t(notice.provenAt ? "notice.outcome.accepted" : "notice.noProof")}</p>
      ) : null}
      <ProofList notice={notice} />
      {notice.state === "proven" && notice.clocks.length > 0 ? (
        <p className="notice-ahead">{t("notice.clocksRun", { count: notice.clocks.length })}</p>
      ) : null}
      {notice.sentSha256 ? (
        <p className="small mute">
          {t("notice.hash")} <code className="notice-hash">{notice.sentSha256}</code>
        </p>
      ) : null}
    </Panel>
  );
}

export function ApprovalsPanel({ notice }: Props) {
  const t = useText();
  const format = useFormat();
  return (
    <Panel title={t("notice.history")}>
      {notice.lacking > 0 ? (
        <p>
          {notice.aheadSeenAt
            ? t("notice.ahead.seenBy", {
                name: notice.aheadSeenByName ?? "",
                at: format.moment(notice.aheadSeenAt),
              })
            : t("notice.ahead.unseen")}
          {notice.aheadSaid ? (
            <>
              {" "}
              <LangText text={notice.aheadSaid} className="inc-words" />
            </>
          ) : null}
        </p>
      ) : null}
      {notice.approvalsGiven.length === 0 && notice.lacking === 0 ? (
        <p className="soft">{t(notice.approvals === 0 ? "notice.noApproval" : "notice.noHistory")}</p>
      ) : null}
      <ul className="notice-list">
        {notice.approvalsGiven.map((one) => (
          <li key={`${one.n} ${one.byName} ${one.at}`}>
            <span>
              {t(one.verdict === "approved" ? "notice.approvedBy" : "notice.returnedBy", {
                name: one.byName,
                n: one.n,
              })}
            </span>
            <span className="small soft tn">{format.moment(one.at)}</span>
            {one.said ? <LangText text={one.said} className="inc-words" /> : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Each decision with how grave the case was; one that a graver case opened again stays beside the next. */
export function OmissionPanel({ notice }: Props) {
  const t = useText();
  const format = useFormat();
  const at = (moment: string | null) => (moment ? format.moment(moment) : "");
  return (
    <Panel title={t("notice.omission")}>
      {notice.omissions.map((one) => (
        <KeyValue
          key={one.id}
          rows={[
            [t("incidents.severity"), t(`severity.${one.severity}`)],
            [t("notice.reason"), <LangText key="r" text={one.reason} className="inc-words" />],
            [t("notice.criteria"), <LangText key="c" text={one.criteria} className="inc-words" />],
            [t("notice.omissionBy", { name: one.decidedByName ?? "" }), at(one.decidedAt)],
            [
              one.seenAt
                ? t(one.agrees ? "notice.omissionSeenBy" : "notice.omissionRefusedBy", {
                    name: one.seenByName ?? "",
                  })
                : t("notice.omissionUnseen"),
              at(one.seenAt),
            ],
            ...(one.said
              ? [[t("notice.see.said"), <LangText key="s" text={one.said} className="inc-words" />] as const]
              : []),
            ...(one.reopenedSeverity
              ? [
                  [
                    t("notice.omissionReopened", { severity: t(`severity.${one.reopenedSeverity}`) }),
                    at(one.reopenedAt),
                  ] as const,
                ]
              : []),
          ]}
        />
      ))}
    </Panel>
  );
}
