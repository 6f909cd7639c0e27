import { Go } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Severity } from "#web/ui/marks.tsx";
import { LangText } from "#web/ui/small.tsx";
import type { Row } from "./incident.ts";
import { ReportClock, StateMark, Tags } from "./marks.tsx";

export function useColumns(): Column<Row>[] {
  const t = useText();
  const format = useFormat();
  return [
    {
      id: "reference",
      head: t("incidents.reference"),
      width: "104px",
      sort: "reference",
      isWideOnly: true,
      cell: (row) => <span className="mono mute">{row.reference}</span>,
    },
    {
      id: "title",
      head: t("incidents.what"),
      cell: (row) => (
        <>
          <Go to="/incidents/$id" params={{ id: row.id }}>
            {row.title === "–" ? t(`incident.kind.${row.kind}`) : <LangText text={row.title} />}
          </Go>
          <Tags row={row} />
          <span className="sub narrow-only">
            <LangText text={row.companyName} />
          </span>
          <span className="sub narrow-only">
            <StateMark state={row.state} /> · {row.reference}
          </span>
          <span className="narrow-only">
            <ReportClock row={row} />
          </span>
        </>
      ),
    },
    {
      id: "kind",
      head: t("incidents.kind"),
      width: "132px",
      isWideOnly: true,
      cell: (row) => t(`incident.kind.${row.kind}`),
    },
    {
      id: "company",
      head: t("incidents.company"),
      width: "17%",
      isWideOnly: true,
      cell: (row) => (
        <>
          <LangText text={row.companyName} />
          {row.unitName ? <span className="sub small"> {row.unitName}</span> : null}
        </>
      ),
    },
    {
      id: "severity",
      head: t("incidents.severity"),
      width: "88px",
      sort: "grave",
      cell: (row) => <Severity level={row.severity} />,
    },
    {
      id: "state",
      head: t("incidents.state"),
      width: "112px",
      isWideOnly: true,
      cell: (row) => <StateMark state={row.state} />,
    },
    {
      id: "due",
      head: t("incident.within24"),
      width: "160px",
      isWideOnly: true,
      sort: "due",
      sortDown: "-due",
      cell: (row) => <ReportClock row={row} />,
    },
    {
      id: "discovered",
      head: t("incidents.discovered"),
      width: "148px",
      sort: "discovered",
      sortDown: "-discovered",
      isWideOnly: true,
      cell: (row) => <span className="tn">{format.moment(row.discoveredAt)}</span>,
    },
    {
      id: "owner",
      head: t("incidents.inCharge"),
      width: "116px",
      isWideOnly: true,
      isOptional: true,
      cell: (row) =>
        row.takenUpByName ? <LangText text={row.takenUpByName} /> : <span className="mute">–</span>,
    },
  ];
}
