// Decisions not to notify, for whoever audits: of notices and of clocks of law, by whom, for what reason, by what, and who looked at them.
import { useState } from "react";
import { CompanyFilter } from "#modules/organization/web/parts.tsx";
import type { Input, Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { DateField, SelectField } from "#web/forms/fields.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { Go } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { TableFrame } from "./TableFrame.tsx";

type Row = Output<typeof incidents.listOmissions>["rows"][number];
type Narrowing = Input<typeof incidents.countOmissions>;
type View = NonNullable<Input<typeof incidents.listOmissions>["view"]>;
type Url = { view: View; companyId: string; divisionId: string; kind: Row["kind"]; from: string; to: string };
const views = ["all", "waiting", "agreed", "refused", "again"] as const;
const kinds = ["all", "notice", "clock"] as const;

export default function OmissionsPage() {
  const t = useText();
  const format = useFormat();
  const [url, set] = useUrlOfUnit<Url>("divisionId");
  const change = (part: Partial<Record<keyof Url, string | undefined>>) => set(part as never, { push: true });
  const narrowing: Narrowing = {
    ...(url.companyId ? { companyId: url.companyId } : {}),
    ...(url.divisionId ? { divisionId: url.divisionId } : {}),
    ...(url.kind ? { kind: url.kind } : {}),
    ...(url.from ? { from: url.from } : {}),
    ...(url.to ? { to: url.to } : {}),
  };
  const view = url.view ?? "all";
  const { data } = useOperation(incidents.countOmissions, narrowing, { keep: true });
  const pages = usePages<Row>(incidents.listOmissions, { ...narrowing, view });
  const columns = useColumns();
  return (
    <TableFrame
      at="omissions"
      title={
        data?.views.all ? t("noticeOmissions.title", { count: data.views.all }) : t("noticeOmissions.file")
      }
      actions={<Exports narrowing={narrowing} view={view} count={data?.views[view]} />}
    >
      <Tabs
        label={t("table.views")}
        value={view}
        choices={views.map((one) => ({
          value: one,
          label: t(`noticeOmissions.view.${one}`),
          count: data ? format.number(data.views[one]) : undefined,
        }))}
        onChange={(one) => change({ view: one === "all" ? undefined : one })}
      />
      <div className="filters">
        <CompanyFilter companyId={url.companyId} onChange={(id) => change({ companyId: id })} />
        <SelectField
          label={t("noticeOmissions.kind")}
          value={url.kind ?? "all"}
          choices={kinds.map((value) => ({ value, label: t(`noticeOmissions.kind.${value}`) }))}
          onChange={(kind) => change({ kind: kind === "all" ? undefined : kind })}
        />
        <DateField
          label={t("noticeOmissions.from")}
          value={url.from ?? ""}
          onChange={(from) => change({ from: from || undefined })}
        />
        <DateField
          label={t("noticeOmissions.to")}
          value={url.to ?? ""}
          onChange={(to) => change({ to: to || undefined })}
        />
      </div>
      <DataTable
        label={t("noticeOmissions.file")}
        columns={columns}
        pages={pages}
        total={data?.views[view]}
        countedAt={data?.at}
        keyOfRow={(row) => row.id}
        empty={<EmptyState title={t("noticeOmissions.none")}>{t("noticeOmissions.noneHelp")}</EmptyState>}
      />
    </TableFrame>
  );
}

function useColumns(): Column<Row>[] {
  const t = useText();
  const format = useFormat();
  return [
    {
      id: "what",
      head: t("noticeOmissions.what"),
      width: "300px",
      cell: (row) => (
        <>
          {row.kind === "notice" ? (
            <Go to="/incidents/notices/$id" params={{ id: row.subjectId }}>
              <LangText text={row.name} />
            </Go>
          ) : (
            <Go to="/incidents/$id/clocks" params={{ id: row.incidentId }}>
              <LangText text={row.name} />
            </Go>
          )}
          <span className="sub small">
            {t(`noticeOmissions.kind.${row.kind}`)} · {row.reference} ·{" "}
            <LangText text={row.entityName ?? row.companyName} />
            {row.severity ? ` · ${t(`severity.${row.severity}`)}` : ""}
          </span>
        </>
      ),
    },
    {
      id: "reason",
      head: t("notice.reason"),
      cell: (row) => (
        <>
          <LangText text={row.reason} className="inc-words" />
          {row.criteria ? (
            <span className="sub small">
              {t("notice.criteria")}: <LangText text={row.criteria} />
            </span>
          ) : null}
        </>
      ),
    },
    {
      id: "decided",
      head: t("noticeOmissions.decidedAt"),
      width: "190px",
      cell: (row) => (
        <>
          <span className="tn">{format.momentWithZone(row.decidedAt)}</span>
          <span className="sub small">{row.decidedByName ?? "–"}</span>
        </>
      ),
    },
    {
      id: "seen",
      head: t("noticeOmissions.standing"),
      width: "200px",
      cell: (row) => (
        <>
          <span
            className={row.standing === "waiting" || row.standing === "again" ? "notice-ahead" : undefined}
          >
            {t(`noticeOmissions.standing.${row.standing}`)}
          </span>
          {row.seenAt ? (
            <span className="sub small">
              {row.seenByName ?? "–"}, {format.moment(row.seenAt)}
            </span>
          ) : null}
        </>
      ),
    },
  ];
}

const formats = [
  ["csv", "CSV"],
  ["xlsx", "Excel"],
] as const;
type ExportProps = { narrowing: Narrowing; view: View; count: number | undefined };

function Exports({ narrowing, view, count }: ExportProps) {
  const t = useText();
  const [busy, setBusy] = useState<string | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const save = (format: "csv" | "xlsx") => {
    setBusy(format);
    setFailed(null);
    downloadFrom(incidents.exportOmissions, { ...narrowing, view, format })
      .catch(setFailed)
      .finally(() => setBusy(null));
  };
  return (
    <>
      <FormError error={failed} />
      {formats.map(([format, name]) => (
        <Button
          key={format}
          icon="download"
          isBusy={busy === format}
          offBecause={count === 0 ? t("findings.nothingShown") : null}
          onClick={() => save(format)}
        >
          {count === undefined
            ? t("findings.saveAs", { form: name })
            : t("findings.saveAsCount", { form: name, count })}
        </Button>
      ))}
    </>
  );
}
