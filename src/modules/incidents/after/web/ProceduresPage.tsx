// Procedures for the case, with the day on which each was tried out last: what nobody has tried stands first.
import { useState } from "react";
import { CompanyFilter, useSeesOneCompany } from "#modules/organization/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { GoButton } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { procedureViews } from "../rules.ts";
import { type Procedure as Row, refreshed } from "./procedure.ts";
import { AddDialog, TryDialog } from "./ProcedureDialogs.tsx";
import "../../web/incidents.css";

type View = (typeof procedureViews)[number];
type Url = { view: View; companyId: string; divisionId: string; search: string };

export default function ProceduresPage() {
  const t = useText();
  const format = useFormat();
  const [url, set] = useUrlOfUnit<Url>("divisionId");
  const may = [useMay("incident.manage"), useMay("incident.assess")].some(Boolean);
  const mayPack = useMay("incident.pack");
  const [isAdding, setAdding] = useState(false);
  const [tried, setTried] = useState<Row | null>(null);
  const end = useCommand(incidents.endProcedure, refreshed);
  const view = url.view ?? "all";
  const narrowing = {
    ...(url.companyId ? { companyId: url.companyId } : {}),
    ...(url.divisionId ? { divisionId: url.divisionId } : {}),
    ...(url.search ? { search: String(url.search) } : {}),
  };
  const counts = useOperation(incidents.listProcedures, { ...narrowing, limit: 1 }, { keep: true }).data
    ?.counts;
  const pages = usePages<Row>(incidents.listProcedures, { ...narrowing, view });
  const [ending, setEnding] = useState<Row | null>(null);
  const columns = useColumns(setTried, setEnding);
  const open = counts ? counts.never + counts.due : 0;
  const title = !counts
    ? t("procedures.title")
    : open > 0
      ? t("procedures.titleOpen", { count: open })
      : t("procedures.titleTried");
  return (
    <Page
      title={title}
      crumbs={[{ label: t("incidents.crumb"), to: "/incidents" }, { label: t("procedures.title") }]}
      after={
        counts ? (
          <span className="age">{t("procedures.without", { count: counts.companiesWithout })}</span>
        ) : null
      }
      actions={
        <>
          {mayPack ? <GoButton to="/incidents/packs">{t("incident.packs.title")}</GoButton> : null}
          {may ? (
            <Button look="main" onClick={() => setAdding(true)}>
              {t("procedures.add")}
            </Button>
          ) : null}
        </>
      }
    >
      <Tabs
        label={t("table.views")}
        value={view}
        choices={procedureViews.map((one) => ({
          value: one,
          label: t(`procedures.view.${one}`),
          count: counts ? format.number(counts[one]) : undefined,
        }))}
        onChange={(one) => set({ view: one === "all" ? undefined : one } as never, { push: true })}
      />
      <div className="filters">
        <FindBox
          isOnKey
          label={t("list.find")}
          value={url.search ?? ""}
          onFind={(words) => set({ search: words } as never)}
        />
        <CompanyFilter companyId={url.companyId} onChange={(companyId) => set({ companyId })} />
      </div>
      <DataTable
        label={t("procedures.title")}
        columns={columns}
        pages={pages}
        total={counts?.[view]}
        keyOfRow={(row) => row.id}
        empty={
          Object.keys(narrowing).length === 0 && view === "all" ? (
            <EmptyState title={t("procedures.none")}>{t("procedures.noneHelp")}</EmptyState>
          ) : (
            <EmptyState title={t("procedures.noneFit")}>{t("incidents.noneFitHelp")}</EmptyState>
          )
        }
      />
      {isAdding ? <AddDialog onClose={() => setAdding(false)} /> : null}
      {ending ? (
        <ConfirmDialog
          isOpen
          isDanger
          onClose={() => setEnding(null)}
          title={ending.title}
          effect={t("procedures.endEffect")}
          action={t("procedures.end")}
          isBusy={end.isPending}
          error={<FormError error={end.error} />}
          onConfirm={() => end.mutate({ id: ending.id }, { onSuccess: () => setEnding(null) })}
        />
      ) : null}
      {tried ? <TryDialog row={tried} onClose={() => setTried(null)} /> : null}
    </Page>
  );
}

function useColumns(onTry: (row: Row) => void, onEnd: (row: Row) => void): Column<Row>[] {
  const t = useText();
  const format = useFormat();
  const isOne = useSeesOneCompany();
  const acts = (row: Row) =>
    row.mayChange ? (
      <span className="row">
        <Button size="s" onClick={() => onTry(row)}>
          {t("procedures.try")}
        </Button>
        <Button size="s" look="quiet" onClick={() => onEnd(row)}>
          {t("procedures.end")}
        </Button>
      </span>
    ) : null;
  const columns: Column<Row>[] = [
    {
      id: "name",
      head: t("procedures.name"),
      cell: (row) => (
        <>
          <LangText text={row.title} />
          <span className="sub inc-sub">
            {t(`procedures.kind.${row.kind}`)}
            {row.place ? (
              <>
                {" · "}
                <LangText text={row.place} />
              </>
            ) : null}
          </span>
          <span className="narrow-only">{acts(row)}</span>
        </>
      ),
    },
    {
      id: "company",
      head: t("incidents.company"),
      width: "20%",
      isWideOnly: true,
      cell: (row) => <LangText text={row.companyName} />,
    },
    {
      id: "standing",
      head: t("procedures.standing"),
      width: "150px",
      cell: (row) => (
        <>
          <span
            className={row.standing === "never" || row.standing === "due" ? "inc-state open" : "inc-state"}
          >
            {t(`procedures.standing.${row.standing}`)}
          </span>
          <span className="sub inc-sub tn">
            {t("procedures.next", { day: format.day(row.nextOn, "plain") })}
          </span>
        </>
      ),
    },
    {
      id: "last",
      head: t("procedures.last"),
      width: "150px",
      isWideOnly: true,
      cell: (row) =>
        row.triedOn ? (
          <>
            <span className="tn">{format.day(row.triedOn, "plain")}</span>
            <span className="sub inc-sub">
              {row.lastHow ? t(`procedures.how.${row.lastHow}`) : ""}{" "}
              {row.lastWorked && row.lastWorked !== "yes" ? (
                <Tag>{t(`procedures.worked.${row.lastWorked}`)}</Tag>
              ) : null}
            </span>
          </>
        ) : (
          <span className="mute">–</span>
        ),
    },
    {
      id: "do",
      head: "",
      width: "190px",
      isWideOnly: true,
      cell: acts,
    },
  ];
  return columns.filter((column) => column.id !== "company" || !isOne);
}
