// The decision table: a picture of what each case calls for, and its lines.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go, GoButton } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads, LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { ruleOf } from "./marks.tsx";
import { type Cell, Matrix } from "./Matrix.tsx";
import { type Line, touchesCell } from "./notice.ts";
import { TableFrame } from "./TableFrame.tsx";
import { nameOf } from "./words.ts";

export default function TablePage() {
  const t = useText();
  const table = useOperation(incidents.getNoticeTable, {});
  const [chosen, setChosen] = useState<Cell | null>(null);
  if (table.isError) return <ErrorState error={table.error} onRetry={() => void table.refetch()} />;
  if (!table.data) return <Loading rows={12} />;
  const { lines, mayAdd } = table.data;
  const shown = chosen ? lines.filter((line) => touchesCell(line, chosen.kind, chosen.severity)) : lines;
  return (
    <TableFrame
      at="table"
      title={t("noticeTable.title", { count: lines.length })}
      actions={
        mayAdd ? (
          <GoButton to="/incidents/notice-table/new" look="main">
            {t("noticeTable.add")}
          </GoButton>
        ) : null
      }
    >
      <div className="stack">
        <Panel title={t("noticeTable.matrix")}>
          <p className="soft">{t("noticeTable.matrixHelp")}</p>
          <Matrix lines={lines} chosen={chosen} onChoose={setChosen} />
        </Panel>
        <Panel
          isFlush
          title={
            chosen
              ? t("noticeTable.chosen", {
                  count: shown.length,
                  kind: t(`incident.kind.${chosen.kind}`),
                  severity: t(`severity.${chosen.severity}`),
                })
              : t("noticeTable.lines")
          }
          more={
            chosen ? (
              <Button size="s" look="quiet" onClick={() => setChosen(null)}>
                {t("noticeTable.all")}
              </Button>
            ) : null
          }
        >
          {shown.length === 0 ? (
            <EmptyState title={t("noticeTable.none")}>{t("noticeTable.matrixHelp")}</EmptyState>
          ) : (
            <Lines lines={shown} />
          )}
        </Panel>
      </div>
    </TableFrame>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return (
    <div className="notice-scroll">
      <table className="grid roomy stacked notice-table">
        <Heads
          of={[
            [t("noticeLine.name")],
            [t("noticeTable.when")],
            [t("noticeTable.whom")],
            [t("noticeTable.within")],
            [t("notice.owner")],
            [t("notice.approver")],
          ]}
        />
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <td>
                <Go to="/incidents/notice-table/$id" params={{ id: line.id }}>
                  <LangText text={nameOf(line.names, format.language)} />
                </Go>{" "}
                {line.level === "group" ? null : (
                  <Tag>{line.unitName ?? t(`noticeTable.level.${line.level}`)}</Tag>
                )}
              </td>
              <td data-label={t("noticeTable.when")}>
                <Conditions line={line} />
              </td>
              <td data-label={t("noticeTable.whom")}>
                {t(`notice.audience.${line.audience}`)}{" "}
                <span className="soft">{t(`notice.channel.${line.channel}`)}</span>
              </td>
              <td className="tn" data-label={t("noticeTable.within")}>
                {ruleOf(any, line)}
              </td>
              <td data-label={t("notice.owner")}>{t(`notice.by.${line.owner.by}`)}</td>
              <td data-label={t("notice.approver")}>
                {line.approvals > 0 && line.approver ? (
                  `${t(`notice.by.${line.approver.by}`)}${line.approvals > 1 ? ` × ${line.approvals}` : ""}`
                ) : (
                  <span className="mute">{t("notice.noApproval")}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Conditions({ line }: { line: Line }) {
  const t = useText();
  const format = useFormat();
  const parts = [
    line.on === "nothing"
      ? t("noticeTable.nothing")
      : t("noticeTable.from", { severity: t(`severity.${line.severityFrom}`) }),
    line.kinds.length === 0
      ? t("noticeTable.anyKind")
      : line.kinds.map((kind) => t(`incident.kind.${kind}`)).join(", "),
    ...(line.needsPersonal ? [t("noticeTable.personal")] : []),
    ...(line.needsProduct ? [t("noticeTable.product")] : []),
    ...(line.countries.length > 0 ? [line.countries.map((code) => format.country(code)).join(", ")] : []),
  ];
  return <span>{parts.join(" · ")}</span>;
}
