// The rows behind every number of an overview. Every condition is in the URL and can be taken away.
import { useOperation } from "#web/api.ts";
import { GroupTabs } from "#web/layout/GroupTabs.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useGo } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { ColumnChooser } from "#web/table/ColumnChooser.tsx";
import { shownColumns } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { SavedViews } from "#web/table/SavedViews.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { EmptyState } from "#web/ui/states.tsx";
import { overview } from "../contract.ts";
import { NotAskedList } from "./NotAskedList.tsx";
import {
  ResultFilters,
  resultNames,
  type ResultRow,
  type ResultsUrl,
  useResultsInput,
} from "./ResultFilters.tsx";
import { useResultColumns } from "./resultColumns.tsx";
import { SaveRows } from "./SaveRows.tsx";

/** A view is of whichever round is the newest: the year is not part of it. */
const viewNames = [...resultNames.filter((name) => name !== "roundId"), "cols", "asked"];

export default function ResultsPage() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const go = useGo();
  const [input, url, setUrl] = useResultsInput();
  const isAsked = url.asked !== "no";
  const first = useOperation(overview.listCompanyResults, { ...input, limit: 1 }, { keep: true });
  const pages = usePages<ResultRow>(overview.listCompanyResults, input, { enabled: isAsked });
  const columns = useResultColumns(first.data?.edition);
  const total = first.data?.total ?? 0;
  const what = useWhat(url);
  const title = !isAsked
    ? t("results.notAsked")
    : what
      ? t("results.titleOf", { count: total, what })
      : t("results.title", { count: total, people: first.data?.people ?? 0 });
  return (
    <Page
      title={title}
      crumbs={[
        { label: session.group.names[format.language] ?? session.group.name, to: "/group/overview" },
        { label: t("results.tab") },
      ]}
      after={
        first.data?.fiscalYear && first.data.edition ? (
          <span className="age">
            {t("overview.period", {
              year: format.fiscalYear(first.data.fiscalYear),
              edition: first.data.edition,
            })}
          </span>
        ) : null
      }
      actions={isAsked ? <SaveRows input={input} total={total} /> : null}
    >
      <GroupTabs />
      <SavedViews list="results" names={viewNames} />
      <ResultFilters
        url={url}
        setUrl={setUrl}
        end={
          <ColumnChooser
            columns={columns}
            shown={shownColumns(columns, url.cols)}
            onChange={(cols) => setUrl({ cols })}
          />
        }
      />
      {isAsked ? (
        <DataTable
          label={t("results.tab")}
          columns={shownColumns(columns, url.cols)}
          pages={pages}
          keyOfRow={(row) => row.companyId}
          total={total}
          countedAt={first.data?.dataAt ?? undefined}
          sort={{
            by: input.sort ?? "need",
            onChange: (sort) => setUrl({ sort: sort === "need" ? undefined : sort }),
          }}
          onOpen={(row) =>
            go({
              to: "/companies/$id/result",
              params: { id: row.companyId },
              search: { roundId: input.roundId },
            })
          }
          empty={<EmptyState title={t("results.none")}>{t("results.noneHelp")}</EmptyState>}
        />
      ) : (
        <NotAskedList roundId={input.roundId} asked={total} />
      )}
    </Page>
  );
}

/** What the rows have in common, in words: the title of the list. */
function useWhat(url: ResultsUrl): string {
  const t = useText();
  const format = useFormat();
  return format.list(
    [
      url.result ? (url.result === "below" ? t("results.below") : t(`result.${url.result}`)) : "",
      url.state
        ? url.state === "not_submitted"
          ? t("results.notSubmitted")
          : t(`inspection.${url.state}`)
        : "",
      url.lacking ? t("results.lacking", { control: url.lacking }) : "",
      url.overdue ? t("results.overdue") : "",
      url.provisional ? t("results.provisional") : "",
      url.left ? t("results.left") : "",
      url.tier ?? "",
    ].filter(Boolean),
  );
}
