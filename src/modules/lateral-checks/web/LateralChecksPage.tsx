// Every lateral check that one asks or is asked, with what came back.
import { FindingTabs } from "#web/layout/FindingTabs.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, GoButton, useGo, useUrl } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Tabs } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { lateralChecks } from "../contract.ts";
import { ExerciseMark, ResultBar, StandingMark } from "./marks.tsx";
import { issuerOf, type Listed } from "./rows.ts";

const shown = ["mine", "open", "closed", "withdrawn", "exercise"] as const;
type Shown = (typeof shown)[number];
type Url = { show: Shown; search: string };

export default function LateralChecksPage() {
  const t = useText();
  const go = useGo();
  const mayOpen = useMay("lateral.open");
  const mayAnswer = useMay("lateral.answer");
  const [url, set] = useUrl<Url>();
  const offered = shown.filter((one) => one !== "mine" || mayAnswer);
  const show = offered.find((one) => one === url.show) ?? offered[0] ?? "open";
  const search = url.search ?? "";
  const pages = usePages<Listed>(lateralChecks.listLateralChecks, {
    ...(show === "mine"
      ? { isOpen: true }
      : show === "exercise"
        ? { isExercise: true }
        : { state: show, isExercise: false }),
    ...(search ? { search } : {}),
  });
  const open = (row: Listed) => go(pageOf(row, mayAnswer));
  return (
    <Page
      title={t("lateral.title")}
      crumbs={[{ label: t("findings.crumb"), to: "/findings" }, { label: t("lateral.crumb") }]}
      actions={
        mayOpen ? (
          <GoButton look="main" to="/lateral-checks/new">
            {t("lateral.new")}
          </GoButton>
        ) : null
      }
    >
      <FindingTabs at="/lateral-checks" />
      <p className="soft lead-in">{t("lateral.lead")}</p>
      <Tabs<Shown>
        label={t("table.views")}
        value={show}
        choices={offered.map((value) => ({ value, label: t(`lateral.show.${value}`) }))}
        onChange={(to) => set({ show: to })}
      />
      <div className="filters">
        <FindBox
          isOnKey
          label={t("lateral.find")}
          value={search}
          onFind={(words) => set({ search: words })}
        />
      </div>
      <DataTable
        label={t(`lateral.show.${show}`)}
        columns={useColumns(mayAnswer)}
        pages={pages}
        keyOfRow={(row) => row.id}
        onOpen={open}
        empty={
          search ? (
            <EmptyState title={t("lateral.noneFit")}>{t("lateral.noneFitHelp")}</EmptyState>
          ) : (
            <EmptyState icon="check" title={t(show === "mine" ? "lateral.noneMine" : "lateral.none")}>
              {t(mayOpen ? "lateral.noneHelpOpen" : "lateral.noneHelp")}
            </EmptyState>
          )
        }
      />
    </Page>
  );
}

/** Whoever answers goes where one answers; whoever asked, to the result. */
export const pageOf = (row: Listed, mayAnswer: boolean) =>
  mayAnswer && row.mine
    ? { to: "/lateral-checks/asked/$id", params: { id: row.mine.memberId } }
    : { to: "/lateral-checks/$id", params: { id: row.id } };

function useColumns(mayAnswer: boolean): Column<Listed>[] {
  const t = useText();
  const format = useFormat();
  return [
    { id: "number", head: t("lateral.number"), width: "130px", isWideOnly: true, cell: (row) => row.number },
    {
      id: "title",
      head: t("lateral.crumb"),
      cell: (row) => (
        <>
          <Go {...pageOf(row, mayAnswer)}>
            <LangText text={row.title} />
          </Go>
          <ExerciseMark of={row} />
          <span className="sub narrow-only">{format.day(row.dueOn, "plain")}</span>
        </>
      ),
    },
    {
      id: "issuer",
      head: t("lateral.issuer"),
      width: "16%",
      isWideOnly: true,
      cell: (row) => <LangText text={issuerOf(row)} />,
    },
    {
      id: "result",
      head: t("lateral.result"),
      width: "230px",
      cell: (row) =>
        row.mine ? (
          <StandingMark of={row.mine.standing} isLate={row.mine.isLate} on={row.mine.fixedOn} />
        ) : (
          <span className="lateral-result">
            <ResultBar of={row} />
            <span className="small soft">
              {t("lateral.answeredOf", {
                answered: row.asked - row.open - row.left,
                count: row.asked - row.left,
              })}
            </span>
          </span>
        ),
    },
    {
      id: "affected",
      head: t("lateral.standing.affected"),
      width: "100px",
      isNumber: true,
      isWideOnly: true,
      cell: (row) => (row.mine ? "" : format.number(row.affected)),
    },
    {
      id: "late",
      head: t("lateral.late"),
      width: "90px",
      isNumber: true,
      isWideOnly: true,
      cell: (row) => (row.late > 0 ? <span className="lateral-late">{format.number(row.late)}</span> : "0"),
    },
    {
      id: "due",
      head: t("lateral.dueOn"),
      width: "140px",
      isWideOnly: true,
      cell: (row) => format.day(row.dueOn, "plain"),
    },
  ];
}
