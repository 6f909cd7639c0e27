// Everything that happened within one's reach, and how far it is sealed.
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { Page } from "#web/layout/Page.tsx";
import { useUrl } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { SavedViews } from "#web/table/SavedViews.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { EmptyState } from "#web/ui/states.tsx";
import { trail } from "../contract.ts";
import { toldOf } from "./told.ts";
import { useNameOf } from "./parts.tsx";
import { SealPanel } from "./SealPanel.tsx";
import { verbs } from "./verbs.ts";

type Found = Output<typeof trail.searchEvents>["rows"][number];
type Filters = { verb?: string; from?: string; to?: string };
type State = Output<typeof trail.getSealState>;

const viewNames = ["verb", "from", "to"];

export default function TrailPage() {
  const t = useText();
  const [{ verb, from, to }, setUrl] = useUrl<Filters>();
  const state = useOperation(trail.getSealState, {}, { refetchEvery: 5000 });
  const filters = { ...(verb ? { verb } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) };
  const pages = usePages<Found>(trail.searchEvents, filters);
  return (
    <Page title={useTitle(state.data)} crumbs={[{ label: t("rail.trail") }]}>
      <SealPanel state={state.data} />
      <SavedViews list="trail" names={viewNames} />
      <div className="tools" style={{ marginTop: 16 }}>
        <VerbChoice value={verb ?? ""} onChange={(next) => setUrl({ verb: next })} />
        <DayField label={t("trail.from")} value={from ?? ""} onChange={(next) => setUrl({ from: next })} />
        <DayField label={t("trail.to")} value={to ?? ""} onChange={(next) => setUrl({ to: next })} />
      </div>
      <DataTable
        label={t("trail.found")}
        columns={useColumns()}
        pages={pages}
        keyOfRow={(row) => String(row.id)}
        empty={<EmptyState title={t("trail.empty")}>{t("trail.emptyHelp")}</EmptyState>}
      />
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

function VerbChoice({ value, onChange }: { value: string; onChange: (verb: string) => void }) {
  const t = useText();
  const say = useAnyText();
  const choices = verbs
    .map((verb) => ({ verb, words: say(`events.${verb}`) }))
    .sort((one, other) => one.words.localeCompare(other.words));
  return (
    <label className="row small">
      {t("trail.verb")}
      <select className="find" value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t("trail.anyVerb")}</option>
        {choices.map(({ verb, words }) => (
          <option key={verb} value={verb}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

type DayFieldProps = { label: string; value: string; onChange: (day: string) => void };

const DayField = ({ label, value, onChange }: DayFieldProps) => (
  <label className="row small">
    {label}
    <input className="find" type="date" value={value} onChange={(event) => onChange(event.target.value)} />
  </label>
);

function useColumns(): Column<Found>[] {
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
    { id: "what", head: t("trail.what"), cell: (row) => say(`events.${row.verb}`) },
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
