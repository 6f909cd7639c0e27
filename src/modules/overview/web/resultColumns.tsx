import { Go } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { ResultBadge } from "#web/ui/marks.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { sharesOf } from "../rules.ts";
import { usePoints } from "./known.ts";
import { type ResultRow, useResultsInput } from "./ResultFilters.tsx";

/** @param edition of the round: all its companies answer the same one. */
export function useResultColumns(edition: string | null | undefined): Column<ResultRow>[] {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const points = usePoints();
  const [{ roundId }] = useResultsInput();
  return [
    {
      id: "company",
      head: t("results.company"),
      sort: "name",
      cell: (row) => (
        <Go to="/companies/$id/result" params={{ id: row.companyId }} search={{ roundId }}>
          <LangText text={row.name} isCut className="line w-name" />
        </Go>
      ),
    },
    {
      id: "result",
      width: "222px",
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
      width: "52px",
      head: t("results.score"),
      isNumber: true,
      sort: "score",
      cell: (row) => (row.percent === null ? "–" : format.score(row.percent / 100, true)),
    },
    {
      id: "gaps",
      width: "44px",
      head: t("results.gapsHead"),
      isNumber: true,
      cell: (row) => (row.gaps === 0 ? <span className="mute">0</span> : row.gaps),
    },
    { id: "tier", width: "38px", head: t("results.tier"), cell: (row) => row.tier },
    {
      id: "division",
      width: "134px",
      head: t("results.division"),
      isWideOnly: true,
      cell: (row) =>
        row.divisionName ? (
          <LangText text={row.divisionName} isCut className="line w-group" />
        ) : (
          <span className="mute">–</span>
        ),
    },
    {
      id: "region",
      width: "104px",
      head: t("results.region"),
      isOptional: true,
      cell: (row) => <span className="nowrap">{row.region ? any(`region.${row.region}`) : "–"}</span>,
    },
    {
      id: "people",
      width: "60px",
      head: t("results.people"),
      isNumber: true,
      sort: "people",
      cell: (row) => format.number(row.people),
    },
    {
      id: "state",
      width: "112px",
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
      width: "84px",
      head: t("results.answered"),
      isNumber: true,
      isWideOnly: true,
      cell: (row) => `${row.answered}\u00a0/\u00a0${row.required}`,
    },
    {
      id: "unknown",
      width: "76px",
      head: t("results.unknown"),
      isNumber: true,
      isWideOnly: true,
      cell: (row) => format.percent(sharesOf(row).unknown / 100),
    },
    {
      id: "na",
      width: "58px",
      head: t("results.na"),
      isNumber: true,
      isWideOnly: true,
      cell: (row) => format.percent(sharesOf(row).na / 100),
    },
    {
      id: "verified",
      width: "66px",
      head: t("results.verified"),
      isNumber: true,
      isWideOnly: true,
      sort: "verified",
      cell: (row) => format.percent(row.verifiedPercent / 100),
    },
    {
      id: "points",
      width: "116px",
      head: t("results.points"),
      isNumber: true,
      isOptional: true,
      cell: (row) => (row.weight === 0 ? "–" : points(row)),
    },
    {
      id: "edition",
      width: "76px",
      head: t("results.edition"),
      isOptional: true,
      cell: () => edition ?? "–",
    },
  ];
}
