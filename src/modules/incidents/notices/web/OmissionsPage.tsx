// Decisions not to notify, for whoever audits: by whom, for what reason, by what, and who looked at them.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { Papers } from "../../web/Papers.tsx";
import { NoticeState } from "./marks.tsx";
import { TableFrame } from "./TableFrame.tsx";

export default function OmissionsPage() {
  const t = useText();
  const format = useFormat();
  const listed = useOperation(incidents.listOmissions, {});
  if (listed.isError) return <ErrorState error={listed.error} onRetry={() => void listed.refetch()} />;
  if (!listed.data) return <Loading rows={8} />;
  const { rows } = listed.data;
  return (
    <TableFrame
      at="omissions"
      title={
        rows.length === 0 ? t("noticeOmissions.none") : t("noticeOmissions.title", { count: rows.length })
      }
    >
      {rows.length === 0 ? (
        <EmptyState title={t("noticeOmissions.none")}>{t("noticeOmissions.noneHelp")}</EmptyState>
      ) : (
        <Panel isFlush>
          {rows.map((row) => (
            <article key={row.id} className="notice-item">
              <div className="when small soft tn">{format.momentWithZone(row.decidedAt)}</div>
              <div className="what">
                <Go
                  to={row.of === "notice" ? "/incidents/notices/$id" : "/incidents/clocks/$id"}
                  params={{ id: row.id }}
                  className="strong"
                >
                  <LangText text={row.name} />
                </Go>
                <span className="small soft">
                  {row.reference} · <LangText text={row.companyName} /> ·{" "}
                  {row.audience ? t(`notice.audience.${row.audience}`) : <LangText text={row.recipient} />}
                </span>
                <LangText text={row.reason} className="inc-words" />
                <span className="small soft">
                  {t("notice.criteria")}: <LangText text={row.criteria || "–"} />
                </span>
                <Papers files={row.files} />
              </div>
              <div className="who small">{t("notice.omissionBy", { name: row.decidedByName ?? "" })}</div>
              <div className="who small">
                {row.seenAt
                  ? t("notice.omissionSeenBy", { name: row.seenByName ?? "" })
                  : t("notice.omissionUnseen")}
              </div>
              <div className="how">
                <NoticeState state={row.state} />
              </div>
            </article>
          ))}
        </Panel>
      )}
    </TableFrame>
  );
}
