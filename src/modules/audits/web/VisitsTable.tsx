import type { Output } from "#core/contract.ts";
import { Go, useGo } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Token } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { audits } from "../contract.ts";
import type { regions } from "../programme/rules.ts";
import { useMonth, useWhen } from "./words.tsx";

export type VisitsUrl = {
  month?: string | undefined;
  region?: (typeof regions)[number] | undefined;
  unstaffed?: boolean | undefined;
  missed?: boolean | undefined;
  search?: string | undefined;
};
type Row = Output<typeof audits.listVisits>["rows"][number];
type Props = { year: number; url: VisitsUrl; onChange: (part: VisitsUrl) => void };

export function VisitsTable({ year, url, onChange }: Props) {
  const t = useText();
  const any = useAnyText();
  const go = useGo();
  const month = useMonth();
  const pages = usePages<Row>(audits.listVisits, {
    fiscalYear: year,
    ...(url.month ? { month: url.month } : {}),
    ...(url.region ? { region: url.region } : {}),
    ...(url.unstaffed ? { unstaffed: true } : {}),
    ...(url.missed ? { missed: true } : {}),
    ...(url.search ? { search: url.search } : {}),
  });
  const isNarrowed = Boolean(url.month || url.region || url.unstaffed || url.missed || url.search);
  return (
    <>
      <div className="filters below">
        <FindBox
          isOnKey
          label={t("group.find")}
          value={url.search ?? ""}
          onFind={(search) => onChange({ search: search || undefined })}
        />
        {url.month ? (
          <Token
            name={t("audits.when")}
            value={month(url.month)}
            onRemove={() => onChange({ month: undefined })}
          />
        ) : null}
        {url.region ? (
          <Token
            name={t("group.by.region")}
            value={any(`region.${url.region}`)}
            onRemove={() => onChange({ region: undefined })}
          />
        ) : null}
        <button
          type="button"
          className="chip"
          aria-pressed={url.unstaffed === true}
          onClick={() => onChange({ unstaffed: url.unstaffed ? undefined : true })}
        >
          {t("audits.unstaffed")}
        </button>
        <button
          type="button"
          className="chip"
          aria-pressed={url.missed === true}
          onClick={() => onChange({ missed: url.missed ? undefined : true })}
        >
          {t("audits.missed")}
        </button>
      </div>
      <DataTable
        label={t("audits.visits")}
        columns={useColumns()}
        pages={pages}
        keyOfRow={(row) => row.id}
        onOpen={(row) => go({ to: "/audits/visits/$id", params: { id: row.id } })}
        empty={
          <EmptyState icon="check" title={t(isNarrowed ? "audits.noneFit" : "audits.noVisits")}>
            {t(isNarrowed ? "audits.noneFitHelp" : "audits.noVisitsHelp")}
          </EmptyState>
        }
      />
    </>
  );
}

function useColumns(): Column<Row>[] {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const when = useWhen();
  return [
    { id: "when", head: t("audits.when"), width: "clamp(92px, 14vw, 190px)", cell: (row) => when(row) },
    {
      id: "company",
      head: t("companies.nameColumn"),
      cell: (row) => (
        <Go to="/audits/visits/$id" params={{ id: row.id }}>
          <LangText text={row.companyName} />
        </Go>
      ),
    },
    { id: "tier", head: t("company.tier"), width: "60px", isWideOnly: true, cell: (row) => row.tier ?? "–" },
    {
      id: "region",
      head: t("group.by.region"),
      width: "110px",
      isWideOnly: true,
      cell: (row) => (row.region ? any(`region.${row.region}`) : "–"),
    },
    {
      id: "why",
      head: t("audits.why"),
      width: "130px",
      isWideOnly: true,
      cell: (row) => t(`audits.why.${row.why}`),
    },
    {
      id: "days",
      head: t("audits.auditorDays"),
      width: "90px",
      isNumber: true,
      isWideOnly: true,
      cell: (row) => format.number(row.auditorDays),
    },
    {
      id: "lead",
      head: t("audits.lead"),
      isWideOnly: true,
      cell: (row) =>
        row.leadName ? (
          <LangText text={row.leadName} />
        ) : row.teamCount > 0 ? (
          t("audits.teamOf", { count: row.teamCount })
        ) : (
          <span className="mute">{t("audits.nobodyYet")}</span>
        ),
    },
    {
      id: "state",
      head: t("audits.visitState"),
      width: "140px",
      cell: (row) => <VisitState row={row} />,
    },
  ];
}

export function VisitState({ row }: { row: Pick<Row, "state" | "isAnnounced" | "isMissed"> }) {
  const t = useText();
  const tone = row.isMissed ? "improve" : row.state === "held" ? "meets" : "";
  return (
    <span className={`badge ${tone}`}>
      {t(
        row.isMissed
          ? "audits.missed"
          : row.state === "planned" && row.isAnnounced
            ? "audits.visitState.announced"
            : `audits.visitState.${row.state}`,
      )}
    </span>
  );
}
