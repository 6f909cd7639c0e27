import type { Output } from "#core/contract.ts";
import { Go } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { LangText } from "#web/ui/small.tsx";
import type { organization } from "../contract.ts";

type Row = Output<typeof organization.listCompanies>["rows"][number];

const divisionOf = (row: Row) =>
  row.divisionName === null
    ? null
    : nameFor({
        name: row.divisionName,
        nameEn: row.divisionNameEn,
        nameJa: row.divisionNameJa,
        nameZh: row.divisionNameZh,
      });

/** The columns of the register; their ids are those of the export. */
export function useCompanyColumns(): Column<Row>[] {
  const t = useText();
  const format = useFormat();
  return [
    {
      id: "code",
      head: t("company.code"),
      width: "110px",
      sort: "code",
      cell: (row) => <span className="mono mute">{row.code}</span>,
    },
    {
      id: "name",
      head: t("companies.nameColumn"),
      sort: "name",
      cell: (row) => (
        <Go to="/companies/$id" params={{ id: row.id }}>
          <LangText text={nameFor(row)} />
        </Go>
      ),
    },
    {
      id: "legal",
      head: t("company.name"),
      isOptional: true,
      cell: (row) => <LangText text={row.name} />,
    },
    {
      id: "division",
      head: t("unit.division"),
      isWideOnly: true,
      cell: (row) => {
        const name = divisionOf(row);
        return name === null ? "–" : <LangText text={name} />;
      },
    },
    {
      id: "relation",
      head: t("company.relation"),
      isWideOnly: true,
      cell: (row) => (row.relation ? t(`relation.${row.relation}`) : "–"),
    },
    {
      id: "share",
      head: t("company.ownership"),
      isNumber: true,
      isWideOnly: true,
      cell: (row) => format.ratio(row.ownershipPercent) || "–",
    },
    { id: "tier", head: t("company.tier"), cell: (row) => row.tier ?? "–" },
    {
      id: "region",
      head: t("group.by.region"),
      isOptional: true,
      cell: (row) => (row.region ? t(`region.${row.region}`) : "–"),
    },
    {
      id: "country",
      head: t("company.country"),
      isWideOnly: true,
      cell: (row) => (row.country ? format.country(row.country) : "–"),
    },
    {
      id: "workers",
      head: t("company.workers"),
      isNumber: true,
      sort: "workers",
      cell: (row) => (row.workers === null ? "–" : format.number(row.workers)),
    },
    {
      id: "ended",
      head: t("companies.left"),
      isOptional: true,
      cell: (row) => (row.endedOn ? format.day(row.endedOn) : "–"),
    },
  ];
}
