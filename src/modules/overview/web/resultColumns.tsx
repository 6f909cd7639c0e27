import { Go } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { ResultBadge } from "#web/ui/marks.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { type ResultRow, useResultsInput } from "./ResultFilters.tsx";

export function useResultColumns(): Column<ResultRow>[] {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const [{ roundId }] = useResultsInput();
  return [
    {
      id: "company",
      head: t("results.company"),
      width: "19%",
      sort: "name",
      cell: (row) => (
        <Go to="/companies/$id/result" params={{ id: row.companyId }} search={{ roundId }}>
          <LangText text={row.name} />
        </Go>
      ),
    },
    {
      id: "result",
      head: t("results.result"),
      sort: "need",
      cell: (row) => (
        <>
          <ResultBadge
            result={row.result}
            isPlain
            isProvisional={row.isProvisional && row.result !== "not_known"}
          />
          {row.isLate ? <Tag>{t("results.isLate")}</Tag> : null}
          {row.leftOn ? <Tag>{t("results.left")}</Tag> : null}
        </>
      ),
    },
    {
      id: "score",
      head: t("results.score"),
      isNumber: true,
      sort: "score",
      cell: (row) => (row.percent === null ? "–" : format.score(row.percent / 100, true)),
    },
    {
      id: "gaps",
      head: t("results.gapsHead"),
      isNumber: true,
      cell: (row) => (row.gaps === 0 ? <span className="mute">0</span> : row.gaps),
    },
    { id: "tier", head: t("results.tier"), cell: (row) => row.tier },
    {
      id: "division",
      head: t("results.division"),
      isWideOnly: true,
      cell: (row) =>
        row.divisionName ? <LangText text={row.divisionName} /> : <span className="mute">–</span>,
    },
    {
      id: "region",
      head: t("results.region"),
      isWideOnly: true,
      cell: (row) => (row.region ? any(`region.${row.region}`) : "–"),
    },
    {
      id: "people",
      head: t("results.people"),
      isNumber: true,
      sort: "people",
      cell: (row) => format.number(row.people),
    },
    {
      id: "state",
      head: t("results.state"),
      isWideOnly: true,
      cell: (row) => (
        <span className="nowrap">
          {t(`inspection.${row.state}`)}
          {row.isOverdue ? <span className="clock-line over">&ensp;{t("results.overdue")}</span> : null}
        </span>
      ),
    },
    {
      id: "answered",
      head: t("results.answered"),
      isNumber: true,
      isWideOnly: true,
      cell: (row) => `${row.answered}\u00a0/\u00a0${row.required}`,
    },
    {
      id: "verified",
      head: t("results.verified"),
      isNumber: true,
      isWideOnly: true,
      sort: "verified",
      cell: (row) => format.percent(row.verifiedPercent / 100),
    },
  ];
}
