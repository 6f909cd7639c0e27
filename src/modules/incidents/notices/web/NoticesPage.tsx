// The notices of one incident: what is owed next first, each with its clock and the act that is its turn.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useMinute } from "#web/layout/useMinute.ts";
import { Go, GoButton, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { IncidentFrame } from "../../web/IncidentFrame.tsx";
import { owed } from "../rules.ts";
import { AddNoticeDialog } from "./AddNoticeDialog.tsx";
import { ClockNotified } from "./ClockNotified.tsx";
import { NoticeActs } from "./NoticeActs.tsx";
import { NoticeClock, NoticeState, ruleOf, Whom } from "./marks.tsx";
import { isToRecord, type Row } from "./notice.ts";

export default function NoticesPage() {
  const id = useParam("id");
  const incident = useOperation(incidents.getIncident, { id });
  const listed = useOperation(incidents.listNotices, { id });
  if (incident.isError) return <ErrorState error={incident.error} onRetry={() => void incident.refetch()} />;
  if (listed.isError) return <ErrorState error={listed.error} onRetry={() => void listed.refetch()} />;
  if (!incident.data || !listed.data) return <Loading rows={10} />;
  return (
    <IncidentFrame
      incident={incident.data}
      at="notices"
      actions={<Actions id={id} mayAdd={listed.data.mayAdd} />}
    >
      <Notices rows={listed.data.rows} />
    </IncidentFrame>
  );
}

function Actions({ id, mayAdd }: { id: string; mayAdd: string | null }) {
  const t = useText();
  const any = useAnyText();
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      <GoButton to="/incidents/notice-table">{t("notices.table")}</GoButton>
      {mayAdd === "can.not_yours" ? null : (
        <Button onClick={() => setAdding(true)} offBecause={mayAdd ? any(`errors.${mayAdd}`) : null}>
          {t("notices.add")}
        </Button>
      )}
      {isAdding ? <AddNoticeDialog incidentId={id} onClose={() => setAdding(false)} /> : null}
    </>
  );
}

function Notices({ rows }: { rows: readonly Row[] }) {
  const t = useText();
  const open = rows.filter((row) => owed.includes(row.state));
  const given = rows.filter((row) => row.state === "proven");
  const rest = rows.filter((row) => row.state === "omitted" || row.state === "no_longer");
  const title = useTitle(open);
  if (rows.length === 0)
    return (
      <EmptyState title={t("notices.none")} icon="findings">
        {t("notices.noneHelp")}
      </EmptyState>
    );
  return (
    <div className="stack">
      <Panel title={title} isFlush>
        {open.map((row) => (
          <NoticeItem key={row.id} row={row} />
        ))}
      </Panel>
      {given.length > 0 ? (
        <Panel title={t("notices.given")} isFlush>
          {given.map((row) => (
            <NoticeItem key={row.id} row={row} />
          ))}
        </Panel>
      ) : null}
      {rest.length > 0 ? (
        <Panel title={t("notices.notGiven")} isFlush>
          {rest.map((row) => (
            <NoticeItem key={row.id} row={row} />
          ))}
        </Panel>
      ) : null}
    </div>
  );
}

function useTitle(open: readonly Row[]): string {
  const t = useText();
  const format = useFormat();
  const now = Date.parse(useMinute());
  const over = open.filter((row) => Date.parse(row.dueAt) < now).length;
  const [next] = open;
  if (!next) return t("notices.titleDone");
  return over > 0
    ? t("notices.titleOver", { count: open.length, over })
    : t("notices.titleNext", { count: open.length, span: format.span(Date.parse(next.dueAt) - now) });
}

function NoticeItem({ row }: { row: Row }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const why =
    row.state === "no_longer"
      ? any(`notice.because.${row.closedBecause ?? "changed"}`)
      : row.state === "omitted" || row.state === "omission"
        ? row.omittedReason
        : row.decidedFor
          ? t("notice.decideAgain", { severity: t(`severity.${row.decidedFor}`) })
          : null;
  return (
    <article className="notice-item">
      <div className="when">
        <NoticeClock row={row} />
        <small className="soft tn">{format.momentWithZone(row.sentAt ?? row.dueAt)}</small>
      </div>
      <div className="what">
        <Go to="/incidents/notices/$id" params={{ id: row.id }} className="strong">
          <LangText text={row.name} />
        </Go>
        <span className="small soft">
          {t(`notice.audience.${row.audience}`)} · {t(`notice.channel.${row.channel}`)} · {ruleOf(any, row)}
          {row.correctsId ? ` · ${t("notice.corrects")}` : ""}
        </span>
        {row.notified && isToRecord(row) ? (
          <span className="small">
            <ClockNotified of={row.notified} />
          </span>
        ) : null}
        {why ? (
          <span className="small">
            <LangText text={why} />
          </span>
        ) : null}
      </div>
      <div className="who">
        <Whom who={row.owner} />
      </div>
      <div className="how">
        <NoticeState state={row.state} />
        {row.lacking > 0 ? <small className="notice-ahead">{t("notice.ahead.short")}</small> : null}
        {row.approvals > 0 && row.state === "to_approve" ? (
          <small className="soft">
            {t("notice.approvals", { given: row.approvedBy.length, count: row.approvals })}
          </small>
        ) : null}
      </div>
      <div className="acts">
        <NoticeActs row={row} isFirstOnly />
      </div>
    </article>
  );
}
