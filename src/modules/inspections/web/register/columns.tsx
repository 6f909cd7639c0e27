import { percentDown } from "#core/text/shares.ts";
import { Go } from "#web/navigation.tsx";
import type { Column } from "#web/table/Register.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { ClockLine } from "#web/ui/figures.tsx";
import { ResultBadge } from "#web/ui/marks.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { useNow } from "#web/ui/now.ts";
import { scoreOf } from "../review/whys.tsx";
import type { Row } from "./filter.ts";
import { StateMark } from "./StateMark.tsx";

export function useColumns(): Column<Row>[] {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  const share = (part: number, whole: number) => {
    const percent = percentDown(part, whole);
    return percent === null ? "–" : format.percent(percent / 100);
  };
  return [
    {
      id: "code",
      head: t("inspections.code"),
      width: "84px",
      sort: "code",
      sortDown: "-code",
      isWideOnly: true,
      cell: (row) => <span className="mono mute">{row.code}</span>,
    },
    {
      id: "company",
      head: t("inspections.company"),
      cell: (row) => (
        <>
          <Go to="/inspections/$id" params={{ id: row.id }}>
            <LangText text={nameFor(row)} />
          </Go>
          {row.leftOn ? <Tag>{t("inspections.left", { day: format.day(row.leftOn, "plain") })}</Tag> : null}
        </>
      ),
    },
    { id: "tier", head: t("inspections.tier"), width: "56px", isWideOnly: true, cell: (row) => row.tier },
    {
      id: "state",
      head: t("inspections.state"),
      width: "124px",
      cell: (row) => <StateMark state={row.state} />,
    },
    {
      id: "result",
      head: t("inspections.result"),
      width: "204px",
      cell: (row) =>
        row.result ? (
          <ResultBadge result={row.result} isProvisional={row.isProvisional} isPlain />
        ) : (
          <span className="mute">–</span>
        ),
    },
    {
      id: "score",
      head: t("inspections.score"),
      width: "80px",
      isNumber: true,
      sort: "score",
      sortDown: "-score",
      cell: (row) => format.score(scoreOf(row), true),
    },
    {
      id: "answered",
      head: t("inspections.answeredShare"),
      width: "86px",
      isNumber: true,
      isWideOnly: true,
      cell: (row) => share(row.answeredCount, row.requiredCount),
    },
    {
      id: "verified",
      head: t("inspections.verifiedShare"),
      width: "86px",
      isNumber: true,
      isWideOnly: true,
      cell: (row) => share(row.verifiedCount, row.requiredCount),
    },
    {
      id: "due",
      head: t("inspections.due"),
      width: "168px",
      sort: "due",
      sortDown: "-due",
      cell: (row) =>
        row.clock ? (
          <ClockLine from={row.clock.startsAt} due={row.clock.dueAt} now={now}>
            {row.ownDueOn && row.clock.kind === "inspection.answer" ? (
              <Tag>{t("inspections.ownDue", { day: format.day(row.ownDueOn, "plain") })}</Tag>
            ) : null}
            {row.clock.postponedCount > 0 ? <Tag>↷ {row.clock.postponedCount}×</Tag> : null}
          </ClockLine>
        ) : row.isLate ? (
          <span className="sub">{t("inspections.late")}</span>
        ) : (
          <span className="mute">–</span>
        ),
    },
  ];
}
