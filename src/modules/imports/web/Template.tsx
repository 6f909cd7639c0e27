import { saveFile } from "#web/transfer.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";

const fields = {
  audits: ["heldOn", "kind", "auditors", "result", "findings", "report"],
  findings: [
    "ownNumber",
    "headline",
    "detail",
    "severity",
    "foundOn",
    "dueOn",
    "controls",
    "whereFound",
    "saidSource",
    "cause",
    "state",
    "closedOn",
    "closedBy",
    "acceptedUntil",
    "answerable",
    "place",
  ],
} as const;

/** The headings that a list may have, in the reader's words, as a file to be filled in. */
export function Template({ kind }: { kind: keyof typeof fields }) {
  const t = useText();
  const headings = [t("company.code"), ...fields[kind].map((field) => t(`import.field.${field}`))];
  // With the mark by which Excel knows UTF-8.
  const save = () =>
    saveFile(
      new Blob([`\ufeff${headings.join(",")}\r\n`], { type: "text/csv" }),
      `${t(`import.kind.${kind}`)}.csv`,
    );
  return (
    <div>
      <Button size="s" icon="download" onClick={save}>
        {t("import.auditTemplate")}
      </Button>
    </div>
  );
}
