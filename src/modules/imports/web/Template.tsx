// An empty list to be filled in, as a workbook that says what goes where, or as its headings alone.
import { useText } from "#web/text/i18n.ts";
import { download } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";

export function Template({
  kind,
  onProblem,
}: {
  kind: "audits" | "findings" | "plans";
  onProblem: (problem: unknown) => void;
}) {
  const t = useText();
  const save = (format: "csv" | "xlsx") =>
    void download(`/import-templates/${kind}?format=${format}`).catch(onProblem);
  return (
    <div className="row wrap">
      <Button size="s" icon="download" onClick={() => save("xlsx")}>
        {t("import.templateXlsx")}
      </Button>
      <Button size="s" look="quiet" icon="download" onClick={() => save("csv")}>
        {t("import.auditTemplate")}
      </Button>
    </div>
  );
}
