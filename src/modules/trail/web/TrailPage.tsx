// Everything that happened within one's reach, and how far it is sealed.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { Page } from "#web/layout/Page.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { SavedViews } from "#web/table/SavedViews.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { trail } from "../contract.ts";
import { EventDialog, type Found, textsIn } from "./EventDialog.tsx";
import { ExportDialog } from "./ExportDialog.tsx";
import { filterNames, useFilters } from "./filters.ts";
import { useNameOf } from "./parts.tsx";
import { SealPanel } from "./SealPanel.tsx";
import { toldOf } from "./told.ts";
import { TrailFilters } from "./TrailFilters.tsx";
import { TrailTabs } from "./TrailTabs.tsx";

type State = Output<typeof trail.getSealState>;

export default function TrailPage() {
  const t = useText();
  const { filters, withValues } = useFilters();
  const state = useOperation(trail.getSealState, {}, { refetchEvery: 5000 });
  const pages = usePages<Found>(trail.searchEvents, { ...filters, ...(withValues ? { withValues } : {}) });
  const [open, setOpen] = useState<Found | null>(null);
  const [isExporting, setExporting] = useState(false);
  return (
    <Page
      title={useTitle(state.data)}
      crumbs={[{ label: t("rail.trail") }]}
      actions={
        <Button icon="download" onClick={() => setExporting(true)}>
          {t("trail.export.button")}
        </Button>
      }
    >
      <TrailTabs here="search" />
      <details className="past">
        <summary>{t("trail.daySeals")}</summary>
        <SealPanel state={state.data} />
      </details>
      <SavedViews list="trail" names={filterNames} />
      <TrailFilters />
      <DataTable
        label={t("trail.found")}
        columns={useColumns(withValues)}
        pages={pages}
        keyOfRow={(row) => String(row.id)}
        onOpen={setOpen}
        empty={<EmptyState title={t("trail.empty")}>{t("trail.emptyHelp")}</EmptyState>}
      />
      {open ? <EventDialog event={open} onClose={() => setOpen(null)} /> : null}
      {isExporting ? <ExportDialog onClose={() => setExporting(false)} /> : null}
    </Page>
  );
}

function useTitle(state: State | undefined): string {
  const t = useText();
  if (!state) return t("rail.trail");
  if (!state.last) return t("trail.titleNone");
  if (state.unsealedCount >= 1000) return t("trail.titleMany", { count: 1000 });
  return state.unsealedCount === 0 ? t("trail.titleAll") : t("trail.title", { count: state.unsealedCount });
}

function useColumns(withValues: boolean): Column<Found>[] {
  const t = useText();
  const say = useAnyText();
  const format = useFormat();
  const nameOf = useNameOf();
  return [
    {
      id: "at",
      head: t("trail.at"),
      width: "170px",
      cell: (row) => <span className="nowrap">{format.moment(row.at)}</span>,
    },
    { id: "what", head: t("trail.what"), width: "240px", cell: (row) => say(`events.${row.verb}`) },
    { id: "who", head: t("trail.who"), width: "200px", cell: nameOf },
    {
      id: "company",
      head: t("trail.company"),
      width: "200px",
      isWideOnly: true,
      cell: (row) => row.companyName,
    },
    {
      id: "data",
      head: t("trail.data"),
      isWideOnly: true,
      cell: (row) => <span className="small soft two-lines">{toldOf(row.data, format).join(" · ")}</span>,
    },
    ...(withValues
      ? [
          {
            id: "values",
            head: t("trail.values"),
            cell: (row: Found) =>
              row.isErased ? (
                <span className="badge tag">{t("trail.valuesErased")}</span>
              ) : (
                <span className="small two-lines">{textsIn(row.values).join(" · ")}</span>
              ),
          },
        ]
      : []),
    {
      id: "seal",
      head: t("trail.seal"),
      width: "120px",
      cell: (row) => (
        <span className={row.isSealed ? "soft small" : "badge tag"}>
          {row.isSealed ? t("trail.sealed") : t("trail.notYetSealed")}
        </span>
      ),
    },
  ];
}
