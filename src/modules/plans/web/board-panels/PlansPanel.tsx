// On the board: plans that are late, and steps that were moved so often that the division has to see them.
import { BoardLines, BoardRead, FigureLinks } from "#web/board-panels.tsx";
import { useOperation } from "#web/api.ts";
import { Picture } from "#web/charts/Picture.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { LangText, Tag } from "#web/ui/small.tsx";
import type { BoardPart } from "#web/web-module.ts";
import { plans } from "../../contract.ts";
import type { BoardColumn } from "../../contract/board.ts";
import type { Line } from "../board.ts";
import { BoardNumber } from "../BoardNumber.tsx";
import "../plans.css";
import { inUnit, useWhole } from "./whole.ts";

const shown = ["running", "late", "late_steps", "thrice"] as const satisfies readonly BoardColumn[];

export default function PlansPanel(part: BoardPart) {
  const t = useText();
  const { read, line } = useWhole(part);
  return (
    <BoardRead read={read} name={t("plans.tab")}>
      {() => (line ? <Drawn line={line} part={part} /> : null)}
    </BoardRead>
  );
}

function Drawn({ line, part }: { line: Line; part: BoardPart }) {
  const t = useText();
  const longest = Math.max(1, ...shown.map((column) => line.counts[column]));
  return (
    <Picture
      title={useTitle(line)}
      more={
        <Go to="/plans/board" search={inUnit(part)}>
          {t("planBoard.toBoard")} ›
        </Go>
      }
      summary={shown
        .map((column) => t("planBoard.part", { age: t(`planBoard.${column}`), count: line.counts[column] }))
        .join(t("list.comma"))}
      table={{
        heads: [t("plans.tab"), t("planBoard.count")],
        rows: shown.map((column) => [t(`planBoard.${column}`), line.counts[column]]),
      }}
      fileName="yagura-plans"
      footer={<FigureLinks of={["plans_in_time", "steps_late", "steps_thrice"]} />}
    >
      <BoardLines
        lines={shown.map((column) => ({
          key: column,
          label: t(`planBoard.${column}`),
          share: line.counts[column] / longest,
          tone: column === "running" ? "plain" : "bad",
          count: <BoardNumber line={line} column={column} companyId={undefined} />,
        }))}
      />
      {line.counts.thrice > 0 ? <Moved part={part} /> : null}
    </Picture>
  );
}

function useTitle({ counts }: Line): string {
  const t = useText();
  if (counts.thrice > 0) return t("planBoard.titleThrice", { count: counts.thrice });
  if (counts.late_steps > 0) return t("planBoard.title", { count: counts.late_steps });
  return counts.late > 0 ? t("planBoard.titleLate", { count: counts.late }) : t("planBoard.titleNone");
}

/** Whose steps these are, and how far they have moved. */
function Moved({ part: { divisionId } }: { part: BoardPart }) {
  const t = useText();
  const format = useFormat();
  const steps = useOperation(
    plans.listFollowUp,
    { thrice: true, limit: 4, ...(divisionId ? { divisionId } : {}) },
    { keep: true },
  );
  return (
    <ul className="board-names">
      {steps.data?.rows.map((step) => (
        <li key={step.id}>
          <Go to="/plans/$id" params={{ id: step.planId }}>
            <LangText text={step.what} />
          </Go>
          <small>
            <LangText text={step.companyName} /> ·{" "}
            {t("planBoard.movedFrom", {
              from: format.day(step.firstDueOn, "plain"),
              to: format.day(step.dueOn, "plain"),
            })}{" "}
            ↷ {format.number(step.postponedCount)}×{" "}
            {step.askedNth === null ? null : <Tag>{t("followUp.asked", { nth: step.askedNth })}</Tag>}
          </small>
        </li>
      ))}
    </ul>
  );
}
