// Bringing a list in, and what was brought in before.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useGo, useUrl } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { download, upload } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { FileDrop } from "#web/ui/FileDrop.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Progress } from "#web/ui/states.tsx";
import { imports } from "../contract.ts";
import { ImportsBefore } from "./ImportsBefore.tsx";
import { Template } from "./Template.tsx";

type Kind = Output<typeof imports.listImports>["rows"][number]["kind"];

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
          <ImportsBefore />
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
