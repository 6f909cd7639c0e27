// A report as pages in each language, the company's own first, and as OSCAL once it is final.
import { useState } from "react";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { type Action, ActionMenu } from "#web/ui/ActionMenu.tsx";
import { audits } from "../../contract.ts";
import type { Report, Whole } from "./report.ts";

export function Downloads({ report, versions }: { report: Report; versions: Whole["versions"] }) {
  const t = useText();
  const format = useFormat();
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const take = (id: string, how: { format: "pdf" | "oscal"; language: "ja" | "en" | "zh" }) => {
    setBusy(true);
    setFailed(null);
    downloadFrom(audits.downloadAuditReport, { id, ...how })
      .catch(setFailed)
      .finally(() => setBusy(false));
  };
  const languages = [
    report.language,
    ...(["ja", "en", "zh"] as const).filter((one) => one !== report.language),
  ];
  const actions: Action[] = [
    ...languages.map((language) => ({
      label: t("audits.report.pdf", { language: format.tongue(language) }),
      onClick: () => take(report.id, { format: "pdf", language }),
    })),
    ...(report.state === "final"
      ? [
          {
            label: t("audits.report.oscal"),
            onClick: () => take(report.id, { format: "oscal", language: report.language }),
          },
        ]
      : []),
    ...versions
      .filter((one) => one.id !== report.id && one.state === "final")
      .map((one) => ({
        label: `${t("audits.report.version", { version: one.version })} · ${t("audits.report.pdf", { language: format.tongue(report.language) })}`,
        onClick: () => take(one.id, { format: "pdf", language: report.language }),
      })),
  ];
  return (
    <>
      <FormError error={failed} />
      <ActionMenu label={t("audits.report.download")} icon="download" isBusy={isBusy} actions={actions} />
    </>
  );
}
