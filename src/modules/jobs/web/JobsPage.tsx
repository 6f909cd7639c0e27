// All long work that one may see, newest first.
import { useOperation } from "#web/api.ts";
import { Page } from "#web/layout/Page.tsx";
import { useUrl } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { SavedViews } from "#web/table/SavedViews.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { jobs } from "../contract.ts";
import { type Job, JobLine } from "./parts.tsx";

const states = ["all", "running", "done", "failed", "cancelled"] as const;
type Shown = (typeof states)[number];

const viewNames = ["state"];

export default function JobsPage() {
  const t = useText();
  const [{ state = "all" }, setUrl] = useUrl<{ state: Shown }>();
  const pages = usePages<Job>(jobs.listJobs, state === "all" ? {} : { state });
  return (
    <Page title={useTitle()} crumbs={[{ label: t("rail.jobs") }]}>
      <SavedViews list="jobs" names={viewNames} />
      <div className="tools">
        <Segmented
          label={t("jobs.state")}
          value={state}
          choices={states.map((one) => ({
            value: one,
            label: one === "all" ? t("jobs.anyState") : t(`job.${one}`),
          }))}
          onChange={(next) => setUrl({ state: next === "all" ? undefined : next } as { state?: Shown })}
        />
      </div>
      <DataTable
        label={t("rail.jobs")}
        columns={useColumns()}
        pages={pages}
        keyOfRow={(row) => row.id}
        empty={<EmptyState title={t("jobs.empty")}>{t("jobs.emptyHelp")}</EmptyState>}
      />
    </Page>
  );
}

/** Says what is going on now; read anew while the page is open. */
function useTitle(): string {
  const t = useText();
  const say = useAnyText();
  const open = useOperation(jobs.listJobs, { limit: 50, state: "running" }, { refetchEvery: 2000 });
  const last = useOperation(jobs.listJobs, { limit: 1 }, { refetchEvery: 2000 });
  const count = open.data?.rows.length ?? 0;
  const newest = last.data?.rows[0];
  if (count > 0) return t("jobs.title", { count });
  if (newest?.state === "failed") return t("jobs.titleFailed", { what: say(`jobs.${newest.kind}`) });
  return t("jobs.title_none");
}

function useColumns(): Column<Job>[] {
  const t = useText();
  const format = useFormat();
  return [
    { id: "what", head: t("jobs.what"), cell: (row) => <JobLine job={row} /> },
    {
      id: "company",
      head: t("jobs.company"),
      width: "180px",
      isWideOnly: true,
      cell: (row) => row.companyName,
    },
    {
      id: "by",
      head: t("jobs.orderedBy"),
      width: "160px",
      isWideOnly: true,
      cell: (row) => (row.orderedBy ? format.person(row.orderedBy) : t("jobs.itself")),
    },
    { id: "at", head: t("jobs.orderedAt"), width: "160px", cell: (row) => format.moment(row.createdAt) },
    {
      id: "took",
      head: t("jobs.took"),
      width: "110px",
      isWideOnly: true,
      cell: (row) =>
        row.startedAt && row.finishedAt
          ? format.span(Date.parse(row.finishedAt) - Date.parse(row.startedAt))
          : "",
    },
  ];
}
