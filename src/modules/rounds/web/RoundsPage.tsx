// Rounds, the newest first: which is open, how far it is, what it waits for.
import { daysBetween } from "#core/time/fiscal-year.ts";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUnit } from "#web/layout/units.ts";
import { Go, GoButton } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads, LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { rounds } from "../contract.ts";
import { StageBar, useStagesSaid } from "./stages.tsx";
import "./rounds.css";

type Row = Output<typeof rounds.listRounds>["rows"][number];

export default function RoundsPage() {
  const t = useText();
  const list = useOperation(rounds.listRounds, useUnit());
  const title = useFinding(list.data ? list.data.rows : null);
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const rows = list.data?.rows ?? [];
  const manages = list.data?.can.manage ?? false;
  return (
    <Page
      title={title}
      crumbs={[{ label: t("rail.inspections") }]}
      actions={
        manages ? (
          <GoButton look="main" to="/rounds/new">
            {t("rounds.open")}
          </GoButton>
        ) : null
      }
    >
      {!list.data ? (
        <Loading />
      ) : rows.length === 0 ? (
        <EmptyState
          icon="inspections"
          title={t("rounds.none")}
          example={t("rounds.noneExample")}
          action={manages ? <GoButton to="/rounds/new">{t("rounds.open")}</GoButton> : null}
        >
          {t(manages ? "rounds.noneHelp" : "rounds.noneYet")}
        </EmptyState>
      ) : (
        <Panel isFlush title={t("rounds.all")} more={t("rounds.inScope")}>
          <RoundTable rows={rows} />
        </Panel>
      )}
    </Page>
  );
}

function useFinding(rows: readonly Row[] | null): string {
  const t = useText();
  const { today } = useSession();
  if (rows === null) return t("rail.inspections");
  const open = rows.find((row) => row.state === "open");
  if (!open) return t(rows.length === 0 ? "rounds.none" : "rounds.noneOpen");
  const all = Object.values(open.states).reduce((sum, count) => sum + count, open.left);
  const done = (open.states["confirmed"] ?? 0) + (open.states["locked"] ?? 0);
  const left = daysBetween(today, open.dueOn);
  const values = { name: open.name, done, all };
  if (left < 0) return t("rounds.findingOver", { ...values, late: open.late });
  return t("rounds.findingLeft", { ...values, count: left, days: left });
}

function RoundTable({ rows }: { rows: readonly Row[] }) {
  const t = useText();
  return (
    <div className="scroll">
      <table className="grid roomy">
        <Heads
          of={[
            [t("rounds.col.round")],
            [t("rounds.col.state")],
            [t("rounds.col.edition"), "wide-only"],
            [t("round.dueOn"), "wide-only"],
            [t("rounds.col.companies"), "num wide-only"],
            [t("rounds.col.progress"), "wide"],
          ]}
        />
        <tbody>
          {rows.map((row) => (
            <RoundLine key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RoundLine({ row }: { row: Row }) {
  const t = useText();
  const format = useFormat();
  const said = useStagesSaid();
  const companies = Object.values(row.states).reduce((sum, count) => sum + count, row.left);
  const aside = [
    ...(row.left > 0 ? [t("round.leftCount", { count: row.left })] : []),
    ...(row.late > 0 ? [t("rounds.late", { count: row.late })] : []),
  ];
  return (
    <tr>
      <td>
        <Go to="/rounds/$id" params={{ id: row.id }} className="strong">
          <LangText text={row.name} />
        </Go>
        <span className="sub beside">{format.fiscalYear(row.fiscalYear)}</span>
      </td>
      <td>
        <Tag isMust={row.state === "open"}>{t(`round.state.${row.state}`)}</Tag>
      </td>
      <td className="nowrap wide-only">
        {row.standard} {row.edition}
      </td>
      <td className="nowrap wide-only">{format.day(row.dueOn, "plain")}</td>
      <td className="num wide-only">{format.number(companies || row.memberCount)}</td>
      <td className="wide">
        {companies > 0 && (row.state === "open" || row.state === "closed") ? (
          <>
            <StageBar states={row.states} />
            <span className="sub">{[said(row.states), ...aside].join(" · ")}</span>
          </>
        ) : (
          <span className="mute">–</span>
        )}
      </td>
    </tr>
  );
}
