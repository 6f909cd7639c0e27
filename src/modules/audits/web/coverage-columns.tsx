import type { Output } from "#core/contract.ts";
import { Go } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { LangText } from "#web/ui/small.tsx";
import type { audits } from "../contract.ts";
import { MaybeResult, StateBadge } from "./words.tsx";

type Row = Output<typeof audits.listAuditCoverage>["rows"][number];

export function useCoverageColumns(): Column<Row>[] {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const day = (of: string | null) =>
    of === null ? <span className="mute">–</span> : format.day(of, "plain");
  return [
    {
      id: "company",
      head: t("companies.nameColumn"),
      sort: "code",
      cell: (row) => (
        <>
          <Go to="/companies/$id" params={{ id: row.companyId }}>
            <LangText text={row.name} />
          </Go>
          <span className="sub narrow-only">
            {t("audits.dueOn")} {format.day(row.dueOn, "plain")}
          </span>
        </>
      ),
    },
    {
      id: "division",
      head: t("unit.division"),
      isWideOnly: true,
      cell: (row) => (row.divisionName ? <LangText text={row.divisionName} /> : "–"),
    },
    { id: "tier", head: t("company.tier"), width: "56px", isWideOnly: true, cell: (row) => row.tier ?? "–" },
    {
      id: "region",
      head: t("group.by.region"),
      width: "96px",
      isWideOnly: true,
      cell: (row) => (row.region ? any(`region.${row.region}`) : "–"),
    },
    {
      id: "last",
      head: t("audits.lastOn"),
      width: "136px",
      sort: "last",
      isWideOnly: true,
      cell: (row) => (
        <>
          {day(row.lastOn)}
          {row.lastOn ? (
            <small className="block soft">{t("audits.monthsAgo", { count: row.months })}</small>
          ) : null}
        </>
      ),
    },
    {
      id: "result",
      head: t("audits.result"),
      width: "150px",
      isWideOnly: true,
      cell: (row) => <MaybeResult result={row.lastResult} />,
    },
    {
      id: "due",
      head: t("audits.dueOn"),
      width: "136px",
      sort: "due",
      isWideOnly: true,
      cell: (row) => (
        <span className={row.state === "overdue" ? "late-ink" : undefined}>
          {day(row.dueOn)}
          {row.isEarlier ? <small className="block soft">{t("audits.earlier")}</small> : null}
        </span>
      ),
    },
    {
      id: "next",
      head: t("audits.nextOn"),
      width: "104px",
      isWideOnly: true,
      cell: (row) =>
        row.nextId ? (
          <Go to="/audits/visits/$id" params={{ id: row.nextId }}>
            {row.nextOn ? format.day(row.nextOn, "month") : null}
          </Go>
        ) : (
          day(null)
        ),
    },
    { id: "state", head: t("audits.state"), width: "150px", cell: (row) => <StateBadge state={row.state} /> },
  ];
}
