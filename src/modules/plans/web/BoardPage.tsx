// Where divisions and companies stand with their plans, and how old their open findings are; every number opens its rows.
import { CompanyFilter } from "#modules/organization/web/parts.tsx";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { FindingTabs } from "#web/layout/FindingTabs.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { type RowPage, usePages } from "#web/table/usePages.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { Scroll } from "#web/ui/Scroll.tsx";
import { board } from "../contract.ts";
import { type BoardColumn, planColumns, stepColumns } from "../contract/board.ts";
import { AgesPicture } from "./AgesPicture.tsx";
import { type Board, type BoardRow, type Line, linesOf } from "./board.ts";
import { BoardNumber, UnitName } from "./BoardNumber.tsx";
import { Exports } from "./Exports.tsx";
import "./plans.css";

type By = "division" | "company";
type Url = { by: By; companyId: string; divisionId: string };
const shown: readonly BoardColumn[] = [...planColumns, ...stepColumns];

export default function BoardPage() {
  const t = useText();
  const [url, set] = useUrlOfUnit<Url>("divisionId");
  // Of one division its companies are asked for.
  const by = url.by ?? (url.divisionId || url.companyId ? "company" : "division");
  const input = {
    by,
    ...(url.companyId ? { companyId: url.companyId } : {}),
    ...(url.divisionId ? { divisionId: url.divisionId } : {}),
  };
  const pages = usePages<BoardRow>(board.getPlanBoard, input);
  const first = pages.data?.pages[0] as (RowPage<BoardRow> & Board) | undefined;
  const lines = linesOf(pages.data?.pages.flatMap((page) => page.rows) ?? []);
  const whole: Line | undefined = first && { name: t("planBoard.whole"), counts: first.whole, unit: null };
  return (
    <Page
      title={useTitle(first)}
      crumbs={[{ label: t("findings.crumb"), to: "/findings" }, { label: t("planBoard.tab") }]}
      actions={<Exports of={board.exportPlanBoard} input={input} isNone={first?.units === 0} />}
    >
      <FindingTabs at="/plans/board" />
      <p className="soft lead-in">{t("planBoard.lead")}</p>
      <div className="filters">
        <Segmented<By>
          label={t("planBoard.by")}
          value={by}
          choices={(["division", "company"] as const).map((value) => ({
            value,
            label: t(`planBoard.by.${value}`),
          }))}
          onChange={(value) => set({ by: value })}
        />
        <CompanyFilter companyId={url.companyId} onChange={(companyId) => set({ companyId })} />
      </div>
      {pages.isError ? (
        <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
      ) : !first || !whole ? (
        <Loading rows={8} />
      ) : first.units === 0 ? (
        <EmptyState title={t("planBoard.none")} icon="check">
          {t("planBoard.noneHelp")}
        </EmptyState>
      ) : (
        <>
          <PlanTable whole={whole} lines={lines} companyId={url.companyId} />
          <AgesPicture whole={whole} lines={lines} companyId={url.companyId} />
          {pages.hasNextPage ? (
            <p className="below">
              <Button isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {t("planBoard.more", { count: first.units - lines.length })}
              </Button>
            </p>
          ) : null}
        </>
      )}
    </Page>
  );
}

function useTitle(data: Board | undefined): string {
  const t = useText();
  if (!data) return t("planBoard.tab");
  const { late, late_steps: steps, drifting, overdue } = data.whole;
  if (steps > 0) return t("planBoard.title", { count: steps });
  if (late > 0) return t("planBoard.titleLate", { count: late });
  if (drifting > 0) return t("plans.titleDrift", { count: drifting });
  return overdue > 0 ? t("planBoard.titleOverdue", { count: overdue }) : t("planBoard.titleNone");
}

type TableProps = { whole: Line; lines: readonly Line[]; companyId: string | undefined };

function PlanTable({ whole, lines, companyId }: TableProps) {
  const t = useText();
  return (
    <Scroll className="panel scroll" label={t("plans.crumb")}>
      <table className="grid plan-board">
        <thead>
          <tr>
            <th scope="col">{t("planBoard.unit")}</th>
            {shown.map((column) => (
              <th key={column} scope="col" className="num">
                {t(`planBoard.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...(lines.length > 1 ? [whole] : []), ...lines].map((line) => (
            <tr key={line.unit?.unitId ?? ""} className={line.unit ? "" : "whole"}>
              <th scope="row">
                <UnitName line={line} />
              </th>
              {shown.map((column) => (
                <td key={column} className="num">
                  <BoardNumber line={line} column={column} companyId={companyId} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
