// What was brought in before, newest first.
import type { Output } from "#core/contract.ts";
import { Go, useGo, useUrl } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { SavedViews } from "#web/table/SavedViews.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { imports } from "../contract.ts";

type Row = Output<typeof imports.listImports>["rows"][number];
type Kind = Row["kind"];

const viewNames = ["of"];
/** What begins a list of years, and what such a line looks like; elsewhere one begins with the companies. */
const exampleOf: Partial<
  Record<
    Kind,
    "import.exampleYears" | "import.exampleAudits" | "import.exampleFindings" | "import.examplePlans"
  >
> = {
  history: "import.exampleYears",
  audits: "import.exampleAudits",
  findings: "import.exampleFindings",
  plans: "import.examplePlans",
};
const helpOf: Partial<
  Record<
    Kind,
    | "import.historyNoneHelpYears"
    | "import.historyNoneHelpAudits"
    | "import.historyNoneHelpFindings"
    | "import.historyNoneHelpPlans"
  >
> = {
  history: "import.historyNoneHelpYears",
  audits: "import.historyNoneHelpAudits",
  findings: "import.historyNoneHelpFindings",
  plans: "import.historyNoneHelpPlans",
};

export function ImportsBefore() {
  const t = useText();
  const go = useGo();
  const [{ of, kind }, setUrl] = useUrl<{ of: Kind; kind: Kind }>();
  const listed = of ?? kind;
  const pages = usePages<Row>(imports.listImports, of ? { kind: of } : {});
  return (
    <>
      <SavedViews list="imports" names={viewNames} />
      <div className="tools">
        <Segmented
          label={t("import.historyOf")}
          value={of ?? "all"}
          choices={(
            [
              "all",
              "companies",
              "people",
              "seats",
              "services",
              "history",
              "audits",
              "findings",
              "plans",
            ] as const
          ).map((value) => ({
            value,
            label: value === "all" ? t("action.all") : t(`import.kind.${value}`),
          }))}
          onChange={(value) => setUrl({ of: value === "all" ? undefined : value })}
        />
      </div>
      <DataTable
        label={t("import.history")}
        columns={useColumns()}
        pages={pages}
        keyOfRow={(row) => row.id}
        onOpen={(row) => go({ to: "/imports/$id", params: { id: row.id } })}
        empty={
          <EmptyState
            icon="upload"
            title={t("import.historyNone")}
            example={t(exampleOf[listed ?? "companies"] ?? "import.example")}
          >
            {t(helpOf[listed ?? "companies"] ?? "import.historyNoneHelp")}
          </EmptyState>
        }
      />
    </>
  );
}

function useColumns(): Column<Row>[] {
  const t = useText();
  const format = useFormat();
  const count = (value: number) => (value === 0 ? <span className="mute">0</span> : format.number(value));
  return [
    {
      id: "file",
      head: t("import.file"),
      cell: (row) => (
        <Go to="/imports/$id" params={{ id: row.id }}>
          <LangText text={row.fileName} />
        </Go>
      ),
    },
    { id: "kind", head: t("import.kind"), isWideOnly: true, cell: (row) => t(`import.kind.${row.kind}`) },
    { id: "state", head: t("import.state"), cell: (row) => t(`import.state.${row.state}`) },
    {
      id: "rows",
      head: t("import.rowsHead"),
      isNumber: true,
      isWideOnly: true,
      cell: (row) => count(row.counts.rows),
    },
    {
      id: "done",
      head: t("import.did.added"),
      isNumber: true,
      isWideOnly: true,
      cell: (row) => count(row.counts.added),
    },
    {
      id: "changed",
      head: t("import.did.changed"),
      isNumber: true,
      isWideOnly: true,
      cell: (row) => count(row.counts.changed),
    },
    {
      id: "wrong",
      head: t("import.verdict.error"),
      isNumber: true,
      isWideOnly: true,
      cell: (row) => count(row.counts.error + row.counts.conflict),
    },
    { id: "when", head: t("import.when"), cell: (row) => format.moment(row.createdAt) },
    {
      id: "who",
      head: t("import.who"),
      isWideOnly: true,
      cell: (row) =>
        row.createdByFamilyName
          ? format.person({ familyName: row.createdByFamilyName, givenName: row.createdByGivenName ?? "" })
          : "–",
    },
  ];
}
