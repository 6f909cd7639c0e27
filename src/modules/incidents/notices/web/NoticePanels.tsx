// What became of a notice: approvals, what left to whom, what proves it, a decision not to notify.
import { useState } from "react";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFile } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import type { Notice } from "./notice.ts";

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
  const format = useFormat();
  const [failed, setFailed] = useState<unknown>(null);
  return (
    <Panel title={t("notice.proofs")} more={t(`notice.proof.${notice.proof}`)}>
      {notice.proofs.length === 0 ? (
        <p className="soft">{t(notice.provenAt ? "notice.outcome.accepted" : "notice.noProof")}</p>
      ) : null}
      <ul className="notice-list">
        {notice.proofs.map((one) => (
          <li key={one.id}>
            <b>
              <LangText text={one.givenTo} />
            </b>
            <span className="soft">{t(`notice.channel.${one.channel}`)}</span>
            <span className="tn">{format.momentWithZone(one.givenAt, notice.companyZone)}</span>
            {one.reference ? <code>{one.reference}</code> : null}
            {one.said ? <LangText text={one.said} className="inc-words" /> : null}
            {one.fileId ? (
              <Button
                size="s"
                icon="download"
                onClick={() => void downloadFile(one.fileId ?? "").catch(setFailed)}
              >
                {one.fileName ?? t("notice.proof.file")}
              </Button>
            ) : null}
            <span className="small mute">{one.addedName}</span>
          </li>
        ))}
      </ul>
      <FormError error={failed} />
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
      {notice.approvalsGiven.length === 0 ? (
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

export function OmissionPanel({ notice }: Props) {
  const t = useText();
  const format = useFormat();
  const at = (moment: string | null) => (moment ? format.moment(moment) : "");
  return (
    <Panel title={t("notice.omission")}>
      <KeyValue
        rows={[
          [t("notice.reason"), <LangText key="r" text={notice.omittedReason ?? ""} className="inc-words" />],
          [
            t("notice.criteria"),
            <LangText key="c" text={notice.omittedCriteria ?? ""} className="inc-words" />,
          ],
          [t("notice.omissionBy", { name: notice.omittedByName ?? "" }), at(notice.omittedAt)],
          [
            notice.omissionSeenAt
              ? t("notice.omissionSeenBy", { name: notice.omissionSeenByName ?? "" })
              : t("notice.omissionUnseen"),
            at(notice.omissionSeenAt),
          ],
          ...(notice.omissionSaid
            ? [
                [
                  t("notice.see.said"),
                  <LangText key="s" text={notice.omissionSaid} className="inc-words" />,
                ] as const,
              ]
            : []),
        ]}
      />
    </Panel>
  );
}
