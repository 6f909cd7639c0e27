import { saveFile } from "#web/transfer.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";

/** The headings that a list of audits may have, in the reader's words, as a file to be filled in. */
export function AuditTemplate() {
  const t = useText();
  const headings = [
    t("company.code"),
    t("import.field.heldOn"),
    t("import.field.kind"),
    t("import.field.auditors"),
    t("import.field.result"),
    t("import.field.findings"),
    t("import.field.report"),
  ];
  // With the mark by which Excel knows UTF-8.
  const save = () =>
    saveFile(
      new Blob([`\ufeff${headings.join(",")}\r\n`], { type: "text/csv" }),
      `${t("import.kind.audits")}.csv`,
    );
  return (
    <div>
      <Button size="s" icon="download" onClick={save}>
        {t("import.auditTemplate")}
      </Button>
    </div>
  );
}
