import type { Output } from "#core/contract.ts";
import { Go, useGo } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { engagements } from "../contract.ts";
import type { Shown } from "./rows.ts";

type Row = Output<typeof engagements.listEngagements>["rows"][number];

export function EngagementsTable({ state, search }: { state: Shown; search: string }) {
  const t = useText();
  const go = useGo();
  const pages = usePages<Row>(engagements.listEngagements, {
    ...(state === "all" ? {} : { state }),
    ...(search ? { search } : {}),
  });
  const isAll = state === "running" && search === "";
  return (
    <DataTable
      label={t("outside.engagements")}
      columns={useColumns()}
      pages={pages}
      keyOfRow={(row) => row.id}
      onOpen={(row) => go({ to: "/outside/engagements/$id", params: { id: row.id } })}
      empty={
        <EmptyState icon="lock" title={t(isAll ? "outside.noneTitle" : "outside.noneHere")}>
          {t(isAll ? "outside.noneHelp" : "outside.noneHereHelp")}
        </EmptyState>
      }
    />
  );
}

function useColumns(): Column<Row>[] {
  const t = useText();
  const format = useFormat();
  return [
    {
      id: "title",
      head: t("outside.engagement"),
      cell: (row) => (
        <>
          <Go to="/outside/engagements/$id" params={{ id: row.id }}>
            <LangText text={row.title} />
          </Go>
          <span className="sub narrow-only">
            <LangText text={row.firmName} />
          </span>
        </>
      ),
    },
    {
      id: "firm",
      head: t("outside.firm"),
      isWideOnly: true,
      cell: (row) => <LangText text={row.firmName} />,
    },
    {
      id: "for",
      head: t("outside.orderedFor"),
      isWideOnly: true,
      cell: (row) => (row.companyName ? <LangText text={row.companyName} /> : t("outside.groupOffice")),
    },
    {
      id: "covers",
      head: t("outside.covers"),
      isWideOnly: true,
      cell: (row) => <Covers of={row} />,
    },
    {
      id: "people",
      head: t("outside.people"),
      isNumber: true,
      isWideOnly: true,
      width: "80px",
      cell: (row) => format.number(row.people),
    },
    {
      id: "seen",
      head: t("outside.lastSignIn"),
      isWideOnly: true,
      width: "170px",
      cell: (row) => (row.lastSignInAt ? format.moment(row.lastSignInAt) : t("outside.never")),
    },
    {
      id: "until",
      head: t("outside.until"),
      width: "180px",
      cell: (row) =>
        row.state === "running" ? (
          format.day(row.lastDay, "plain")
        ) : (
          <>
            {row.endedAt ? format.moment(row.endedAt) : format.day(row.lastDay, "plain")}{" "}
            <Tag>{t(`outside.state.${row.state}`)}</Tag>
          </>
        ),
    },
  ];
}

export function Covers({ of }: { of: { companies: number; inspections: number } }) {
  const t = useText();
  const format = useFormat();
  return of.inspections === 0
    ? t("outside.coversCompanies", { count: of.companies })
    : t("outside.coversCount", {
        inspections: format.number(of.inspections),
        companies: format.number(of.companies),
      });
}
