// Bringing a list in, and what was brought in before.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useGo, useUrl } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { SavedViews } from "#web/table/SavedViews.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { download, upload } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { FileDrop } from "#web/ui/FileDrop.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Progress } from "#web/ui/states.tsx";
import { imports } from "../contract.ts";
import { Template } from "./Template.tsx";

type Row = Output<typeof imports.listImports>["rows"][number];
type Kind = Row["kind"];

export default function ImportsPage() {
  const t = useText();
  const session = useSession();
  const format = useFormat();
  return (
    <Page
      title={t("import.newTitle")}
      crumbs={[
        { label: session.group.names[format.language] ?? session.group.name, to: "/group" },
        { label: t("import.crumb") },
      ]}
    >
      <div className="stack">
        <NewImport />
        <section>
          <h2 style={{ marginBottom: 8 }}>{t("import.history")}</h2>
          <History />
        </section>
      </div>
    </Page>
  );
}

function NewImport() {
  const t = useText();
  const go = useGo();
  const session = useSession();
  const mayCompanies = useMay("organization.import");
  const [url, setUrl] = useUrl<{ kind: Kind }>();
  const mayServices = useMay("service.connect") && session.isGroupWide;
  const mayHistory = useMay("result.import") && session.isGroupWide;
  const mayAudits = useMay("audit.import") && session.isGroupWide;
  const mayFindings = useMay("finding.import");
  const mayPlans = useMay("plan.import");
  const maySeats = useMay("organization.manage") && session.isGroupWide;
  const kinds: Kind[] = [
    ...(mayCompanies ? (["companies"] as const) : []),
    "people",
    ...(maySeats ? (["seats"] as const) : []),
    ...(mayServices ? (["services"] as const) : []),
    ...(mayHistory ? (["history"] as const) : []),
    ...(mayAudits ? (["audits"] as const) : []),
    ...(mayFindings ? (["findings"] as const) : []),
    ...(mayPlans ? (["plans"] as const) : []),
  ];
  const kind = kinds.find((one) => one === url.kind) ?? kinds[0] ?? "people";
  const open = useCommand(imports.openImport, [imports.listImports]);
  const [sending, setSending] = useState<number | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const send = async (file: File) => {
    setProblem(null);
    setSending(0);
    try {
      const form = new FormData();
      form.append("purpose", "import");
      if (!mayCompanies) form.append("companyId", session.companyId);
      form.append("file", file);
      const { id: fileId } = await upload<{ id: string }>("/files", form, { onProgress: setSending });
      const { id } = await open.mutateAsync({ kind, fileId });
      go({ to: "/imports/$id", params: { id } });
    } catch (error) {
      setProblem(error);
    }
    setSending(null);
  };
  return (
    <Panel title={t("import.new")}>
      <div className="stack s">
        <p className="soft" style={{ maxWidth: "72ch" }}>
          {t("import.newIntro")}
        </p>
        {kinds.length > 1 ? (
          <Segmented
            label={t("import.kind")}
            value={kind}
            choices={kinds.map((value) => ({ value, label: t(`import.kind.${value}`) }))}
            onChange={(value) => setUrl({ kind: value })}
          />
        ) : null}
        <p className="small soft">{t(`import.kindHelp.${kind}`)}</p>
        {kind === "audits" || kind === "findings" || kind === "plans" ? (
          <Template kind={kind} onProblem={setProblem} />
        ) : null}
        {kind === "seats" ? <SeatsNow onProblem={setProblem} /> : null}
        <FileDrop accept=".xlsx,.csv,.tsv,.txt" onFiles={([file]) => file && void send(file)}>
          {t("import.drop")}
        </FileDrop>
        {sending === null ? null : (
          <Progress done={Math.round(sending * 100)} total={100} label={t("import.uploading")} />
        )}
        <FormError error={problem as Error | null} />
      </div>
    </Panel>
  );
}

/** Who holds what today, to be filled in and brought back. */
function SeatsNow({ onProblem }: { onProblem: (problem: unknown) => void }) {
  const t = useText();
  return (
    <div>
      <Button
        size="s"
        icon="download"
        onClick={() => void download("/positions/export?format=xlsx").catch(onProblem)}
      >
        {t("import.seatsNow")}
      </Button>
    </div>
  );
}

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

function History() {
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
    { id: "kind", head: t("import.kind"), cell: (row) => t(`import.kind.${row.kind}`) },
    { id: "state", head: t("import.state"), cell: (row) => t(`import.state.${row.state}`) },
    { id: "rows", head: t("import.rowsHead"), isNumber: true, cell: (row) => count(row.counts.rows) },
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
