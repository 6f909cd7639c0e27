// On the board: findings that are open, how long, and how many of them are past their day.
import { ages } from "#modules/findings/rules.ts";
import { BoardLines, BoardRead, FigureLinks } from "#web/board-panels.tsx";
import { Picture } from "#web/charts/Picture.tsx";
import { Go } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import type { BoardPart } from "#web/web-module.ts";
import { BoardNumber } from "../BoardNumber.tsx";
import "../plans.css";
import { inUnit, useWhole } from "./whole.ts";

export default function AgesPanel(part: BoardPart) {
  const t = useText();
  const { read, line } = useWhole(part);
  return (
    <BoardRead read={read} name={t("findings.tab")}>
      {() => {
        if (!line) return null;
        const { findings, overdue, over180 } = line.counts;
        const longest = Math.max(1, ...ages.map((age) => line.counts[age]));
        const columns = ["overdue", ...ages] as const;
        return (
          <Picture
            title={
              findings === 0
                ? t("planBoard.agesEmpty")
                : overdue > 0
                  ? t("planBoard.titleOverdue", { count: overdue })
                  : over180 > 0
                    ? t("planBoard.ages", { count: findings, old: over180 })
                    : t("planBoard.agesNone")
            }
            more={
              <Go to="/findings" search={inUnit(part)}>
                {t("planBoard.openCount", { count: findings })} ›
              </Go>
            }
            summary={columns
              .map((column) =>
                t("planBoard.part", { age: t(`planBoard.${column}`), count: line.counts[column] }),
              )
              .join(t("list.comma"))}
            table={{
              heads: [t("planBoard.agesMore"), t("planBoard.findings")],
              rows: columns.map((column) => [t(`planBoard.${column}`), line.counts[column]]),
            }}
            fileName="yagura-finding-ages"
            footer={<FigureLinks of={["findings_overdue", "findings_old"]} />}
          >
            <BoardLines
              lines={columns.map((column) => ({
                key: column,
                label: t(`planBoard.${column}`),
                share: line.counts[column] / Math.max(longest, overdue),
                tone: column === "overdue" ? "bad" : "plain",
                isLastOfItsKind: column === "overdue",
                count: <BoardNumber line={line} column={column} companyId={undefined} />,
              }))}
            />
            <p className="age ruled">{t("planBoard.agesMore")}</p>
          </Picture>
        );
      }}
    </BoardRead>
  );
}
