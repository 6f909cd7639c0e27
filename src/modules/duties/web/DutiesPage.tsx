// Every open duty of mine, the most urgent first.
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { Page } from "#web/layout/Page.tsx";
import { Go, useGo, useUrl } from "#web/navigation.tsx";
import { useDutyPage } from "#web/slots.tsx";
import { type Column, Register, usePages } from "#web/table/Register.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Token } from "#web/ui/choices.tsx";
import { ClockLine } from "#web/ui/figures.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { useNow } from "#web/ui/now.ts";
import { duties } from "../contract.ts";
import { markedExercise } from "../rules.ts";
import { namesOf, recordPage } from "./names.ts";

type Row = Output<typeof duties.listMyDuties>["rows"][number];
type Filter = { kind: string; overdue: boolean };

export default function DutiesPage() {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const go = useGo();
  const now = useNow();
  const page = useDutyPage();
  const [filter, set] = useUrl<Filter>();
  const work = useOperation(duties.getMyWork, {});
  const input = {
    ...(filter.kind ? { kind: filter.kind } : {}),
    ...(filter.overdue === undefined ? {} : { overdue: filter.overdue }),
  };
  const pages = usePages<Row>(duties.listMyDuties, input);
  const overdue = work.data?.bundles.reduce((sum, one) => sum + one.overdueCount, 0) ?? 0;
  const target = (row: Row) => (row.isAddressed ? (page(row.kind) ?? "/") : recordPage(page(row.kind)));
  const said = (row: Row) => markedExercise(row, any(`duty.kind.${row.kind}`), any);
  const columns: Column<Row>[] = [
    {
      id: "due",
      head: t("duty.due"),
      width: "190px",
      cell: (row) => <ClockLine from={row.startsAt} due={row.dueAt} now={now} />,
    },
    {
      id: "what",
      head: t("duty.what"),
      cell: (row) =>
        row.mayOpen ? (
          <>
            <Go to={target(row)} params={{ id: row.subjectId }}>
              {said(row)}
            </Go>
            {row.about ? (
              <span className="small soft">
                {" "}
                <LangText text={row.about} />
              </span>
            ) : null}
          </>
        ) : (
          <>
            {said(row)} <span className="sub">{t("duty.cannotOpen")}</span>
          </>
        ),
    },
    { id: "company", head: t("duty.company"), cell: (row) => <LangText text={nameFor(namesOf(row))} /> },
    {
      id: "whose",
      head: t("duty.whose"),
      isWideOnly: true,
      cell: (row) =>
        row.isNobodys
          ? t("duty.nobodys")
          : row.isAddressed
            ? t("duty.mine")
            : t("duty.risenFrom", { level: any(`duty.level.${row.level}`) }),
    },
    {
      id: "notes",
      head: t("duty.notes"),
      isWideOnly: true,
      cell: (row) => (
        <span className="sub">
          {[
            row.postponedCount > 0 ? t("duty.postponedTimes", { count: row.postponedCount }) : "",
            row.isPostponementOpen ? t("duty.postponementOpen") : "",
            row.remindedAt ? t("duty.remindedOn", { day: format.moment(row.remindedAt, "short") }) : "",
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      ),
    },
  ];
  return (
    <Page
      title={
        !work.data
          ? t("duty.crumb")
          : work.data.count === 0
            ? t("needs.none")
            : t(overdue > 0 ? "duty.title" : "duty.titleInTime", { count: work.data.count, overdue })
      }
      crumbs={[{ label: t("home.title"), to: "/" }, { label: t("duty.crumb") }]}
    >
      <div className="filters">
        {filter.kind ? (
          <Token
            name={t("duty.what")}
            value={any(`duty.kind.${filter.kind}`)}
            onRemove={() => set({ kind: undefined } as never)}
          />
        ) : (
          (work.data?.bundles ?? [])
            .filter((one, index, all) => all.findIndex((other) => other.kind === one.kind) === index)
            .map((one) => (
              <button
                key={one.kind}
                type="button"
                className="token add"
                onClick={() => set({ kind: one.kind }, { push: true })}
              >
                {any(`duty.kind.${one.kind}`)}
              </button>
            ))
        )}
        {filter.overdue ? (
          <Token
            name={t("duty.due")}
            value={t("duty.overdue")}
            onRemove={() => set({ overdue: undefined } as never)}
          />
        ) : overdue > 0 ? (
          <button type="button" className="token add" onClick={() => set({ overdue: true }, { push: true })}>
            {t("duty.overdue")}
          </button>
        ) : null}
      </div>
      <Register
        label={t("duty.crumb")}
        columns={columns}
        pages={pages}
        keyOfRow={(row) => row.id}
        onOpen={(row) => {
          if (row.mayOpen) go({ to: target(row), params: { id: row.subjectId } });
        }}
        empty={
          <EmptyState title={t("needs.none")} icon="check">
            {t("needs.noneHelp")}
          </EmptyState>
        }
      />
    </Page>
  );
}
