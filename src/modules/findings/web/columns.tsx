import { daysBetween } from "#core/time/fiscal-year.ts";
import { Go } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import type { Column } from "#web/table/columns.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Severity } from "#web/ui/marks.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import type { Row } from "./filter.ts";
import { FindingState } from "./FindingState.tsx";

export function useColumns(): Column<Row>[] {
  const t = useText();
  const format = useFormat();
  return [
    {
      id: "reference",
      head: t("findings.reference"),
      width: "104px",
      sort: "reference",
      isWideOnly: true,
      cell: (row) => <span className="mono mute">{row.reference}</span>,
    },
    {
      id: "title",
      head: t("findings.what"),
      cell: (row) => (
        <>
          <Go to="/findings/$id" params={{ id: row.id }}>
            <LangText text={row.title} />
          </Go>
          {row.recurredCount > 0 ? <Tag>↻ {t("findings.cameBack", { count: row.recurredCount })}</Tag> : null}
          {row.reopenedCount > 0 ? <Tag>{t("findings.reopened", { count: row.reopenedCount })}</Tag> : null}
        </>
      ),
    },
    {
      id: "company",
      head: t("findings.company"),
      width: "18%",
      cell: (row) => (
        <>
          <LangText text={row.companyName} />
          {row.unitName ? <span className="sub small"> {row.unitName}</span> : null}
        </>
      ),
    },
    {
      id: "severity",
      head: t("findings.severity"),
      width: "96px",
      sort: "severity",
      cell: (row) => <Severity level={row.severity} />,
    },
    {
      id: "state",
      head: t("findings.state"),
      width: "116px",
      cell: (row) => <FindingState row={row} />,
    },
    {
      id: "due",
      head: t("findings.due"),
      width: "132px",
      sort: "due",
      sortDown: "-due",
      cell: (row) => <Due row={row} />,
    },
    {
      id: "found",
      head: t("findings.found"),
      width: "104px",
      sort: "found",
      sortDown: "-found",
      isWideOnly: true,
      isOptional: true,
      cell: (row) => format.day(row.foundOn, "plain"),
    },
    {
      id: "source",
      head: t("findings.source"),
      width: "116px",
      isWideOnly: true,
      cell: (row) => t(`finding.source.${row.sourceKind}`),
    },
    {
      id: "controls",
      head: t("findings.controls"),
      width: "96px",
      isWideOnly: true,
      isOptional: true,
      cell: (row) => <span className="mono">{row.controlIds.slice(0, 2).join(" ")}</span>,
    },
    {
      id: "owner",
      head: t("findings.owner"),
      width: "116px",
      isWideOnly: true,
      isOptional: true,
      cell: (row) => (row.ownerName ? <LangText text={row.ownerName} /> : <span className="mute">–</span>),
    },
  ];
}

/** The day, and what there is to say of it: over, moved, or lived with until. */
export function Due({ row }: { row: Row }) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  if (row.state === "accepted" && row.acceptedUntil)
    return (
      <span className="tn">
        {t("findings.acceptedUntil", { day: format.day(row.acceptedUntil, "plain") })}
      </span>
    );
  if (row.state === "closed" || row.state === "merged") return <span className="mute">–</span>;
  return (
    <span className={row.isOverdue ? "due tn over" : "due tn"}>
      {format.day(row.dueOn, "plain")}
      {row.isOverdue ? (
        <span className="sub small line">
          {t("findings.overdueBy", { count: daysBetween(row.dueOn, today) })}
        </span>
      ) : row.dueOn > row.firstDueOn ? (
        <small className="block mute">
          ↷ {t("findings.dueWas", { day: format.day(row.firstDueOn, "plain") })}
        </small>
      ) : null}
    </span>
  );
}
